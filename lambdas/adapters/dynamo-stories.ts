import { hourOf } from "../core/counts.ts";
import type { Item } from "../core/item.ts";
import type { Match } from "../core/match.ts";
import { lackingIn } from "../core/match.ts";
import type { KeyedStory, StoryMember, StoryRef } from "../core/story.ts";
import type { ItemDecision, KeptItem, MatchStore, QueryStore } from "../pipeline/ports.ts";
import { matchKey, storyPk } from "./dynamo-matches.ts";
import type { Row, Table } from "./dynamo-table.ts";
import { claimNew, getRow, getRows, putRow, queryRows, seconds, updateRow } from "./dynamo-table.ts";
import { PREFIX, TTL_SECONDS } from "./table.ts";

/** Items, what was decided about them, and the stories they tell: match's rows. */
export const storyRows = (
  table: Table,
): Pick<
  MatchStore,
  "keepItem" | "itemsSeen" | "keptItems" | "decide" | "extendDecision" | "storiesHolding" | "holdStoryKey" | "addMember" | "linkStories"
> => ({
  keepItem: async (item) => {
    const expiresAt = seconds(table) + TTL_SECONDS.item;
    // The pointer first: dying in between leaves one that points nowhere yet, and the retry writes both.
    await putRow(table, { ...itemLogKey(item), expiresAt });
    for (let attempt = 0; attempt < 3; attempt++) {
      const { won, row } = await claimNew(table, { ...itemKey(item.id), body: item, expiresAt });
      if (won) return { item };
      // Absent only if its time ran out between the put and the get.
      if (row === undefined) continue;
      return keptIn(row);
    }
    throw new Error(`item ${item.id} can be neither put nor read`);
  },
  ...itemReads(table),
  decide: async (itemId, decision) => {
    const key = itemKey(itemId);
    const row = await updateRow(table, key, "SET #decision = if_not_exists(#decision, :decision)", { decision }, "attribute_exists(#pk)");
    if (row === undefined) throw new Error(`item ${itemId} is decided before it is kept`);
    return row.decision as ItemDecision;
  },
  extendDecision: async (itemId, known, found) => {
    const { pk, sk } = itemKey(itemId);
    // The list only grows, so its length is its version.
    const longer = "SET #decision.#reading.#found = list_append(#decision.#reading.#found, :lacking)";
    for (let [attempt, decision] = [0, known as ItemDecision | undefined]; attempt < 10 && decision !== undefined; attempt++) {
      const lacking = lackingIn(decision, found);
      if (lacking.length === 0) return decision;
      const values = { lacking, seen: decision.reading.found.length };
      const row = await updateRow(table, { pk, sk }, longer, values, "size(#decision.#reading.#found) = :seen");
      decision = (row ?? (await getRow(table, pk, sk)))?.decision as ItemDecision | undefined;
    }
    throw new Error(`item ${itemId}: it is gone, or ten writers in a row were faster`);
  },
  storiesHolding: async (keys) => (await getRows(table, keys.map(storyKey))).map((row) => row?.story as KeyedStory | undefined),
  holdStoryKey: async (key, story) => {
    const { pk, sk } = storyKey(key);
    for (let attempt = 0; attempt < 3; attempt++) {
      const { won, row } = await claimNew(table, { pk, sk, story, expiresAt: seconds(table) + TTL_SECONDS.storyKey });
      if (won) return story;
      if (row !== undefined) return row.story as KeyedStory;
    }
    throw new Error(`story key ${key} can be neither put nor read`);
  },
  addMember: async (storyId, member) => {
    const row = { pk: storyPk(storyId), sk: `MEMBER#${member.itemId}`, body: member };
    // Whoever knows of fewer entities comes late: a decision only grows.
    await putRow(table, row, "attribute_not_exists(#pk) OR size(#body.#entities) < :named", { named: member.entities.length });
  },
  linkStories: async (one, other) => {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const)
      await putRow(table, { pk: storyPk(from.storyId), sk: `EVENT#${to.storyId}`, at: to.at });
  },
});

/** The tellings of a story, by item id. */
export const membersOf = async (table: Table, storyId: string): Promise<readonly StoryMember[]> => {
  const values = { pk: storyPk(storyId), member: "MEMBER#" };
  const rows = await queryRows(table, { key: "#pk = :pk AND begins_with(#sk, :member)", values });
  return rows.map((row) => row.body as StoryMember);
};

/** The entities whose match in the story was retracted. */
export const retractedIn = async (table: Table, storyId: string): Promise<readonly string[]> => {
  const values = { pk: storyPk(storyId), match: "MATCH#" };
  const rows = await queryRows(table, { key: "#pk = :pk AND begins_with(#sk, :match)", values });
  return rows.filter((row) => row.retracted !== undefined).map((row) => row.sk.slice("MATCH#".length));
};

/** The whole story: its tellings, its matches by entity, and the stories of the same event. */
export const story = async (table: Table, storyId: string): ReturnType<QueryStore["story"]> => {
  const rows = await queryRows(table, { key: "#pk = :pk", values: { pk: storyPk(storyId) } });
  const pointers = rows.filter((row) => row.sk.startsWith("MATCH#"));
  const keys = pointers.map((row) => matchKey({ entity: row.sk.slice("MATCH#".length), at: row.at as string, storyId }));
  const matches = (await getRows(table, keys)).flatMap((row) => (row === undefined ? [] : [row.body as Match]));
  const members = rows.filter((row) => row.sk.startsWith("MEMBER#")).map((row) => row.body as StoryMember);
  const events = rows.filter((row) => row.sk.startsWith("EVENT#"));
  const sameEvent = events.map((row): StoryRef => ({ storyId: row.sk.slice("EVENT#".length), at: row.at as string }));
  return matches[0] && { ref: { storyId, at: matches[0].at }, members, matches, sameEvent };
};

/** Where an item's pointer is: in the hour in which it was first seen. */
export const itemLogKey = ({ id, seenAt }: Pick<Item, "id" | "seenAt">): Row => ({ pk: `${PREFIX.itemLog}#${hourOf(seenAt)}`, sk: id });

/** Stored items by the hour in which they were first seen. */
export const itemReads = (table: Table): Pick<MatchStore, "itemsSeen" | "keptItems"> => ({
  itemsSeen: async (hour, after, limit) => {
    // DynamoDB takes no empty key; "!" is before every id.
    const values = { pk: `${PREFIX.itemLog}#${hour}`, after: after === "" ? "!" : after };
    const rows = await queryRows(table, { key: "#pk = :pk AND #sk > :after", values, limit });
    return rows.map(({ sk }) => sk);
  },
  keptItems: async (ids) => (await getRows(table, ids.map(itemKey))).flatMap((row) => (row === undefined ? [] : [keptIn(row)])),
});

const itemKey = (id: string): Row => ({ pk: `${PREFIX.item}#${id}`, sk: "item" });

const keptIn = (row: Row): KeptItem => {
  const decision = row.decision as ItemDecision | undefined;
  return { item: row.body as Item, ...(decision !== undefined && { decision }) };
};

const storyKey = (key: string) => ({ pk: `${PREFIX.storyKey}#${key}`, sk: "key" });
