import { useEffect, useRef, useState } from "preact/hooks";
import { Failure, send } from "./api.ts";
import { day } from "./dates.ts";
import { entityWords } from "./entity-words.ts";
import { Marked } from "./marked.tsx";
import { useSettings } from "./settings.tsx";
import { Refused } from "./state.tsx";
import { Headline } from "./story-card.tsx";

/** A stored story that an entry would match. */
interface Would {
  readonly itemId: string;
  readonly at: string;
  readonly title: string;
  readonly outlet: string;
  readonly link?: string;
  readonly lang: string;
  readonly sentence: { readonly text: string; readonly start: number; readonly end: number };
}

interface Part {
  readonly since: string;
  readonly items: number;
  readonly matches: readonly Would[];
  readonly next?: string;
}

interface Found {
  readonly since: string;
  readonly items: number;
  readonly matches: readonly Would[];
  readonly isOver: boolean;
}

/** Stories that are shown; what is found beyond them is counted. */
const SHOWN = 20;

/** Reads the stored items for an entry that is not stored yet, part by part, until it is through or stopped. */
export const Trial = ({ draft }: { draft: object }) => {
  const { lang, words } = useSettings();
  const said = entityWords[lang];
  const [found, setFound] = useState<Found>();
  const [failure, setFailure] = useState<Failure>();
  const going = useRef(false);
  const end = () => {
    going.current = false;
    setFound((before) => before && { ...before, isOver: true });
  };
  // Whoever changes the entry asks anew.
  useEffect(
    () => () => {
      going.current = false;
    },
    [],
  );
  const run = async () => {
    going.current = true;
    setFailure(undefined);
    let sum: Found = { since: "", items: 0, matches: [], isOver: false };
    setFound(sum);
    try {
      for (let until: string | undefined; going.current;) {
        const part = await send<Part>("POST", "/entities/try", { entity: draft, ...(until !== undefined && { until }) });
        if (!going.current) return;
        sum = {
          since: part.since,
          items: sum.items + part.items,
          matches: [...sum.matches, ...part.matches],
          isOver: part.next === undefined,
        };
        setFound(sum);
        until = part.next;
        if (until === undefined) return;
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      end();
      setFailure(error);
    }
  };
  return (
    <>
      {found === undefined || found.isOver ? (
        <button type="button" class="quiet" onClick={() => void run()}>
          {said.try}
        </button>
      ) : (
        <button type="button" class="quiet" onClick={end}>
          {said.stop}
        </button>
      )}
      <Refused failure={failure} again={() => void run()} />
      <p role="status">
        {found !== undefined &&
          (found.isOver && found.since !== ""
            ? said.tried(found.matches.length, found.items, day(found.since, words))
            : said.trying(found.items))}
      </p>
      <ul class="plain">
        {found?.matches.slice(0, SHOWN).map(({ itemId, at, title, outlet, link, lang: of, sentence }) => (
          <li key={itemId} class="would" lang={of}>
            <Headline link={link}>{title}</Headline>{" "}
            <span class="muted">
              {outlet}, <time datetime={at}>{day(at, words)}</time>
            </span>
            {sentence.text !== title && (
              <span class="reason">
                <Marked text={sentence.text} ranges={[sentence]} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
};
