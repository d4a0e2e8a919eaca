import { useRef, useState } from "preact/hooks";
import { useAnswer } from "./answer.ts";
import type { Entity, Preview } from "./api.ts";
import { Failure, send } from "./api.ts";
import { useSettings } from "./settings.tsx";
import { Refused, Shown } from "./state.tsx";
import { subscribeWords } from "./subscribe-words.ts";

/** What is chosen; ids, empty where nobody is. */
interface Chosen {
  readonly who: string;
  readonly together: string;
  readonly days: number;
}

/** Subscribes an address to who comes back, alone or together with another; each choice is looked back on at once. */
export const SubscribeForm = () => {
  const loaded = useAnswer<{ entities: readonly Entity[] }>("/entities");
  return <Shown loaded={loaded}>{({ entities }) => <Form entities={entities} />}</Shown>;
};

const Form = ({ entities }: { entities: readonly Entity[] }) => {
  const { lang } = useSettings();
  const said = subscribeWords[lang];
  const [chosen, setChosen] = useState<Chosen>({ who: "", together: "", days: 30 });
  const [email, setEmail] = useState("");
  const [preview, setPreview] = useState<Preview>();
  const [notice, setNotice] = useState("");
  const [failure, setFailure] = useState<{ readonly why: Failure; readonly again: () => void }>();
  const latest = useRef(0);

  const attempt = async (sentence: string, again: () => void, work: () => Promise<string>) => {
    const turn = ++latest.current;
    setFailure(undefined);
    setNotice(sentence);
    try {
      const end = await work();
      if (turn === latest.current) setNotice(end);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // Whoever chose otherwise meanwhile is told of that.
      if (turn !== latest.current) return;
      setNotice("");
      setFailure({ why: error, again });
    }
  };
  const look = (next: Chosen): void => {
    setChosen(next);
    setPreview(undefined);
    if (next.who === "" || !(next.days >= 1)) return;
    const turn = latest.current + 1;
    void attempt(
      said.looking,
      () => look(next),
      async () => {
        const seen = await send<Preview>("POST", "/preview", choiceOf(next));
        if (turn === latest.current) setPreview(seen);
        return "";
      },
    );
  };
  const subscribe = (): void =>
    void attempt("…", subscribe, async () => {
      await send("POST", "/subscriptions", { ...choiceOf(chosen), lang, contact: { channel: "email", address: email.trim() } });
      return said.done;
    });

  const names = entities.map(({ id, name }) => [id, name[lang]] as const).toSorted(([, a], [, b]) => a.localeCompare(b, lang));
  return (
    <form
      class="panel fields"
      onSubmit={(event) => {
        event.preventDefault();
        subscribe();
      }}
    >
      <label>
        {said.who}
        <select name="who" required value={chosen.who} onChange={(event) => look({ ...chosen, who: event.currentTarget.value })}>
          <option value="">{said.choose}</option>
          {names.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {said.together}
        <select name="together" value={chosen.together} onChange={(event) => look({ ...chosen, together: event.currentTarget.value })}>
          <option value="">{said.alone}</option>
          {names
            .filter(([id]) => id !== chosen.who)
            .map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </select>
      </label>
      <label>
        {said.days}
        <input
          name="days"
          type="number"
          min={1}
          max={3650}
          required
          value={chosen.days}
          onChange={(event) => look({ ...chosen, days: event.currentTarget.valueAsNumber })}
        />
      </label>
      {preview !== undefined && <LookedBack preview={preview} follow={(together) => look({ ...chosen, together })} />}
      <label>
        {said.email}
        <input
          name="email"
          type="email"
          required
          autocomplete="email"
          maxLength={254}
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
      </label>
      <button type="submit">{said.subscribe}</button>
      <p role="status">{notice}</p>
      <Refused failure={failure?.why} again={() => failure?.again()} />
    </form>
  );
};

const choiceOf = ({ who, together, days }: Chosen) => ({
  select: together === "" || together === who ? { entities: [who] } : { together: [who, together] },
  trigger: "reappearance",
  silenceDays: days,
});

/** What the choice would have come to, and whom it can hardly ever tell. Of time that was not heard nothing is said. */
const LookedBack = ({ preview, follow }: { preview: Preview; follow: (together: string) => void }) => {
  const { lang } = useSettings();
  const said = subscribeWords[lang];
  const { total, heard, unheard, warnings } = preview;
  const days = Math.floor(preview.days);
  return (
    <div role="status" class="looked-back">
      <p>{days < 1 ? said.young : total > 0 ? said.told(total, days, heard) : said.nothing(days, heard)}</p>
      {unheard > 0 && <p>{said.heldBack(unheard)}</p>}
      {warnings.map(({ entity, name, namedDays, ofDays, heardDays, pair }) => (
        <div key={entity} class="notice">
          <p>
            {said.often(name[lang], namedDays, ofDays)} {heardDays < ofDays && said.heardDays(heardDays)}{" "}
            {pair !== undefined && said.pairTold(pair.alerts)}
          </p>
          {pair !== undefined && (
            <button type="button" onClick={() => follow(pair.entity)}>
              {said.pair(name[lang], pair.name[lang])}
            </button>
          )}
        </div>
      ))}
    </div>
  );
};
