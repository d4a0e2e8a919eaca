import { Link } from "./address.tsx";
import { useState } from "preact/hooks";
import { Failure, signOut } from "./api.ts";
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
  const { lang, words, theme, signedIn, setLang, setTheme } = useSettings();
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
          {signedIn && <SignOut />}
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
          <Link key={href} href={href} aria-current={path === href || (href !== "/" && path.startsWith(`${href}/`)) ? "page" : undefined}>
            {words[name]}
          </Link>
        ))}
      </nav>
    </header>
  );
};

/** Ends the session, and forgets what the page has read with it by loading anew. */
const SignOut = () => {
  const { words, setSignedIn } = useSettings();
  const [failed, setFailed] = useState(false);
  const leave = async () => {
    try {
      await signOut();
      setSignedIn(false);
      location.reload();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      setFailed(true);
    }
  };
  return (
    <>
      {failed && <span role="alert">{words.unreachable}</span>}
      <button type="button" class="quiet" onClick={() => void leave()}>
        {words.signOut}
      </button>
    </>
  );
};
