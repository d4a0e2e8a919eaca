import { useState } from "preact/hooks";
import type { Entity } from "./api.ts";
import { Failure, send } from "./api.ts";
import { entityWords } from "./entity-words.ts";
import { useSettings } from "./settings.tsx";
import { Refused } from "./state.tsx";

const blank = { office: "", holder: "", from: "", source: "" };

/** "X left, Y took office on that day": one form, since the one follows from the other. */
export const Succession = ({ entities, onDone }: { entities: readonly Entity[]; onDone: () => void }) => {
  const { lang } = useSettings();
  const said = entityWords[lang];
  const [fields, setFields] = useState(blank);
  const [notice, setNotice] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const set = (change: Partial<typeof blank>) => setFields({ ...fields, ...change });
  const nameOf = (id: string) => entities.find((entity) => entity.id === id)?.name[lang] ?? id;
  const enter = async () => {
    const { office, holder, from, source } = fields;
    setFailure(undefined);
    try {
      await send("POST", `/entities/${office}/tenures`, { holder, from, ...(source.trim() !== "" && { source: source.trim() }) });
      setNotice(said.entered(nameOf(office), nameOf(holder)));
      setFields(blank);
      onDone();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      setNotice("");
      setFailure(error);
    }
  };
  const choice = (name: "office" | "holder", kind: Entity["kind"], label: string) => (
    <label>
      {label}
      <select required value={fields[name]} onChange={(event) => set({ [name]: event.currentTarget.value })}>
        <option value="" />
        {entities
          .filter((entity) => entity.kind === kind)
          .toSorted((a, b) => a.name[lang].localeCompare(b.name[lang], lang))
          .map(({ id, name: called }) => (
            <option key={id} value={id}>
              {called[lang]}
            </option>
          ))}
      </select>
    </label>
  );
  return (
    <details class="panel">
      <summary>{said.succession}</summary>
      <form
        class="fields bar"
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        {choice("office", "office", said.office)}
        {choice("holder", "official", said.successor)}
        <label>
          {said.from}
          <input type="date" required value={fields.from} onInput={(event) => set({ from: event.currentTarget.value })} />
        </label>
        <label>
          {said.source}
          <input maxLength={300} value={fields.source} onInput={(event) => set({ source: event.currentTarget.value })} />
        </label>
        <button type="submit">{said.enter}</button>
      </form>
      <p role="status">{notice}</p>
      <Refused failure={failure} again={() => void enter()} />
    </details>
  );
};
