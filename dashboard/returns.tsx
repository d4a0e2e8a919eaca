import { Link } from "./address.tsx";
import { useAnswer } from "./answer.ts";
import type { MatchPage } from "./api.ts";
import { day } from "./dates.ts";
import { heardText } from "./found.tsx";
import { useSettings } from "./settings.tsx";

const SHOWN = 6;
/** From here on a match counts for silence, as the API's documentation says. */
const SIGHTING_CONFIDENCE = 0.7;

/** The last returns after 30 days or more: what the reader came for. */
export const Returns = () => {
  const { lang, words } = useSettings();
  const { answer } = useAnswer<MatchPage>("/matches?minGap=30&limit=40");
  if (answer === undefined) return null;
  // Several stories may tell of one return; the reader needs it once.
  // A look back, the archive, or what is only possible, brings nobody back.
  const sightings = answer.matches.filter((m) => !m.retrospective && !m.baseline && m.confidence >= SIGHTING_CONFIDENCE);
  const returns = [...new Map(sightings.toReversed().map((match) => [match.entity, match])).values()].toReversed().slice(0, SHOWN);
  return (
    <section class="panel returns" aria-labelledby="returns">
      <h2 id="returns">{words.returns}</h2>
      {returns.length === 0 ? (
        <p>{words.returnsNone}</p>
      ) : (
        <ol>
          {returns.map((match) => (
            <li key={match.id}>
              <Link href={`/stories/${match.storyId}`}>{match.name[lang]}</Link>
              <span>
                {words.back(match.gapDays ?? 0)} · {day(match.at, words)}
                {heardText(match, words)}
              </span>
            </li>
          ))}
        </ol>
      )}
      {returns.length > 0 && <p>{words.returnsNote}</p>}
    </section>
  );
};
