import { useMemo } from "preact/hooks";
import { go, withParameter } from "./address.tsx";
import { useAnswer } from "./answer.ts";
import type { ChangeNote, Bucket } from "./api.ts";
import { Chart } from "./chart.tsx";
import { day } from "./dates.ts";
import { entityPageWords } from "./entity-page-words.ts";
import { useSettings } from "./settings.tsx";
import { Shown } from "./state.tsx";

const spans = ["30", "90"] as const;
const DAY_MS = 86_400_000;

/** How often an entity was in the news, and how far that time was heard: as a picture, a sentence and a table. */
export const Timeline = ({ id, name, address }: { id: string; name: string; address: URL }) => {
  const { lang, words } = useSettings();
  const said = entityPageWords[lang];
  const span = spans.find((one) => one === address.searchParams.get("span")) ?? "90";
  // By days, so that the address asked for stays the same all day, and its answer fresh for a 304.
  const since = useMemo(
    () => new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - Number(span) * DAY_MS).toISOString().slice(0, 10),
    [span],
  );
  const tz = words.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const asked = new URLSearchParams({ entity: id, bucket: "day", since, tz });
  const loaded = useAnswer<{ buckets: readonly Bucket[] }>(`/stats/timeline?${asked}`);
  const { answer: changed } = useAnswer<{ changes: readonly ChangeNote[] }>(`/changes?since=${since}`);
  const changes = useMemo(
    () => (changed?.changes ?? []).filter((one) => one.kind !== "watchlist" || one.id === id).map(({ at }) => at),
    [changed, id],
  );
  return (
    <section class="panel" aria-labelledby="timeline">
      <h2 id="timeline">{said.timeline}</h2>
      <div class="fields narrow">
        <label>
          {said.span}
          <select value={span} onChange={(event) => go(withParameter(address, "span", event.currentTarget.value), true)}>
            {spans.map((one) => (
              <option key={one} value={one}>
                {said.spans[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Shown loaded={loaded}>
        {({ buckets }) => (
          <>
            <Chart buckets={buckets} changes={changes} label={said.chart(name)} words={words} />
            <p>{said.summary(storiesIn(buckets), heardIn(buckets))}</p>
            <p class="muted">
              {said.unheard} {changes.length > 0 && said.changes}
            </p>
            <Figures buckets={buckets} />
          </>
        )}
      </Shown>
    </section>
  );
};

const storiesIn = (buckets: readonly Bucket[]): number => buckets.reduce((sum, { stories = 0 }) => sum + stories, 0);

/** How far all of it was heard, percent; never 100 where something was missed. */
const heardIn = (buckets: readonly Bucket[]): number => {
  const lengths = buckets.map(({ from, to }) => Date.parse(to) - Date.parse(from));
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const heard = buckets.reduce((sum, bucket, n) => sum + bucket.heard * (lengths[n] ?? 0), 0);
  return all === 0 ? 0 : Math.floor((heard / all) * 100);
};

const Figures = ({ buckets }: { buckets: readonly Bucket[] }) => {
  const { lang, words } = useSettings();
  const said = entityPageWords[lang];
  return (
    <details>
      <summary>{said.asTable}</summary>
      <table class="rows figures">
        <thead>
          <tr>
            <th scope="col">{said.from}</th>
            <th scope="col">{said.stories}</th>
            <th scope="col">{said.heard}</th>
          </tr>
        </thead>
        <tbody>
          {buckets.toReversed().map(({ from, stories = 0, heard }) => (
            <tr key={from}>
              <th scope="row">{day(from, words)}</th>
              <td class="number" data-label={said.stories}>
                {stories.toLocaleString(words.locale)}
              </td>
              <td class="number" data-label={said.heard}>
                {Math.floor(heard * 100)} %
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
};
