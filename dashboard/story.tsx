import { useEffect } from "preact/hooks";
import { Link } from "./address.tsx";
import { useAnswer } from "./answer.ts";
import type { Match, Member, Story } from "./api.ts";
import { moment } from "./dates.ts";
import { Found, inReadingOrder } from "./found.tsx";
import { Marked } from "./marked.tsx";
import { useSettings } from "./settings.tsx";
import { Shown } from "./state.tsx";
import { Headline } from "./story-card.tsx";
import { storyWords } from "./story-words.ts";

/** One story: all its tellings, and whom it names. */
export const StoryPage = ({ id }: { id: string }) => {
  const { words } = useSettings();
  const loaded = useAnswer<Story>(`/stories/${encodeURIComponent(id)}`);
  const headline = loaded.answer === undefined ? undefined : titleOf(loaded.answer);
  useEffect(() => {
    document.title = `${headline ?? words.story} · Vigía`;
  }, [headline, words]);
  return <Shown loaded={loaded}>{(story) => <Whole story={story} />}</Shown>;
};

const inOrder = (members: readonly Member[]): readonly Member[] =>
  members.toSorted((a, b) => (a.published ?? "").localeCompare(b.published ?? ""));

const titleOf = ({ members, matches }: Story): string | undefined => inOrder(members)[0]?.title ?? matches[0]?.title;

const Whole = ({ story }: { story: Story }) => {
  const { lang, words } = useSettings();
  const said = storyWords[lang];
  const members = inOrder(story.members);
  const [first] = members;
  const sentences = [...Map.groupBy(story.matches, ({ sentence }) => sentence.text)];
  return (
    <article class="story">
      <p class="eyebrow">
        {words.story}
        {story.matches.some(({ sample }) => sample) && <span class="tag">{words.sample}</span>}
        {story.matches.some(({ retrospective }) => retrospective) && (
          <span class="tag" title={words.retrospectiveWhy}>
            {words.retrospective}
          </span>
        )}
      </p>
      <h1 lang={first?.lang}>{titleOf(story)}</h1>
      <h2>{said.members(members.length)}</h2>
      <ul class="members">
        {members.map((member) => (
          <li key={member.itemId}>
            <strong>{member.outlet}</strong>{" "}
            <span lang={member.lang}>
              <Headline link={member.link}>{member.title}</Headline>
            </span>{" "}
            {member.published !== undefined && (
              <time class="muted" datetime={member.published}>
                {moment(member.published, words)}
              </time>
            )}
          </li>
        ))}
      </ul>
      <h2>{said.named}</h2>
      {sentences.map(([text, matches]) => (
        <Sentence key={text} text={text} matches={matches} />
      ))}
      {story.sameEvent.length > 0 && (
        <>
          <h2>{said.sameEvent}</h2>
          <ul class="members">
            {story.sameEvent.map(({ id, at }) => (
              <li key={id}>
                <Link href={`/stories/${id}`}>{said.storyOf(moment(at, words))}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
};

const Sentence = ({ text, matches }: { text: string; matches: readonly Match[] }) => (
  <div class="quote">
    <p class="sentence" lang={matches[0]?.lang}>
      <Marked text={text} ranges={matches.map(({ sentence }) => sentence)} />
    </p>
    <ul class="found-list">
      {inReadingOrder(matches).map((match) => (
        <Found key={match.id} match={match} />
      ))}
    </ul>
  </div>
);
