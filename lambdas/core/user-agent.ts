/** Who Vigía says it is, to every server alike (reliability F18); `contact` is where its operator can be found. */
export const userAgent = (contact: string): string => `Vigia/0.1 (+${contact})`;
