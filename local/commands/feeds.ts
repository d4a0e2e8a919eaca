import type { Api } from "../api-client.ts";
import type { CommandIo } from "../command-io.ts";
import { type Action, cut, type Printed, runActions, table } from "./remote.ts";

type Feed = Awaited<ReturnType<Api["addFeed"]>>;

const list: Action = {
  usage: "",
  summary: "the feeds and how each is doing",
  words: 0,
  run: async (api) => {
    const value = await api.feeds();
    return { value, text: table(["ID", "OUTLET", "LANG", "HEALTH", "FAILED", "HEARD", "NEXT", "WHY"], value.map(rowOf), "No feeds yet.") };
  },
};

const single = { type: "string" } as const;

const add: Action = {
  usage: "URL --outlet NAME --lang en|es --country US|MX|…",
  summary: "follow a feed; also --kind government|media|research|aggregator, --timezone ZONE, --id ID, --note TEXT",
  words: 1,
  options: { outlet: single, lang: single, country: single, kind: single, timezone: single, id: single, note: single },
  run: async (api, { words: [url], one }) => {
    const said = { outlet: one("outlet"), lang: one("lang"), country: one("country"), kind: one("kind"), timezone: one("timezone") };
    const value = await api.addFeed({ url, ...said, id: one("id"), note: one("note") });
    return { value, text: `${value.id}  added. What it holds now is stored, not alerted.` };
  },
};

const enable: Action = {
  usage: "ID",
  summary: "poll it",
  words: 1,
  run: (api, { words: [id = ""] }) => change(api, id, { enabled: true }),
};

const disable: Action = {
  usage: "ID [--note WHY]",
  summary: "stop polling it",
  words: 1,
  options: { note: single },
  run: (api, { words: [id = ""], one }) => change(api, id, { enabled: false, note: one("note") }),
};

const pin: Action = {
  usage: "ID",
  summary: "ask it at the address it was given, also where that says it has moved for good",
  words: 1,
  run: (api, { words: [id = ""] }) => change(api, id, { pinned: true }),
};

const unpin: Action = {
  usage: "ID",
  summary: "let it follow a move again",
  words: 1,
  run: (api, { words: [id = ""] }) => change(api, id, { pinned: false }),
};

const remove: Action = {
  usage: "ID",
  summary: "stop following it for good",
  words: 1,
  run: async (api, { words: [id = ""] }) => {
    await api.removeFeed(id);
    return { value: { removed: id }, text: `Removed ${id}.` };
  },
};

/** `vigia feeds …`; returns the exit status. */
export const feedsCommand = (args: readonly string[], io: CommandIo): Promise<number> =>
  runActions("feeds", { list, add, enable, disable, pin, unpin, remove }, args, io);

interface Change {
  readonly enabled?: boolean;
  readonly pinned?: boolean;
  readonly note?: string | undefined;
}

const change = async (api: Api, id: string, wanted: Change): Promise<Printed> => {
  const value = await api.changeFeed(id, wanted);
  return { value, text: `${value.id}  ${value.enabled ? "on" : "off"}, asked at ${value.movedTo ?? value.url}` };
};

const rowOf = (feed: Feed) => [
  feed.id,
  cut(feed.outlet, 40),
  feed.lang,
  feed.enabled ? feed.health : "off",
  feed.failures,
  feed.heardAt,
  feed.nextCheckAt,
  cut((feed.enabled ? feed.reason.en : feed.note) ?? "", 90),
];
