import type { Match } from "./api.ts";
import { Link } from "./address.tsx";
import { day } from "./dates.ts";
import { useSettings } from "./settings.tsx";
import type { Words } from "./words.ts";

/** A silence of this many days makes a sighting a return worth a badge. */
const RETURN_DAYS = 30;

/** One entity of a story: who, after which silence, and why we think so. */
export const Found = ({ match }: { match: Match }) => {
  const { lang, words } = useSettings();
  const { gapDays, last } = match;
  return (
    <li class={`found kind-${match.kind}`}>
      <p class="who">
        <Link href={`/?entity=${match.entity}`}>{match.name[lang]}</Link> <span class="kind">{words.kinds[match.kind]}</span>
        {gapDays !== undefined && gapDays >= RETURN_DAYS && <strong class="back">{words.back(gapDays)}</strong>}
        {last === undefined && <span class="before">{words.first}</span>}
        {gapDays !== undefined && gapDays < RETURN_DAYS && <span class="before">{words.before(gapDays)}</span>}
      </p>
      {last !== undefined && gapDays !== undefined && gapDays >= RETURN_DAYS && (
        <p class="gap">
          {words.lastSeen} {day(last.at, words)},{" "}
          <Link href={`/stories/${last.storyId}`}>
            {last.outlet}: {last.title}
          </Link>
        </p>
      )}
      <p class="why">
        <span title={words.certainty(Math.round(match.confidence * 100))}>{certainty(match.confidence, words)}</span>
        {match.evidence.map(
          (evidence) => ` · ${evidence === "surname" && match.kind !== "official" ? words.shortName : words.evidence[evidence]}`,
        )}
        {` · ${words.prominence[match.prominence]}`}
      </p>
    </li>
  );
};

/** Confidence as people read it; 0.7 is where a match begins to count for silence. */
export const certainty = (confidence: number, words: Words): string =>
  confidence >= 0.9 ? words.certain : confidence >= 0.7 ? words.probable : words.possible;
