import { Link } from "./address.tsx";
import { useAnswer } from "./answer.ts";
import type { MatchPage } from "./api.ts";
import { day } from "./dates.ts";
import { useSettings } from "./settings.tsx";

/** The last returns after 30 days or more: what the reader came for. */
export const Returns = () => {
  const { lang, words } = useSettings();
  const { answer } = useAnswer<MatchPage>("/matches?minGap=30&limit=40");
  if (answer === undefined) return null;
  // Several stories may tell of one return; the reader needs it once.
  const returns = [...new Map(answer.matches.toReversed().map((match) => [match.entity, match])).values()].toReversed().slice(0, 6);
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
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};
