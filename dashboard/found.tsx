import type { Evidence, Match } from "./api.ts";
import { Link } from "./address.tsx";
import { day } from "./dates.ts";
import { useSettings } from "./settings.tsx";
import type { Words } from "./words.ts";

/** A silence of this many days makes a sighting a return worth a badge. */
const RETURN_DAYS = 30;

/** One entity of a story: who, after which silence, and why we think so. */
export const Found = ({ match }: { match: Match }) => {
  const { lang, words } = useSettings();
  const { gapDays, last, retrospective, baseline } = match;
  // What no alert may call a return is not called one here.
  const back = gapDays !== undefined && gapDays >= RETURN_DAYS && !retrospective && !baseline;
  return (
    <li class={`found kind-${match.kind}`}>
      <p class="who">
        <Link href={`/?entity=${match.entity}`}>{match.name[lang]}</Link> <span class="kind">{words.kinds[match.kind]}</span>
        {back && <strong class="back">{words.back(gapDays)}</strong>}
        {last === undefined && <span class="before">{words.first}</span>}
        {gapDays !== undefined && !back && <span class="before">{words.before(gapDays)}</span>}
      </p>
      {last !== undefined && back && (
        <p class="gap">
          {words.lastSeen} {day(last.at, words)},{" "}
          <Link href={`/stories/${last.storyId}`}>
            {last.outlet}: {last.title}
          </Link>
          {heardText(match, words)}
        </p>
      )}
      <p class="why">
        <span title={words.certainty(Math.round(match.confidence * 100))}>{certainty(match.confidence, words)}</span>
        {match.evidence.map((evidence) => ` · ${evidenceText(evidence, match, words)}`)}
        {` · ${words.prominence[match.prominence]}`}
      </p>
    </li>
  );
};

/** What may be said of the silence before a return, as the mails say it. */
export const heardText = ({ heard, gapDays = 0 }: Pick<Match, "heard" | "gapDays">, words: Words): string => {
  if (heard === undefined) return "";
  // Three places were stored; rounded down, nobody is told that more was heard than was.
  const percent = Math.floor(Math.round(heard * 1000) / 10);
  const said = words.heardOf(percent, gapDays > LEDGER_DAYS ? LEDGER_DAYS : undefined);
  return `; ${heard < HEARD_ENOUGH ? `${said}: ${words.notObserved}` : said}`;
};

/** What the API says of: from here on a silence was observed, and how far the ledger of listening reaches back. */
const [HEARD_ENOUGH, LEDGER_DAYS] = [0.8, 366];

const evidenceText = (evidence: Evidence, { kind }: Match, words: Words): string => {
  if (kind !== "official" && evidence === "name") return words.ownName;
  if (kind !== "official" && evidence === "surname") return words.shortName;
  return words.evidence[evidence];
};

/** Entities in the order in which the sentence names them. */
export const inReadingOrder = (matches: readonly Match[]): readonly Match[] =>
  matches.toSorted((a, b) => a.sentence.start - b.sentence.start);

/** Confidence as people read it; 0.7 is where a match begins to count for silence. */
export const certainty = (confidence: number, words: Words): string =>
  confidence >= 0.85 ? words.certain : confidence >= 0.7 ? words.probable : words.possible;
