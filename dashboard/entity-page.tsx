import { useEffect } from "preact/hooks";
import { Link } from "./address.tsx";
import { useAnswer } from "./answer.ts";
import type { MatchPage, Name, Tenure, WatchedEntity } from "./api.ts";
import { day } from "./dates.ts";
import { entityPageWords } from "./entity-page-words.ts";
import { heardText } from "./found.tsx";
import { useSettings } from "./settings.tsx";
import { Empty, Shown } from "./state.tsx";
import { Timeline } from "./timeline.tsx";

/** Matches that are looked at for outlets and returns. */
const LOOKED_AT = 100;

/** One entity: when it was in the news and when not, with whom, who wrote of it, and the offices over time. */
export const EntityPage = ({ id, address }: { id: string; address: URL }) => {
  const { lang, words } = useSettings();
  const loaded = useAnswer<{ entities: readonly WatchedEntity[] }>("/watchlist");
  const entity = loaded.answer?.entities.find((one) => one.id === id);
  useEffect(() => {
    if (entity !== undefined) document.title = `${entity.name[lang]} · Vigía`;
  }, [entity, lang]);
  return (
    <Shown loaded={loaded}>
      {({ entities }) =>
        entity === undefined ? (
          <Empty text={words.noEntity(id)} />
        ) : (
          <>
            <header class={`entity-title kind-${entity.kind}`}>
              <h1>{entity.name[lang]}</h1>
              <p>
                <span class="kind">{words.kinds[entity.kind]}</span> ·{" "}
                <Link href={`/?entity=${id}`}>{entityPageWords[lang].allMatches}</Link>
              </p>
            </header>
            <Timeline id={id} name={entity.name[lang]} address={address} />
            <div class="halves">
              <Returns id={id} />
              <Together id={id} />
              <Offices entity={entity} entities={entities} />
            </div>
          </>
        )
      }
    </Shown>
  );
};

const Together = ({ id }: { id: string }) => {
  const { lang } = useSettings();
  const said = entityPageWords[lang];
  const loaded = useAnswer<{ with: readonly { entity: string; name: Name; stories: number }[] }>(`/stats/together?entity=${id}`);
  return (
    <section class="panel" aria-labelledby="together">
      <h2 id="together">{said.together}</h2>
      <Shown loaded={loaded}>
        {({ with: others }) =>
          others.length === 0 ? (
            <p>{said.nobody}</p>
          ) : (
            <ol class="plain">
              {others.slice(0, 8).map(({ entity, name, stories }) => (
                <li key={entity}>
                  <Link href={`/entities/${entity}`}>{name[lang]}</Link> <span class="muted">{said.inStories(stories)}</span>
                </li>
              ))}
            </ol>
          )
        }
      </Shown>
    </section>
  );
};

/** When it came back after a month or more, and who wrote of it. */
const Returns = ({ id }: { id: string }) => {
  const { lang, words } = useSettings();
  const said = entityPageWords[lang];
  const loaded = useAnswer<MatchPage>(`/matches?entity=${id}&limit=${LOOKED_AT}`);
  return (
    <section class="panel" aria-labelledby="returns">
      <h2 id="returns">{said.returns}</h2>
      <Shown loaded={loaded}>
        {({ matches }) => {
          const back = matches.filter(
            (match) => (match.gapDays ?? 0) >= 30 && !match.retrospective && !match.baseline && match.confidence >= 0.7,
          );
          const outlets = [...Map.groupBy(matches, ({ outlet }) => outlet)].toSorted(([, a], [, b]) => b.length - a.length);
          return (
            <>
              {back.length === 0 ? (
                <p>{said.noReturns}</p>
              ) : (
                <ol class="plain">
                  {back.slice(0, 8).map((match) => (
                    <li key={match.id}>
                      <Link href={`/stories/${match.storyId}`}>{day(match.at, words)}</Link>{" "}
                      <span class="muted">
                        {words.back(match.gapDays ?? 0)}
                        {heardText(match, words)}
                      </span>
                    </li>
                  ))}
                </ol>
              )}
              {outlets.length > 0 && (
                <>
                  <h3>{said.outlets(matches.length)}</h3>
                  <ul class="plain">
                    {outlets.slice(0, 8).map(([outlet, theirs]) => (
                      <li key={outlet}>
                        {outlet} <span class="muted">{theirs.length.toLocaleString(words.locale)}</span>
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </>
          );
        }}
      </Shown>
    </section>
  );
};

/** Of an office who held it, of a person which offices; newest first. */
const Offices = ({ entity, entities }: { entity: WatchedEntity; entities: readonly WatchedEntity[] }) => {
  const { lang } = useSettings();
  const said = entityPageWords[lang];
  const isOffice = entity.kind === "office";
  const terms = isOffice
    ? (entity.tenures ?? []).map((tenure) => ({ of: tenure.holder, tenure }))
    : entities.flatMap(({ id, tenures = [] }) =>
        tenures.filter(({ holder }) => holder === entity.id).map((tenure) => ({ of: id, tenure })),
      );
  if (terms.length === 0) return null;
  const names = new Map(entities.map(({ id, name }) => [id, name[lang]]));
  return (
    <section class="panel" aria-labelledby="offices">
      <h2 id="offices">{isOffice ? said.holders : said.offices}</h2>
      <ol class="plain">
        {terms
          .toSorted((a, b) => (a.tenure.from < b.tenure.from ? 1 : -1))
          .map(({ of, tenure }) => (
            <li key={`${of} ${tenure.from}`}>
              {names.has(of) ? <Link href={`/entities/${of}`}>{names.get(of)}</Link> : of} <Term tenure={tenure} />
            </li>
          ))}
      </ol>
    </section>
  );
};

const Term = ({ tenure: { from, to, verifiedUntil, source } }: { tenure: Tenure }) => {
  const { lang, words } = useSettings();
  const said = entityPageWords[lang];
  // A day of a calendar is the same day everywhere.
  const on = (date: string) => day(`${date}T00:00:00Z`, { ...words, timeZone: "UTC" });
  return (
    <span class="muted" title={said.source(source)}>
      {said.term(on(from), to === undefined ? undefined : on(to))}
      {to === undefined && `, ${said.unverified(on(verifiedUntil))}`}
    </span>
  );
};
