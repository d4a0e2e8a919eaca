import type { ApiKey } from "../../lambdas/core/api-key.ts";
import { hourOf } from "../../lambdas/core/counts.ts";
import { Refusal } from "../../lambdas/core/problem.ts";
import { makeToken } from "../../lambdas/core/token.ts";
import { choosing } from "../../lambdas/pipeline/choosing.ts";
import { consenting } from "../../lambdas/pipeline/consent.ts";
import { keepingWebhooks } from "../../lambdas/pipeline/keeping-webhooks.ts";
import { managing } from "../../lambdas/pipeline/manage.ts";
import type { ApiDeps } from "../../lambdas/pipeline/operations.ts";
import { rejecting } from "../../lambdas/pipeline/rejecting.ts";
import type { MemoryStore } from "../memory-store.ts";
import { RUMOUR } from "./news.ts";
import type { Arrived, EndpointTemper } from "./receivers.ts";
import { RESTLESS } from "./restless.ts";

/** From where people press buttons. */
const NETWORK = "192.0.2.1";

/** What somebody does; `api` is the way in, its effects are the run's. */
export type Act = (api: ApiDeps) => Promise<unknown>;

interface Surroundings {
  readonly random: () => number;
  readonly now: () => number;
  /** What people see without asking: their own alerts and mailboxes. */
  readonly store: MemoryStore;
  readonly mails: readonly Arrived[];
  readonly temper: EndpointTemper;
  /** SES says what became of a mail. */
  readonly report: (event: unknown) => Promise<void>;
}

const caller: ApiKey = { id: "admin", hash: "", scopes: ["admin"], label: "", createdAt: "" };
const HOUR = 3_600_000;

