import { useState } from "preact/hooks";
import { AddFeed, Offers } from "./add-feed.tsx";
import { useAnswer } from "./answer.ts";
import type { Feed, Health, Heard, Imported } from "./api.ts";
import { Failure, send } from "./api.ts";
import { ago, ahead, day, moment } from "./dates.ts";
import { Files } from "./files.tsx";
import { feedWords } from "./feed-words.ts";
import { useSettings } from "./settings.tsx";
import { Empty, Shown, SignIn } from "./state.tsx";

/** What is listened to, how each feed is doing, and why some are off. */
export const Feeds = () => {
  const { lang, words } = useSettings();
  const loaded = useAnswer<{ feeds: readonly Feed[] }>("/feeds");
  const { answer: heard } = useAnswer<Heard>("/heard");
  return (
    <>
      <h1>{words.feeds}</h1>
      <Shown loaded={loaded}>
        {({ feeds }) => {
          const on = feeds.filter(({ enabled }) => enabled);
          const outside = on.filter(({ sample }) => sample !== true);
          return (
            <>
              <p class="list-foot">
                {words.feedSummary(on.length, on.filter(answers).length)} {words.zoneNote}
              </p>
              {outside.length > 0 && outside.every(({ health }) => health === "failing") && (
                <p class="notice" role="status">
                  {words.allSilent}
                </p>
              )}
              <AddFeed onAdded={loaded.again} />
              <Files<Imported>
                said={feedWords[lang]}
                exports={[
                  ["/feeds?format=opml", feedWords[lang].asOpml],
                  ["/feeds?format=csv", feedWords[lang].asCsv],
                ]}
                path="/feeds/import"
                accept=".opml,.xml,.csv,.json"
                summary={({ added, unchanged, refused }) => feedWords[lang].imported(added.length, unchanged.length, refused.length)}
                onAdded={loaded.again}
              />
              {feeds.length === 0 ? (
                <Empty text={words.noFeeds} />
              ) : (
                <Table
                  again={loaded.again}
                  heard={heard}
                  feeds={feeds.toSorted((a, b) => rank(a) - rank(b) || a.outlet.localeCompare(b.outlet))}
                />
              )}
            </>
          );
        }}
      </Shown>
    </>
  );
};

const Table = ({ feeds, heard, again }: { feeds: readonly Feed[]; heard: Heard | undefined; again: () => void }) => {
  const { lang, words } = useSettings();
  const said = feedWords[lang];
  const [now] = useState(() => new Date());
  const parts = new Map(heard?.feeds.map((part) => [part.id, part]));
  const share = (id: string): string | undefined => {
    const part = parts.get(id);
    // A share of some hours says nothing: most of a new feed's time lies between two checks.
    return part === undefined || part.seconds < DAY_S ? undefined : said.heard(part.share, Math.round(part.seconds / DAY_S));
  };
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{words.outletColumn}</th>
          <th scope="col">{words.language}</th>
          <th scope="col">{words.healthColumn}</th>
          <th scope="col">{words.heardColumn}</th>
          <th scope="col">{words.stateColumn}</th>
        </tr>
      </thead>
      <tbody>
        {feeds.map((feed) => (
          <tr key={feed.id}>
            <th scope="row">
              {feed.outlet} {feed.sample && <span class="tag">{words.sample}</span>}
              <span class="address">{feed.url}</span>
              {feed.movedTo !== undefined && <span class="address">→ {feed.movedTo}</span>}
            </th>
            <td data-label={words.language}>
              {words.languages[feed.lang]} · {words.feedKinds[feed.kind]}
            </td>
            <td data-label={words.healthColumn}>
              <span class={`health health-${feed.enabled ? feed.health : "off"}`}>
                {feed.enabled ? words.health[feed.health] : words.notAsked}
              </span>
              {feed.enabled && !quiet.has(feed.health) && <span class="reason">{feed.reason[lang]}</span>}
              {feed.enabled && feed.failures > 1 && <span class="reason">{words.failures(feed.failures)}</span>}
              {feed.enabled && feed.offers !== undefined && <Moved feed={feed} offers={feed.offers} again={again} />}
            </td>
            <td data-label={words.heardColumn}>
              {feed.heardAt === undefined ? (
                <span class="muted">{words.never}</span>
              ) : (
                <time datetime={feed.heardAt} title={moment(feed.heardAt, words)}>
                  {ago(feed.heardAt, now, words)}
                </time>
              )}
              {feed.enabled && share(feed.id) !== undefined && <span class="reason">{share(feed.id)}</span>}
              {feed.nextCheckAt !== undefined && (
                <time class="reason" datetime={feed.nextCheckAt} title={moment(feed.nextCheckAt, words)}>
                  {words.nextCheck(ahead(feed.nextCheckAt, now, words))}
                </time>
              )}
            </td>
            <td data-label={words.stateColumn}>
              {feed.enabled ? words.on : words.off}
              {feed.enabled && <span class="reason">{said.since(day(feed.addedAt, words))}</span>}
              {feed.enabled && feed.backfill !== undefined && (
                <span class="reason">
                  {said.archive(feed.backfill.pages, feed.backfill.items)}; {said.archiveEnds[feed.backfill.state]}
                </span>
              )}
              {feed.note !== undefined && (
                <span class="reason" lang="en">
                  {feed.note}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Other addresses of a feed that does not do well. Nothing goes there until somebody says so. */
const Moved = ({ feed, offers, again }: { feed: Feed; offers: NonNullable<Feed["offers"]>; again: () => void }) => {
  const { lang } = useSettings();
  const said = feedWords[lang];
  const [failure, setFailure] = useState<{ readonly at: string; readonly why: Failure }>();
  const accept = async (url: string) => {
    try {
      await send("PATCH", `/feeds/${feed.id}`, { url });
      setFailure(undefined);
      again();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      setFailure({ at: url, why: error });
    }
  };
  if (failure?.why.status === 401 || failure?.why.status === 403) return <SignIn onDone={() => void accept(failure.at)} />;
  return (
    <>
      <span class="reason">{said.moved}</span>
      <Offers offers={offers} say={said.accept} choose={(url) => void accept(url)} />
      {failure !== undefined && (
        <p class="notice fault" role="alert">
          {failure.why.message}
        </p>
      )}
    </>
  );
};

const DAY_S = 86_400;

/** Those that need a look first, then those that do well, then those that are off. */
const rank = ({ enabled, health }: Feed): number => (!enabled ? 3 : answers({ health }) ? 2 : health === "new" ? 1 : 0);

/** Those of which something can be read; one that seems frozen needs a look. */
const answering: ReadonlySet<Health> = new Set(["ok", "unchanged", "moved", "undated", "empty"]);

const answers = ({ health }: Pick<Feed, "health">): boolean => answering.has(health);

/** Of which no more than the word is to be said. */
const quiet: ReadonlySet<Health> = new Set(["new", "ok", "unchanged"]);
