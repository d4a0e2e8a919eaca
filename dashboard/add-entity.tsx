import { useEffect, useState } from "preact/hooks";
import type { Doubt, Entity, Kind } from "./api.ts";
import { Failure, send } from "./api.ts";
import { blank, draftOf } from "./entity-draft.ts";
import type { Fields } from "./entity-draft.ts";
import { entityWords } from "./entity-words.ts";
import { useSettings } from "./settings.tsx";
import { Refused } from "./state.tsx";
import { Trial } from "./trial.tsx";

/** How long after the last stroke an entry is looked at, ms. */
const PAUSE_MS = 500;

interface Checked {
  readonly entity: { readonly id: string };
  readonly taken: boolean;
  readonly doubts: readonly Doubt[];
}

/** Watches somebody or something else: says while it is written what is doubtful, and what it would have matched. */
export const AddEntity = ({ entities, onAdded }: { entities: readonly Entity[]; onAdded: () => void }) => {
  const { lang } = useSettings();
  const said = entityWords[lang];
  const [fields, setFields] = useState<Fields>(blank);
  const [notice, setNotice] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const draft = draftOf(fields);
  const { checked, failure: unchecked, again } = useCheck(draft);
  const watch = async () => {
    setFailure(undefined);
    try {
      const { entity } = await send<{ entity: Entity }>("POST", "/entities", draft);
      setFields({ ...blank, kind: fields.kind });
      setNotice(said.watched(entity.name[lang]));
      onAdded();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      setNotice("");
      setFailure(error);
    }
  };
  return (
    <details class="panel">
      <summary>{said.add}</summary>
      <form
        class="fields bar"
        onSubmit={(event) => {
          event.preventDefault();
          void watch();
        }}
      >
        <EntityFields fields={fields} set={(change) => setFields({ ...fields, ...change })} offices={entities.filter(isOffice)} />
        <button type="submit" disabled={draft === undefined}>
          {said.watch}
        </button>
      </form>
      <p role="status">{notice}</p>
      <Refused failure={failure} again={() => void watch()} />
      {failure === undefined && <Refused failure={unchecked} again={again} />}
      {checked !== undefined && <Doubts checked={checked} />}
      {draft !== undefined && checked !== undefined && <Trial key={JSON.stringify(draft)} draft={draft} />}
    </details>
  );
};

const isOffice = ({ kind }: Entity): boolean => kind === "office";

/** What the API says of a draft, a little after it was last changed. */
const useCheck = (draft: object | undefined) => {
  const text = JSON.stringify(draft);
  const [known, setKnown] = useState<{ readonly of?: string; readonly checked?: Checked; readonly failure?: Failure }>({});
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (text === undefined) return undefined;
    let isLate = false;
    const timer = setTimeout(() => {
      send<Checked>("POST", "/entities/check", JSON.parse(text)).then(
        (checked) => isLate || setKnown({ of: text, checked }),
        (error: unknown) => isLate || setKnown({ of: text, failure: error instanceof Failure ? error : new Failure(-1, String(error)) }),
      );
    }, PAUSE_MS);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [text, tries]);
  const { checked, failure } = known.of === text ? known : {};
  return { checked, failure, again: () => setTries((n) => n + 1) };
};

const Doubts = ({ checked: { entity, taken, doubts } }: { checked: Checked }) => {
  const { lang } = useSettings();
  const said = entityWords[lang];
  if (!taken && doubts.length === 0) return <p class="muted">{said.sound}</p>;
  return (
    <div class="notice">
      {taken && <p>{said.taken(entity.id)}</p>}
      {doubts.length > 0 && (
        <>
          <p>{said.doubts}:</p>
          <ul>
            {doubts.map(({ problem, text, message }) => (
              <li key={`${problem} ${text}`}>{message[lang]}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
};

interface FieldProperties {
  readonly fields: Fields;
  readonly set: (change: Partial<Fields>) => void;
}

const EntityFields = ({ fields, set, offices }: FieldProperties & { offices: readonly Entity[] }) => {
  const { lang, words } = useSettings();
  const said = entityWords[lang];
  return (
    <>
      <label>
        {said.kind}
        <select value={fields.kind} onChange={(event) => set({ kind: event.currentTarget.value as Kind })}>
          {(Object.keys(words.kinds) as Kind[]).map((kind) => (
            <option key={kind} value={kind}>
              {words.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      {fields.kind === "official" ? (
        <>
          <Field {...{ fields, set }} name="given" label={said.given} hint={said.givenHint} required />
          <Field {...{ fields, set }} name="surname" label={said.surname} required />
          <Field {...{ fields, set }} name="maternal" label={said.maternal} />
          <label>
            {said.office}
            <select value={fields.office} onChange={(event) => set({ office: event.currentTarget.value })}>
              <option value="">{said.noOffice}</option>
              {offices.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name[lang]}
                </option>
              ))}
            </select>
          </label>
          {fields.office !== "" && (
            <label>
              {said.since}
              <input type="date" required value={fields.since} onInput={(event) => set({ since: event.currentTarget.value })} />
            </label>
          )}
        </>
      ) : (
        <>
          <Field {...{ fields, set }} name="name" label={said.name} required />
          <Field {...{ fields, set }} name="nameEs" label={said.nameEs} />
          <Lines {...{ fields, set }} name={fields.kind === "office" ? "titles" : "aliases"} />
        </>
      )}
    </>
  );
};

interface OneField extends FieldProperties {
  readonly name: keyof Fields;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
}

const Field = ({ fields, set, name, label, hint, required = false }: OneField) => (
  <label>
    {label}
    <input
      required={required}
      maxLength={200}
      value={fields[name]}
      placeholder={hint}
      onInput={(event) => set({ [name]: event.currentTarget.value })}
    />
  </label>
);

const Lines = ({ fields, set, name }: FieldProperties & { name: "aliases" | "titles" }) => {
  const { lang } = useSettings();
  return (
    <label>
      {entityWords[lang][name]}
      <textarea rows={3} required value={fields[name]} onInput={(event) => set({ [name]: event.currentTarget.value })} />
    </label>
  );
};
