import type { Match } from "./api.ts";
import { Link } from "./address.tsx";
import { ago, moment } from "./dates.ts";
import { Found, inReadingOrder } from "./found.tsx";
import { Marked } from "./marked.tsx";
import { useSettings } from "./settings.tsx";

/** The matches of one story, in the order they came. */
export interface StoryMatches {
  readonly storyId: string;
  readonly matches: readonly [Match, ...Match[]];
}

/** Puts the matches of one story together, where its first one stands. */
export const byStory = (matches: readonly Match[]): readonly StoryMatches[] => {
  const groups = new Map<string, [Match, ...Match[]]>();
  for (const match of matches) {
    const group = groups.get(match.storyId);
    if (group === undefined) groups.set(match.storyId, [match]);
    else if (!group.some(({ id }) => id === match.id)) group.push(match);
  }
  return [...groups].map(([storyId, matches]) => ({ storyId, matches }));
};

/** One story: its headline, and each entity with the sentence that names it. */
export const StoryCard = ({ storyId, matches, now }: StoryMatches & { now: Date }) => {
  const { words } = useSettings();
  const [first] = matches;
  const inHeadline = matches.filter(({ sentence, title }) => sentence.text === title);
  const below = [
    ...Map.groupBy(
      matches.filter(({ sentence, title }) => sentence.text !== title),
      ({ sentence }) => sentence.text,
    ),
  ];
  return (
    <article class="card" aria-labelledby={`story-${storyId}`}>
      <p class="eyebrow">
        <strong>{first.outlet}</strong>
        <span title={moment(first.at, words)}>
          <time datetime={first.at}>{ago(first.at, now, words)}</time> · {moment(first.at, words)}
        </span>
        {first.sample && <span class="tag">{words.sample}</span>}
        {first.retrospective && (
          <span class="tag" title={words.retrospectiveWhy}>
            {words.retrospective}
          </span>
        )}
        {first.baseline && (
          <span class="tag" title={words.baselineWhy}>
            {words.baseline}
          </span>
        )}
      </p>
      <h2 id={`story-${storyId}`} lang={first.lang}>
        <Headline link={first.link}>
          <Marked text={first.title} ranges={inHeadline.map(({ sentence }) => sentence)} />
        </Headline>
      </h2>
      {inHeadline.length > 0 && <FoundList matches={inHeadline} />}
      {below.map(([text, together]) => (
        <div class="quote" key={text}>
          <p class="sentence" lang={first.lang}>
            <Marked text={text} ranges={together.map(({ sentence }) => sentence)} />
          </p>
          <FoundList matches={together} />
        </div>
      ))}
      <p class="card-foot">
        <Link href={`/stories/${storyId}`} aria-describedby={`story-${storyId}`}>
          {words.wholeStory}
        </Link>
      </p>
    </article>
  );
};

const FoundList = ({ matches }: { matches: readonly Match[] }) => (
  <ul class="found-list">
    {inReadingOrder(matches).map((match) => (
      <Found key={match.id} match={match} />
    ))}
  </ul>
);

/** A headline that leads out, if its address is one that browsers may follow. */
export const Headline = ({ link, children }: { link?: string | undefined; children: preact.ComponentChildren }) =>
  link !== undefined && /^https?:\/\//i.test(link) ? (
    <a href={link} rel="noopener noreferrer nofollow" target="_blank">
      {children}
    </a>
  ) : (
    <>{children}</>
  );
