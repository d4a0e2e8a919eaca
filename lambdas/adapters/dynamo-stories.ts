import type { Item } from "../core/item.ts";
import type { Match } from "../core/match.ts";
import type { KeyedStory, StoryMember, StoryRef } from "../core/story.ts";
import type { ItemDecision, MatchStore, QueryStore } from "../pipeline/ports.ts";
import { matchKey, storyPk } from "./dynamo-matches.ts";
import type { Table } from "./dynamo-table.ts";
import { claimNew, getRow, getRows, putRow, queryRows, seconds, updateRow } from "./dynamo-table.ts";
import { PREFIX, TTL_SECONDS } from "./table.ts";

/** Items, what was decided about them, and the stories they tell: match's rows. */
export const storyRows = (
  table: Table,
): Pick<MatchStore, "keepItem" | "storedItem" | "decide" | "storiesHolding" | "holdStoryKey" | "addMember" | "linkStories"> => ({
  keepItem: async (item) => {
    const pk = `${PREFIX.item}#${item.id}`;
    for (let attempt = 0; attempt < 3; attempt++) {
      const { won, row } = await claimNew(table, { pk, sk: "item", body: item, expiresAt: seconds(table) + TTL_SECONDS.item });
      if (won) return { item };
      // Absent only if its time ran out between the put and the get.
      if (row === undefined) continue;
      const decision = row.decision as ItemDecision | undefined;
      return { item: row.body as Item, ...(decision !== undefined && { decision }) };
    }
    throw new Error(`item ${item.id} can be neither put nor read`);
  },
  storedItem: async (itemId) => (await getRow(table, `${PREFIX.item}#${itemId}`, "item"))?.body as Item | undefined,
  decide: async (itemId, decision) => {
    const key = { pk: `${PREFIX.item}#${itemId}`, sk: "item" };
    const row = await updateRow(table, key, "SET #decision = if_not_exists(#decision, :decision)", { decision }, "attribute_exists(#pk)");
    if (row === undefined) throw new Error(`item ${itemId} is decided before it is kept`);
    return row.decision as ItemDecision;
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
    await putRow(table, { pk: storyPk(storyId), sk: `MEMBER#${member.itemId}`, body: member });
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

const storyKey = (key: string) => ({ pk: `${PREFIX.storyKey}#${key}`, sk: "key" });
