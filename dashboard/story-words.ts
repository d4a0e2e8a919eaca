import type { Lang } from "./words.ts";

const count = (n: number, one: string, many: string, locale: string): string => `${n.toLocaleString(locale)} ${n === 1 ? one : many}`;

const en = {
  members: (n: number) => count(n, "telling of this story", "tellings of this story", "en-US"),
  named: "Whom it names",
  sameEvent: "The same event, told as another story",
  storyOf: (when: string) => `Story of ${when}`,
};

/** The words of a story's page, in one language. A string missing in Spanish is an error of the compiler. */
type StoryWords = typeof en;

const es: StoryWords = {
  members: (n) => count(n, "versión de esta noticia", "versiones de esta noticia", "es-MX"),
  named: "A quién nombra",
  sameEvent: "El mismo hecho, contado como otra noticia",
  storyOf: (when) => `Noticia del ${when}`,
};

export const storyWords: Readonly<Record<Lang, StoryWords>> = { en, es };
