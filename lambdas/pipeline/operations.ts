import type { ApiKey } from "../core/api-key.ts";
import type { OperationName, Part } from "../core/operation.ts";
import type { Clock, Outbox, QueryStore } from "./ports.ts";
import type { DeliverMessage, GatherMessage, MatchMessage } from "./messages.ts";

/** What the operations need of the world. */
export interface ApiDeps {
  readonly store: QueryStore;
  readonly ingest: Outbox<GatherMessage>;
  readonly match: Outbox<MatchMessage>;
  readonly deliver: Outbox<DeliverMessage>;
  readonly clock: Clock;
  /** So many random bytes, fit for secrets. */
  readonly random: (bytes: number) => Uint8Array;
  /** May feeds and webhooks be at loopback addresses? Only where the table itself is. */
  readonly loopbackAllowed: boolean;
  /** Has the installation an address to send mail from? */
  readonly sendsMail: boolean;
}

/** A call of an operation, its input already checked against the table. */
export interface Call<Name extends OperationName> {
  /** The `{id}` of the path, at most 200 characters; empty where the path has none. */
  readonly id: string;
  readonly query: Part<Name, "query">;
  readonly body: Part<Name, "body">;
  /** The key that calls; absent where reading is public. */
  readonly caller?: ApiKey;
  /** The address the call came from, as text, as the network says. */
  readonly from?: string;
}

/** What an operation answers; `status` where it is not the table's, `location` where something was made (below `/api/v1`). */
export interface Answer<Name extends OperationName> {
  readonly body: Part<Name, "answer">;
  readonly status?: 200 | 201;
  readonly location?: string;
}

/** All operations, or some of them. A call that cannot be answered throws a Refusal. */
export type Operations<Names extends OperationName = OperationName> = {
  readonly [Name in Names]: (call: Call<Name>) => Promise<Answer<Name>>;
};
