import { createContext } from "preact";
import type { ComponentChildren } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
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
}

const Context = createContext<Settings | undefined>(undefined);

/** What the reader chose, for everything below it; kept in the browser, without which it lasts until the page is closed. */
export const SettingsProvider = ({ children }: { children: ComponentChildren }) => {
  const [lang, setLang] = useState<Lang>(initialLang);
  const [theme, setTheme] = useState<Theme>(initialTheme);
  useEffect(() => {
    document.documentElement.lang = lang;
    keep("vigia-lang", lang);
  }, [lang]);
  useEffect(() => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    keep("vigia-theme", theme);
  }, [theme]);
  return <Context.Provider value={{ lang, words: words[lang], theme, setLang, setTheme }}>{children}</Context.Provider>;
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
