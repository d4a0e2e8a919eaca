import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Where the reader is: every view and filter is in the address, so that it can be shared and gone back to. */
export const useAddress = (): URL => {
  const [href, setHref] = useState(location.href);
  useEffect(() => {
    const update = () => setHref(location.href);
    addEventListener("popstate", update);
    return () => removeEventListener("popstate", update);
  }, []);
  return new URL(href);
};

/** Goes to an address of this page without loading it anew. `replace` keeps the history short while filters change. */
export const go = (to: string, replace = false): void => {
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  dispatchEvent(new PopStateEvent("popstate"));
};

/** The address with one parameter set, or removed if empty. */
export const withParameter = (address: URL, name: string, value: string): string => {
  const next = new URL(address);
  if (value === "") next.searchParams.delete(name);
  else next.searchParams.set(name, value);
  return next.pathname + next.search;
};

interface LinkProperties {
  readonly href: string;
  readonly class?: string;
  readonly "aria-current"?: "page" | undefined;
  readonly "aria-describedby"?: string;
  readonly children: ComponentChildren;
}

/** A link within the page: a real one, so that opening in a new tab and reading aloud work as everywhere. */
export const Link = ({ href, ...rest }: LinkProperties) => (
  <a
    href={href}
    {...rest}
    onClick={(event) => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go(href);
      scrollTo(0, 0);
      // As after loading a page: reading and tabbing go on at what is new.
      document.getElementById("content")?.focus({ preventScroll: true });
    }}
  />
);
