import * as z from "zod/mini";

/**
 * Names are shown to others in mails, pages and tables: nothing in them may break a line, turn the direction of what follows
 * (Unicode TR 36, "bidirectional text spoofing"), or be half of a character.
 */
export const plainName = z.regex(
  /^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u,
  "may hold no line breaks, no control or direction characters and no halves of characters",
);

/** The text without the characters that turn the direction of what follows. */
export const withoutDirections = (text: string): string => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
