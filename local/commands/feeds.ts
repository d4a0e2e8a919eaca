import { type Api, CommandFault } from "../api-client.ts";
import type { CommandIo } from "../command-io.ts";
import { add, check, followed } from "./feed-adding.ts";
import { exportFile, importFile } from "./feed-files.ts";
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

const accept: Action = {
  usage: "ID [URL]",
  summary: "go on at another address of a feed: one that its page names, or that its catalogued alternates lead to",
  words: 1,
  more: 1,
  run: async (api, { words: [id = "", url] }) => {
    const { offers = [] } = await api.feed(id);
    const [only, ...others] = offers;
    const chosen = url ?? (others.length === 0 ? only?.url : undefined);
    if (chosen === undefined)
      throw new CommandFault(
        only === undefined
          ? `Nothing is known of another address of ${id}: give one.`
          : `Say which:\n${offers.map((o) => `  ${o.url}`).join("\n")}`,
      );
    await api.changeFeed(id, { url: chosen });
    return followed(api, id);
  },
};

const backfill: Action = {
  usage: "ID",
  summary: "read its own archive, a page every quarter of an hour, ninety days back at most; nothing of it alerts",
  words: 1,
  run: async (api, { words: [id = ""] }) => {
    const value = await api.backfillFeed(id);
    return { value, text: `${id}  ${sayBackfill(value.backfill)}` };
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
  runActions(
    "feeds",
    { list, add, check, accept, enable, disable, pin, unpin, remove, backfill, import: importFile, export: exportFile },
    args,
    io,
  );

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
  cut(whyOf(feed), 90),
];

const whyOf = ({ id, enabled, reason, offers, note }: Feed): string => {
  if (!enabled) return note ?? "";
  return offers === undefined ? reason.en : `${reason.en} It may have moved: vigia feeds accept ${id}`;
};

const sayBackfill = (backfill: Feed["backfill"]): string => {
  if (backfill === undefined) return "not begun";
  const { state, pages, items, nextAt } = backfill;
  const so = `${pages} ${pages === 1 ? "page" : "pages"}, ${items} items`;
  return state === "running" ? `${so} so far; the next page after ${nextAt}` : `${so}; ${state}`;
};