/** What happens to subscriptions beside the news: chosen by chance, and refused where the state does not allow it. */
export const makePeople = ({ random, now, store, mails, temper, report }: Surroundings) => {
  const one = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  const asked = { query: undefined, body: undefined, caller } as const;
  const token = async (purpose: "manage" | "unsubscribe", id: string) => makeToken(await store.appSecret(), purpose, id);
  let moves = 0;

  const either: readonly ((id: string) => Act)[] = [
    (id) => (api) => choosing(api).pauseSubscription({ ...asked, id }),
    (id) => (api) => choosing(api).resumeSubscription({ ...asked, id }),
    // The page's snoozes outlast the world.
    (id) => (api) => api.store.pauseSubscription(id, new Date(now() + (0.1 + random() * 3) * HOUR).toISOString()),
    (id) => (api) => sayNotThis(api, id),
  ];
  const byMail: readonly ((id: string) => Act)[] = [
    (id) => (api) => choosing(api).changeSubscription({ ...asked, id, body: { cadence: random() < 0.5 ? "now" : "daily", at: 2 } }),
    (id) => (api) => {
      const from = Math.floor(random() * 24);
      const quietHours = random() < 0.5 ? null : { from, to: (from + 1 + Math.floor(random() * 8)) % 24 };
      return choosing(api).changeSubscription({ ...asked, id, body: { quietHours } });
    },
    (id) => async (api) =>
      managing(api).act(id, await token("manage", id), { do: "address", address: `${id}-${++moves}@vigia.example` }, NETWORK),
    (id) => async (api) => accept(api, id),
    (id) => async (api) => (random() < 0.15 ? consenting(api).unsubscribe(id, await token("unsubscribe", id)) : accept(api, id)),
  ];
  const byHook: readonly ((id: string) => Act)[] = [
    (id) => (api) => keepingWebhooks(api).rotateSecret({ ...asked, id }),
    (id) => (api) => keepingWebhooks(api).enableSubscription({ ...asked, id }),
    (id) => (api) => keepingWebhooks(api).enableSubscription({ ...asked, id }),
    (id) => (api) => keepingWebhooks(api).testWebhook({ ...asked, id }),
    (id) => (api) => keepingWebhooks(api).replayDeliveries({ ...asked, id, body: { since: new Date(now() - 24 * HOUR).toISOString() } }),
    (id) => async (api) => {
      const delivery = one(await store.allAlerts(id))?.id;
      if (delivery !== undefined) await keepingWebhooks(api).replayDeliveries({ ...asked, id, body: { delivery } });
    },
    (id) => async () => void temper.set(id, { status: random() < 0.3 ? 410 : 500, until: now() + random() * 6 * HOUR }),
    (id) => async () => void temper.delete(id),
  ];
  const operator: readonly Act[] = [
    async () => store.putSetting("deliveryPaused", random() < 0.4),
    async () => store.putSetting("deliveryPaused", false),
    async (api) => {
      const { matches } = await store.matches({ entity: RUMOUR, limit: 20 });
      const found = one(matches);
      if (found !== undefined) await rejecting(api).rejectMatch({ ...asked, id: found.storyId, body: { entity: RUMOUR } });
    },
    async (api) => {
      const hour = hourOf(new Date(now() - Math.floor(random() * 3) * HOUR).toISOString());
      await api.match([
        { rematch: { entity: RUMOUR, from: hour, to: hourOf(new Date(Date.parse(`${hour}:00:00Z`) + HOUR).toISOString()) } },
      ]);
    },
  ];
  const sayNotThis = async (api: ApiDeps, id: string): Promise<void> => {
    const alert = one(await store.allAlerts(id));
    const entity = alert && one(alert.told);
    if (alert === undefined || entity === undefined || random() < 0.5) return;
    const button = random() < 0.7 ? "not-this" : "undo";
    await managing(api).act(id, await token("manage", id), { do: button, meant: { story: alert.storyId, entity } }, NETWORK);
  };
  /** Presses the button in the last mail that asked a new address. */
  const accept = async (api: ApiDeps, id: string): Promise<void> => {
    const links = mails.flatMap(({ text }) => new RegExp(`/address/${id}/(\\S+)`).exec(text)?.[1] ?? []);
    const last = links.at(-1);
    if (last !== undefined) await consenting(api).address(id, last, NETWORK);
  };
  /** SES hears of an earlier mail just when another is on its way. */
  const hear = async (id: string): Promise<void> => {
    const mail = one(mails.filter(({ to }) => to.startsWith(id)).slice(-2));
    if (mail !== undefined) for (const event of reportsOf(mail)) await report(event);
  };
  /** What SES makes of a mail, perhaps twice, perhaps the later event first. */
  const reportsOf = ({ to, at }: Arrived): readonly object[] => {
    const timestamp = new Date(at).toISOString();
    const mail = { messageId: `m-${at}` };
    const bounced = { bounceType: random() < 0.5 ? "Permanent" : "Transient", timestamp, bouncedRecipients: [{ emailAddress: to }] };
    const complained = { timestamp, complainedRecipients: [{ emailAddress: to }] };
    const events = [
      { detail: { eventType: "Bounce", mail, bounce: bounced } },
      ...(random() < 0.5 ? [{ detail: { eventType: "Complaint", mail, complaint: complained } }] : []),
    ];
    return random() < 0.5 ? events : events.toReversed();
  };

  /** Something that happens to this subscription while something is on its way to it; or at any time to one of them. */
  const act = (about: string | undefined): Act => {
    if (random() < 0.15) return one(operator)!;
    const id = about ?? one(RESTLESS)!;
    const isHook = ["r-hook", "r-return", "r-failing"].includes(id);
    if (about !== undefined && !isHook && random() < 0.15) return () => hear(id);
    return one([...either, ...(isHook ? byHook : byMail)])!(id);
  };
  return {
    isRestless: (id: string): boolean => RESTLESS.some((restless) => restless === id),
    /** Does it; what is refused is refused. */
    run: async (api: ApiDeps, about?: string): Promise<void> => {
      try {
        await act(about)(api);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    },
    /** Everything that lasts until somebody ends it is ended. */
    calm: async (): Promise<void> => {
      await store.putSetting("deliveryPaused", false);
      temper.clear();
    },
  };
};
