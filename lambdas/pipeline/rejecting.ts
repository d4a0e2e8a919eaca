import type { ApiDeps, Operations } from "./operations.ts";
import { missing } from "./querying.ts";

/** What operators say of matches. */
export const rejecting = ({ store, match, clock }: ApiDeps): Operations<"rejectMatch"> => ({
  async rejectMatch({ id, body: { entity }, caller }) {
    const story = await store.story(id);
    const found = story?.matches.find((one) => one.entity === entity);
    if (found === undefined) return missing(`match of "${entity}" in a story`, id);
    const rejectedAt = found.retracted ?? new Date(clock()).toISOString();
    await match([{ reject: { storyId: id, entity, at: found.at, rejectedAt } }]);
    // At the time of the first, so that a repetition replaces its note.
    await store.noteChange({ at: rejectedAt, kind: "match", id: found.id, change: "rejected", ...(caller && { by: caller.id }) });
    return { body: { story: id, entity, rejectedAt } };
  },
});
