import { go, Link, withParameter } from "./address.tsx";
import { AddEntity } from "./add-entity.tsx";
import { useAnswer } from "./answer.ts";
import type { Entity, ImportedEntities, Kind } from "./api.ts";
import { day } from "./dates.ts";
import { entityWords } from "./entity-words.ts";
import { Files } from "./files.tsx";
import { useSettings } from "./settings.tsx";
import { Succession } from "./succession.tsx";
import { Empty, Shown } from "./state.tsx";
import { Headline } from "./story-card.tsx";
import type { Lang } from "./words.ts";

const orders = ["recent", "silent", "name"] as const;
type Order = (typeof orders)[number];

/** The watchlist: who was seen when, and who is silent. */
export const Entities = ({ address }: { address: URL }) => {
  const { lang, words } = useSettings();
  const loaded = useAnswer<{ entities: readonly Entity[] }>("/entities");
  const search = address.searchParams.get("q") ?? "";
  const kind = address.searchParams.get("kind") ?? "";
  const order = orders.find((name) => name === address.searchParams.get("sort")) ?? "recent";
  const set = (name: string, value: string) => go(withParameter(address, name, value), true);
  return (
    <>
      <h1>{words.entities}</h1>
      <div class="fields bar" role="search">
        <label>
          {words.search}
          <input type="search" value={search} onInput={(event) => set("q", event.currentTarget.value)} />
        </label>
        <label>
          {words.kind}
          <select value={kind} onChange={(event) => set("kind", event.currentTarget.value)}>
            <option value="">{words.any}</option>
            {(Object.keys(words.kinds) as Kind[]).map((name) => (
              <option key={name} value={name}>
                {words.kinds[name]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.sort}
          <select value={order} onChange={(event) => set("sort", event.currentTarget.value)}>
            {orders.map((name) => (
              <option key={name} value={name}>
                {words.sorts[name]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Shown loaded={loaded}>
        {({ entities }) => {
          const shown = entities.filter(
            (entity) => (kind === "" || entity.kind === kind) && folded(`${entity.name.en} ${entity.name.es}`).includes(folded(search)),
          );
          return (
            <>
              <AddEntity entities={entities} onAdded={loaded.again} />
              <Succession entities={entities} onDone={loaded.again} />
              <Files<ImportedEntities>
                said={entityWords[lang]}
                exports={[
                  ["/watchlist?format=csv", entityWords[lang].asCsv],
                  ["/watchlist", entityWords[lang].asJson],
                ]}
                path="/entities/import"
                accept=".csv,.json"
                summary={({ added, changed, unchanged, refused }) =>
                  entityWords[lang].imported(added.length, changed.length, unchanged.length, refused.length)
                }
                onAdded={loaded.again}
              />
              <p class="list-foot" role="status">
                {words.entityCount(shown.length)}. {words.silenceNote}
              </p>
              {shown.length === 0 ? <Empty text={words.noEntities} /> : <Table entities={sorted(shown, order, lang)} />}
            </>
          );
        }}
      </Shown>
    </>
  );
};

const Table = ({ entities }: { entities: readonly Entity[] }) => {
  const { lang, words } = useSettings();
  const longest = Math.max(1, ...entities.map(({ silentDays }) => silentDays ?? 0));
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{words.nameColumn}</th>
          <th scope="col">{words.kind}</th>
          <th scope="col">{words.lastSeenColumn}</th>
          <th scope="col">{words.silentColumn}</th>
          <th scope="col">{words.latestColumn}</th>
        </tr>
      </thead>
      <tbody>
        {entities.map(({ id, name, kind, lastSighting, silentDays }) => (
          <tr key={id}>
            <th scope="row">
              <Link href={`/entities/${id}`}>{name[lang]}</Link>
            </th>
            <td class={`kind-${kind}`}>
              <span class="kind">{words.kinds[kind]}</span>
            </td>
            <td data-label={words.lastSeenColumn}>
              {lastSighting === undefined ? (
                <span class="muted">{words.notSeen}</span>
              ) : (
                <time datetime={lastSighting.at}>{day(lastSighting.at, words)}</time>
              )}
            </td>
            <td class="number" data-label={words.silentColumn}>
              {silentDays === undefined ? (
                <span class="muted">—</span>
              ) : (
                <>
                  {silentDays.toLocaleString(words.locale)}
                  <meter class="silence" min={0} max={longest} value={silentDays} aria-hidden="true" />
                </>
              )}
            </td>
            <td data-label={words.latestColumn}>
              {lastSighting !== undefined && (
                <>
                  <Headline link={lastSighting.link}>{lastSighting.title}</Headline> <span class="muted">{lastSighting.outlet}</span>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Never seen comes last in every order but the one by name. */
const sorted = (entities: readonly Entity[], order: Order, lang: Lang): readonly Entity[] => {
  const byName = (a: Entity, b: Entity) => a.name[lang].localeCompare(b.name[lang], lang);
  if (order === "name") return entities.toSorted(byName);
  const sign = order === "recent" ? -1 : 1;
  return entities.toSorted((a, b) => {
    const [x, y] = [a.lastSighting?.at, b.lastSighting?.at];
    if (x === undefined || y === undefined) return x === y ? byName(a, b) : x === undefined ? 1 : -1;
    return x === y ? byName(a, b) : x < y ? -sign : sign;
  });
};

const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
