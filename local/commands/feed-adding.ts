import { type Api, CommandFault } from "../api-client.ts";
import type { Action, Given, Printed } from "./remote.ts";

type CheckAnswer = Awaited<ReturnType<Api["checkAddress"]>>;

const single = { type: "string" } as const;

/** `vigia feeds check URL`: one GET, made by the running Vigía. Status 1 where there is no feed. */
export const check: Action = {
  usage: "URL",
  summary: "is there a feed at this address, or which feeds does the page name? Nothing is changed",
  words: 1,
  run: async (api, { words: [url = ""] }) => {
    const value = await checked(api, url);
    return { value, text: sayCheck(value), ...(value.feed === undefined && { status: 1 }) };
  },
};

/** `vigia feeds add URL`: looks first, so that what is not said can be taken from the document; both cost one GET together. */
export const add: Action = {
  usage: "URL [--outlet NAME] [--lang en|es] [--country US|MX|…]",
  summary: `follow a feed, or the one that a page names; what is left out is taken from the document
      also --kind government|media|research|aggregator, --timezone ZONE, --id ID, --note TEXT`,
  words: 1,
  options: { outlet: single, lang: single, country: single, kind: single, timezone: single, id: single, note: single },
  run: async (api, given) => {
    const { url, suggested } = await feedBehind(api, given);
    const said = Object.fromEntries(names.map((name) => [name, given.one(name) ?? suggested?.[name]]));
    const missing = ["outlet", "lang", "country"].filter((name) => said[name] === undefined);
    if (missing.length > 0)
      throw new CommandFault(`The document does not say all of it. Add ${missing.map((name) => `--${name}`).join(", ")}.`);
    const added = await api.addFeed({ ...said, url, id: given.one("id"), note: given.one("note") });
    return followed(api, added.id);
  },
};

const names = ["outlet", "lang", "country", "kind", "timezone"] as const;

type Suggested = NonNullable<CheckAnswer["feed"]>["suggested"];

/** The feed's address and what its document suggests. Whoever says everything is taken at their word, and the address is asked when it is followed. */
const feedBehind = async (api: Api, { words: [url = ""], one }: Given): Promise<{ url: string; suggested?: Suggested }> => {
  if (one("outlet") !== undefined && one("lang") !== undefined && one("country") !== undefined) return { url };
  const found = await checked(api, url);
  if (found.feed !== undefined) return { url, suggested: found.feed.suggested };
  const [only, ...others] = found.offers;
  if (only === undefined || others.length > 0) throw new CommandFault(sayCheck(found));
  const named = await checked(api, only.url);
  if (named.feed === undefined) throw new CommandFault(`${sayCheck(found)}\n${sayCheck(named)}`);
  return { url: only.url, suggested: named.feed.suggested };
};

/** How a feed does once it was asked for the first time, or that this has still to come. */
export const followed = async (api: Api, id: string): Promise<Printed> => {
  const feed = await until(
    () => api.feed(id),
    ({ health }) => health !== "new",
  );
  const { health, reason, failures, nextCheckAt, offers = [] } = feed;
  const how = health === "new" ? "not asked yet." : `${health}: ${reason.en}`;
  const next = nextCheckAt === undefined ? "" : ` Next check ${minute(nextCheckAt)}.`;
  const accept = offers.length === 0 ? "" : `\nIt could be followed here: vigia feeds accept ${id} URL${listed(offers)}`;
  const past = failures === 0 ? " What it holds now is stored, not alerted." : "";
  return { value: feed, text: `${id}  ${how}${next}${past}${accept}`, ...(failures > 0 && { status: 1 }) };
};

const checked = async (api: Api, url: string): Promise<CheckAnswer> => {
  const begun = await api.checkAddress(url);
  const known = await until(
    async () => (begun.state === "done" ? begun : ((await api.check(begun.id)) ?? begun)),
    ({ state }) => state === "done",
  );
  if (known.state === "asking") throw new CommandFault(`${url} has not answered yet. Ask again in a minute.`);
  return known;
};

const sayCheck = ({ url, feed, reason, offers, notBefore }: CheckAnswer): string => {
  if (feed === undefined) {
    const again = notBefore === undefined ? "" : `\nIt is not asked again before ${minute(notBefore)}.`;
    return `${url}: ${reason?.en ?? "There is no feed."}${listed(offers)}${again}`;
  }
  const { suggested, title, items, newest, repaired, archive } = feed;
  const facts = {
    title,
    items,
    newest: newest && minute(newest),
    repaired,
    archive: archive ? "can be read back" : undefined,
    ...suggested,
  };
  const lines = Object.entries(facts).flatMap(([name, fact]) => (fact === undefined ? [] : [`\n  ${name.padEnd(8)}  ${fact}`]));
  return `${url}: a feed${lines.join("")}`;
};

const listed = (offers: CheckAnswer["offers"]): string => offers.map(({ url, title = "" }) => `\n  ${url}  ${title}`.trimEnd()).join("");

const minute = (instant: string): string => `${instant.slice(0, 16).replace("T", " ")} UTC`;

/** How long a first answer is waited for, ms: a server may take 20 s, and its turn as long. */
const PATIENCE_MS = 45_000;
const EVERY_MS = 400;

/** Asks until it is so, or patience ends; resolves to the last answer. */
const until = async <Answer>(ask: () => Promise<Answer>, isSo: (answer: Answer) => boolean): Promise<Answer> => {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isSo(answer) || performance.now() > end) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, EVERY_MS);
    });
  }
};
