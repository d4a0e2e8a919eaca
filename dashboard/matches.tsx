import { useEffect, useState } from "preact/hooks";
import { withParameter } from "./address.tsx";
import { useAnswer } from "./answer.ts";
import type { Entity, Feed, Match, MatchPage } from "./api.ts";
import { Failure, get } from "./api.ts";
import { day, hour } from "./dates.ts";
import { Filters, filterNames } from "./filters.tsx";
import { Returns } from "./returns.tsx";
import { useSettings } from "./settings.tsx";
import { Empty, Shown } from "./state.tsx";
import { byStory, StoryCard } from "./story-card.tsx";

/** The latest matches, newest first, as the filters in the address ask. */
export const Matches = ({ address }: { address: URL }) => {
  const { words } = useSettings();
  const asked = new URLSearchParams([...address.searchParams].filter(([name, value]) => filterNames.has(name) && value !== ""));
  asked.set("limit", "40");
  const path = `/matches?${asked}`;
  const first = useAnswer<MatchPage>(path);
  const entities = useAnswer<{ entities: readonly Entity[] }>("/entities");
  const feeds = useAnswer<{ feeds: readonly Feed[] }>("/feeds");
  return (
    <div class="columns">
      <aside>
        <Filters address={address} entities={entities.answer?.entities ?? []} feeds={feeds.answer?.feeds ?? []} />
        <Returns />
      </aside>
      <section aria-labelledby="latest">
        <Title entity={entities.answer?.entities.find(({ id }) => id === asked.get("entity"))} />
        {first.failure?.status === 404 ? (
          <Empty text={words.noEntity(asked.get("entity") ?? "")} />
        ) : (
          <Shown loaded={first}>{(page) => <Pages key={path} path={path} first={page} filtered={asked.size > 1} />}</Shown>
        )}
      </section>
    </div>
  );
};

/** What the list is of: all matches, or one entity and how long it has been silent. */
const Title = ({ entity }: { entity: Entity | undefined }) => {
  const { lang, words } = useSettings();
  if (entity === undefined) return <h1 id="latest">{words.latestTitle}</h1>;
  const { name, kind, lastSighting, silentDays } = entity;
  return (
    <header class={`entity-title kind-${kind}`}>
      <h1 id="latest">{name[lang]}</h1>
      <p>
        <span class="kind">{words.kinds[kind]}</span>
        {silentDays === undefined ? ` · ${words.notSeen}` : ` · ${words.silentFor(silentDays)}`}
        {lastSighting !== undefined && ` · ${words.lastSeen} ${day(lastSighting.at, words)}, ${lastSighting.outlet}`}
      </p>
    </header>
  );
};

/** The first page, which refreshes itself, and the older ones that were asked for. */
const Pages = ({ path, first, filtered }: { path: string; first: MatchPage; filtered: boolean }) => {
  const { words } = useSettings();
  const [older, setOlder] = useState<MatchPage>();
  const [failure, setFailure] = useState<Failure>();
  const [loading, setLoading] = useState(false);
  const [now, setNow] = useState(() => new Date());
  useEffect(() => setNow(new Date()), [first]);

  const matches: readonly Match[] = [...first.matches, ...(older?.matches ?? [])];
  const cursor = older === undefined ? first.cursor : older.cursor;
  const more = async () => {
    setLoading(true);
    try {
      const page = await get<MatchPage>(withParameter(new URL(path, location.origin), "cursor", cursor ?? ""));
      setFailure(undefined);
      // The first page moves on as news come in: what leaves it is kept here.
      setOlder({ ...page, matches: [...(older?.matches ?? first.matches), ...page.matches] });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      setFailure(error);
    }
    setLoading(false);
  };

  const stories = byStory(matches);
  if (stories.length === 0) return <Empty text={filtered ? words.empty : words.emptyAll} />;
  return (
    <>
      {matches.some(({ sample }) => sample) && <p class="notice">{words.sampleNote}</p>}
      {stories.map((story) => (
        <StoryCard key={story.storyId} {...story} now={now} />
      ))}
      <p class="list-foot" role="status">
        {words.shown(stories.length)}. {cursor === undefined && words.noMore} {words.zoneNote} {words.updated} {hour(now, words)}.{" "}
        <a href={csvOf(path)}>{words.asCsv}</a>
      </p>
      {failure !== undefined && (
        <p class="notice fault" role="alert">
          {failure.status === 0 ? words.unreachable : `${words.failed} ${failure.message}`}
        </p>
      )}
      {cursor !== undefined && (
        <button type="button" class="wide" disabled={loading} onClick={() => void more()}>
          {loading ? words.loading : words.more}
        </button>
      )}
    </>
  );
};

/** The same list as a table: the newest hundred rows. */
const csvOf = (path: string): string => {
  const all = withParameter(new URL(path, location.origin), "limit", "100");
  return `/api/v1${withParameter(new URL(all, location.origin), "format", "csv")}`;
};
