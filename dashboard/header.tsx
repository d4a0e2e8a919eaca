import { Link } from "./address.tsx";
import type { Theme } from "./settings.tsx";
import { useSettings } from "./settings.tsx";

const pages = [
  ["/", "latest"],
  ["/entities", "entities"],
  ["/feeds", "feeds"],
  ["/subscribe", "subscribe"],
] as const;

/** Name, pages, language and theme. */
export const Header = ({ path }: { path: string }) => {
  const { lang, words, theme, setLang, setTheme } = useSettings();
  const other = lang === "en" ? "es" : "en";
  return (
    <header class="top">
      <a class="skip" href="#content">
        {words.skip}
      </a>
      <div class="top-row">
        <Link class="brand" href="/">
          <img src="/vigia.svg" alt="" width="32" height="32" />
          <span>
            Vigía <small>{words.tagline}</small>
          </span>
        </Link>
        <div class="settings">
          <button type="button" class="quiet" lang={other} onClick={() => setLang(other)}>
            {words.otherLanguage}
          </button>
          <label>
            <span class="unseen">{words.theme.label}</span>
            <select value={theme} onChange={(event) => setTheme(event.currentTarget.value as Theme)}>
              <option value="auto">{words.theme.auto}</option>
              <option value="light">{words.theme.light}</option>
              <option value="dark">{words.theme.dark}</option>
            </select>
          </label>
        </div>
      </div>
      <nav aria-label={words.nav}>
        {pages.map(([href, name]) => (
          <Link key={href} href={href} aria-current={path === href ? "page" : undefined}>
            {words[name]}
          </Link>
        ))}
      </nav>
    </header>
  );
};
