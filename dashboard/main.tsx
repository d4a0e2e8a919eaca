import { render } from "preact";
import { useEffect } from "preact/hooks";
import { useAddress } from "./address.tsx";
import { Entities } from "./entities.tsx";
import { EntityPage } from "./entity-page.tsx";
import { Feeds } from "./feeds.tsx";
import { Header } from "./header.tsx";
import { Matches } from "./matches.tsx";
import { SettingsProvider, useSettings } from "./settings.tsx";
import { Nowhere, Offline } from "./state.tsx";
import { StoryPage } from "./story.tsx";
import { Subscribe } from "./subscribe.tsx";
import type { Words } from "./words.ts";

const Page = () => {
  const address = useAddress();
  const { words } = useSettings();
  const path = address.pathname;
  useEffect(() => {
    // A story is called by its headline, an entity by its name, which they set themselves.
    if (!/^\/(stories|entities)\/./.test(path)) document.title = `${titleOf(path, words)} · Vigía`;
  }, [path, words]);
  return (
    <>
      <Header path={path} />
      <main id="content" tabIndex={-1}>
        <Offline />
        <View address={address} />
      </main>
    </>
  );
};

const View = ({ address }: { address: URL }) => {
  const [, story] = /^\/stories\/([\w-]+)$/.exec(address.pathname) ?? [];
  if (story !== undefined) return <StoryPage id={story} />;
  const [, entity] = /^\/entities\/([a-z0-9-]{1,80})$/.exec(address.pathname) ?? [];
  if (entity !== undefined) return <EntityPage key={entity} id={entity} address={address} />;
  switch (address.pathname) {
    case "/":
      return <Matches address={address} />;
    case "/entities":
      return <Entities address={address} />;
    case "/feeds":
      return <Feeds />;
    case "/subscribe":
      return <Subscribe />;
    default:
      return <Nowhere />;
  }
};

const titleOf = (path: string, words: Words): string =>
  ({ "/": words.latestTitle, "/entities": words.entities, "/feeds": words.feeds, "/subscribe": words.subscribe })[path] ?? words.notFound;

const root = document.getElementById("app");
if (root !== null)
  render(
    <SettingsProvider>
      <Page />
    </SettingsProvider>,
    root,
  );
