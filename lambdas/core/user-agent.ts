/** The name by which a robots.txt can mean us (RFC 9309 §2.2.1). */
export const PRODUCT = "Vigia";

/** Who Vigía says it is, to every server alike (reliability F18); `contact` is where its operator can be found. */
export const userAgent = (contact: string): string => `${PRODUCT}/0.1 (+${contact})`;
