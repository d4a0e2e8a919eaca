import { clientHash } from "../core/client.ts";
import { tooMany } from "../core/problem.ts";
import type { ApiDeps } from "./operations.ts";

/** Lets a client (its address as text) ask for one thing more; throws a Refusal that says when, if it or everybody asked too often. */
export type Admit = (what: "ask" | "button", from: string) => Promise<void>;

/**
 * Counts before anything is written or sent: dying after it costs the client one of its own. Where counting fails the call fails with
 * it, so that nobody gets in unseen (reliability A7). Reading counts nothing, and neither does leaving: whoever wants out gets out,
 * and mail providers press that button for many readers from few addresses (RFC 8058).
 */
export const admitting =
  ({ store, random }: Pick<ApiDeps, "store" | "random">): Admit =>
  async (what, from) => {
    const id = anyId(random);
    const client = clientHash(await store.appSecret(), from);
    const own = await store.countWithin(what, client, id);
    if (own > 0) throw tooMany("Your network has asked for this too often", own);
    const all = await store.countWithin(`${what}s`, "everybody", id);
    if (all > 0) throw tooMany("This is asked for too often at the moment", all);
  };

/** What something is counted as that must not be found again: who knows an address learns no subscription by it. */
export const anyId = (random: ApiDeps["random"]): string => Buffer.from(random(6)).toString("base64url");
