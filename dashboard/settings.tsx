import { createContext } from "preact";
import type { ComponentChildren } from "preact";
import { useContext, useLayoutEffect, useState } from "preact/hooks";
import type { Lang, Words } from "./words.ts";
import { words } from "./words.ts";

/** `auto` follows the system. */
export type Theme = "auto" | "light" | "dark";

interface Settings {
  readonly lang: Lang;
  readonly words: Words;
  readonly theme: Theme;
  readonly setLang: (lang: Lang) => void;
  readonly setTheme: (theme: Theme) => void;
  /** Did this browser exchange a key for a session? The session itself is a cookie that no script sees. */
  readonly signedIn: boolean;
  readonly setSignedIn: (signedIn: boolean) => void;
}

const Context = createContext<Settings | undefined>(undefined);

/** What the reader chose, for everything below it; kept in the browser, without which it lasts until the page is closed. */
export const SettingsProvider = ({ children }: { children: ComponentChildren }) => {
  const [lang, setLang] = useState<Lang>(initialLang);
  const [theme, setTheme] = useState<Theme>(initialTheme);
  const [signedIn, setSignedIn] = useState(() => recall("vigia-signed-in") === "yes");
  // Before the next frame: whoever chooses and leaves the page at once has chosen.
  useLayoutEffect(() => {
    document.documentElement.lang = lang;
    keep("vigia-lang", lang);
  }, [lang]);
  useLayoutEffect(() => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    keep("vigia-theme", theme);
  }, [theme]);
  useLayoutEffect(() => keep("vigia-signed-in", signedIn ? "yes" : "no"), [signedIn]);
  return (
    <Context.Provider value={{ lang, words: words[lang], theme, signedIn, setLang, setTheme, setSignedIn }}>{children}</Context.Provider>
  );
};

/** The reader's settings; only below SettingsProvider. */
export const useSettings = (): Settings => {
  const settings = useContext(Context);
  if (settings === undefined) throw new Error("useSettings needs a SettingsProvider above it");
  return settings;
};

const initialLang = (): Lang => {
  const kept = recall("vigia-lang");
  if (kept === "en" || kept === "es") return kept;
  return navigator.languages
    .find((tag) => /^(en|es)\b/i.test(tag))
    ?.toLowerCase()
    .startsWith("es") === true
    ? "es"
    : "en";
};

const initialTheme = (): Theme => {
  const kept = recall("vigia-theme");
  return kept === "light" || kept === "dark" ? kept : "auto";
};

// Private windows and strict settings make storage throw; nothing here is worth failing for.
const recall = (name: string): string | null => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};
const keep = (name: string, value: string): void => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // It lasts until the page is closed.
  }
};
