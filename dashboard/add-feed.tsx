import { useState } from "preact/hooks";
import type { Check, Feed, Offer } from "./api.ts";
import { Failure, get, send } from "./api.ts";
import { moment } from "./dates.ts";
import { feedWords } from "./feed-words.ts";
import { useSettings } from "./settings.tsx";
import { Refused } from "./state.tsx";
import type { Lang } from "./words.ts";

/** Looks whether there is a feed at an address, and follows it: the server is asked once for both. */
export const AddFeed = ({ onAdded }: { onAdded: () => void }) => {
  const { lang } = useSettings();
  const said = feedWords[lang];
  const [address, setAddress] = useState("");
  const [check, setCheck] = useState<Check>();
  const [notice, setNotice] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const attempt = async (sentence: string, work: () => Promise<string>) => {
    setFailure(undefined);
    setNotice(sentence);
    try {
      setNotice(await work());
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      setNotice("");
      setFailure(error);
    }
  };
  const look = (url: string) => {
    setAddress(url);
    setCheck(undefined);
    return attempt(said.looking, async () => {
      const found = await lookedAt(url.trim());
      setCheck(found);
      return found.state === "asking" ? said.late : "";
    });
  };
  const follow = (fields: Readonly<Record<string, string>>) =>
    attempt(said.following, async () => {
      const added = await send<Feed>("POST", "/feeds", { url: check?.url, ...fields });
      const feed = await repeated(
        () => get<Feed>(`/feeds/${added.id}`),
        ({ health }) => health !== "new",
      );
      setCheck(undefined);
      setAddress("");
      onAdded();
      return feed.failures > 0 ? feed.reason[lang] : said.followed(feed.outlet);
    });
  return (
    <details class="panel">
      <summary>{said.add}</summary>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void look(address);
        }}
      >
        <label>
          {said.address}
          <input type="url" required value={address} placeholder="https://…" onInput={(event) => setAddress(event.currentTarget.value)} />
        </label>
        <button type="submit">{said.look}</button>
      </form>
      <p role="status">{notice}</p>
      <Refused failure={failure} again={() => void look(address)} />
      {check?.state === "done" && <Found check={check} look={(url) => void look(url)} follow={(fields) => void follow(fields)} />}
    </details>
  );
};

interface FoundProperties {
  readonly check: Check;
  readonly look: (url: string) => void;
  readonly follow: (fields: Readonly<Record<string, string>>) => void;
}

/** A feed with what it will be called, to be mended; or why there is none, and the feeds that the page names. */
const Found = ({ check: { feed, reason, offers }, look, follow }: FoundProperties) => {
  const { lang, words } = useSettings();
  const said = feedWords[lang];
  if (feed === undefined)
    return (
      <>
        <p>{reason?.[lang]}</p>
        <Offers offers={offers} say={said.choose} choose={look} />
      </>
    );
  return (
    <>
      <p>
        {said.found(feed.title ?? said.untitled, feed.items)} {feed.newest !== undefined && said.newest(moment(feed.newest, words))}
      </p>
      <FeedForm suggested={feed.suggested} follow={follow} />
    </>
  );
};

const FeedForm = ({ suggested, follow }: Pick<FoundProperties, "follow"> & { suggested: NonNullable<Check["feed"]>["suggested"] }) => {
  const { lang, words } = useSettings();
  const said = feedWords[lang];
  return (
    <form
      class="fields bar"
      onSubmit={(event) => {
        event.preventDefault();
        follow(
          Object.fromEntries(
            [...new FormData(event.currentTarget)].filter((field): field is [string, string] => typeof field[1] === "string"),
          ),
        );
      }}
    >
      <label>
        {said.outlet}
        <input name="outlet" required maxLength={120} defaultValue={suggested.outlet} />
      </label>
      <label>
        {said.language}
        <select name="lang">
          {(["en", "es"] satisfies Lang[]).map((one) => (
            <option key={one} value={one} selected={one === (suggested.lang ?? lang)}>
              {words.languages[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {said.country}
        <input name="country" required pattern="[A-Z]{2}" defaultValue={suggested.country} placeholder="MX" />
      </label>
      <label>
        {said.kind}
        <select name="kind">
          {Object.entries(words.feedKinds).map(([kind, name]) => (
            <option key={kind} value={kind} selected={kind === suggested.kind}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {said.timezone}
        <input name="timezone" required defaultValue={suggested.timezone} />
      </label>
      <button type="submit">{said.follow}</button>
    </form>
  );
};

/** Addresses, each with a button that chooses it. */
export const Offers = ({
  offers,
  say,
  choose,
}: {
  offers: readonly Offer[];
  say: (url: string) => string;
  choose: (url: string) => void;
}) => (
  <ul class="offers">
    {offers.map(({ url, title }) => (
      <li key={url}>
        {title !== undefined && <span>{title} </span>}
        <button type="button" onClick={() => choose(url)}>
          {say(url)}
        </button>
      </li>
    ))}
  </ul>
);

const lookedAt = async (url: string): Promise<Check> => {
  const begun = await send<Check>("POST", "/feeds/checks", { url });
  if (begun.state === "done") return begun;
  const answer = async (): Promise<Check> => {
    try {
      return await get<Check>(`/feeds/checks/${begun.id}`);
    } catch (error) {
      // Nobody has begun yet.
      if (error instanceof Failure && error.status === 404) return begun;
      throw error;
    }
  };
  return repeated(answer, ({ state }) => state === "done");
};

/** Asks until it is so, for 45 seconds at most. */
const repeated = async <Answer,>(ask: () => Promise<Answer>, isSo: (answer: Answer) => boolean): Promise<Answer> => {
  const end = performance.now() + 45_000;
  for (;;) {
    const answer = await ask();
    if (isSo(answer) || performance.now() > end) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, 600);
    });
  }
};
