import type { ComponentChildren } from "preact";
import { go, withParameter } from "./address.tsx";
import type { Entity, Feed, Kind } from "./api.ts";
import { useSettings } from "./settings.tsx";

/** The parameters of the address that are passed on to the API. */
export const filterNames: ReadonlySet<string> = new Set(["entity", "kind", "outlet", "language", "minGap"]);

const gaps = [7, 30, 90, 365];

/** What to show of the matches. Each choice changes the address at once. */
export const Filters = ({ address, entities, feeds }: { address: URL; entities: readonly Entity[]; feeds: readonly Feed[] }) => {
  const { lang, words } = useSettings();
  const active = [...filterNames].filter((name) => (address.searchParams.get(name) ?? "") !== "").length;
  const names = entities.map(({ id, name }) => [id, name[lang]] as const).toSorted(([, a], [, b]) => a.localeCompare(b, lang));
  const outlets = [...new Set(feeds.filter(({ kind }) => kind !== "aggregator").map(({ outlet }) => outlet))].toSorted((a, b) =>
    a.localeCompare(b, lang),
  );
  const choose = (name: string) => ({ name, address, label: "" });
  return (
    <details class="panel filters" open={matchMedia("(min-width: 60rem)").matches}>
      <summary>{words.activeFilters(active)}</summary>
      <form class="fields" onSubmit={(event) => event.preventDefault()}>
        <Choice {...choose("entity")} label={words.entity} options={names} />
        <Choice {...choose("kind")} label={words.kind} options={Object.entries(words.kinds) as [Kind, string][]} />
        <Choice {...choose("outlet")} label={words.outlet} options={outlets.map((outlet) => [outlet, outlet] as const)} />
        <Choice {...choose("language")} label={words.language} options={Object.entries(words.languages)} />
        <Choice
          {...choose("minGap")}
          label={words.silence}
          any={words.anyLength}
          options={gaps.map((n) => [String(n), words.atLeast(n)] as const)}
        />
      </form>
      {active > 0 && (
        <button type="button" class="quiet" onClick={() => go(address.pathname)}>
          {words.clear}
        </button>
      )}
    </details>
  );
};

const Choice = ({
  name,
  label,
  address,
  options,
  any,
}: {
  name: string;
  label: string;
  address: URL;
  options: readonly (readonly [value: string, text: string])[];
  any?: string;
}): ComponentChildren => {
  const { words } = useSettings();
  const value = address.searchParams.get(name) ?? "";
  // A value from a shared link stays visible even where it is none of the choices.
  const all = value === "" || options.some(([option]) => option === value) ? options : [[value, value] as const, ...options];
  return (
    <label>
      {label}
      <select name={name} value={value} onChange={(event) => go(withParameter(address, name, event.currentTarget.value), true)}>
        <option value="">{any ?? words.any}</option>
        {all.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
};
