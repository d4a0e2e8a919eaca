import { describe } from "vitest";
import type { Clock } from "../../lambdas/pipeline/ports.ts";
import type { Store } from "../memory-store.ts";
import { NOON } from "./rows.ts";
import { alertContract } from "./store-alerts.ts";
import { catalogContract } from "./store-catalog.ts";
import { changesContract } from "./store-changes.ts";
import { countContract } from "./store-counts.ts";
import { consentContract } from "./store-consent.ts";
import { deliverContract } from "./store-deliver.ts";
import { entityContract } from "./store-entities.ts";
import { ingestContract } from "./store-ingest.ts";
import { limitContract } from "./store-limits.ts";
import { matchContract } from "./store-match.ts";
import { pauseContract } from "./store-pause.ts";
import { pagesContract } from "./store-pages.ts";
import { queryContract } from "./store-query.ts";
import { suppressionContract } from "./store-suppression.ts";
import { rematchContract } from "./store-rematch.ts";
import { webhooksContract } from "./store-webhooks.ts";
import { scheduleContract } from "./store-schedule.ts";

/** A new, empty store whose clock the test may move. */
export interface Bench {
  readonly store: Store;
  readonly time: { now: number };
}

/** Makes a new, empty store over the clock. */
export type MakeStore = (clock: Clock) => Promise<Store>;

/** What every store promises, whatever it is made of. */
export const storeContract = (name: string, makeStore: MakeStore): void => {
  const open = async (): Promise<Bench> => {
    const time = { now: NOON };
    return { time, store: await makeStore(() => time.now) };
  };
  const parts = {
    schedule: scheduleContract,
    ingest: ingestContract,
    catalog: catalogContract,
    watchlist: entityContract,
    match: matchContract,
    alerts: alertContract,
    rematch: rematchContract,
    changes: changesContract,
    counts: countContract,
    deliver: deliverContract,
    webhooks: webhooksContract,
    api: queryContract,
    consent: consentContract,
    pause: pauseContract,
    pages: pagesContract,
    feedback: suppressionContract,
    limits: limitContract,
  };
  describe.each(Object.entries(parts))(`${name} for %s`, (_, contract) => {
    contract(open);
  });
};
