import { type Api, CommandFault } from "../api-client.ts";
import type { CommandIo } from "../command-io.ts";
import { webhookActions } from "./webhook-actions.ts";
import { type Action, cut, type Given, percent, runActions, table } from "./remote.ts";

const list: Action = {
  usage: "",
  summary: "who wants what",
  words: 0,
  run: async (api) => {
    const value = await api.subscriptions();
    const rows = value.map(({ id, status, channel, trigger, silenceDays, select, name, reason }) => [
      id,
      status,
      channel,
      trigger === "every" ? "every story" : `back after ${silenceDays} days`,
      cut(Object.values(select).flat().join(" "), 50),
      cut(reason ?? name ?? "", 60),
    ]);
    return { value, text: table(["ID", "STATUS", "CHANNEL", "WHEN", "WHOM", "NAME"], rows, "No subscriptions yet.") };
  },
};

const repeated = { type: "string", multiple: true } as const;
const single = { type: "string" } as const;

const add: Action = {
  usage: "--email ADDRESS | --webhook URL  --entity ID … --list NAME … --kind KIND … | --together ID --together ID",
  summary: `subscribe; also --trigger every|reappearance, --silence DAYS, --prominence any|headline-or-lead, --lang en|es, --name TEXT; when mails come: --cadence now|daily|weekly, --at HOUR, --weekday monday…, --timezone ZONE, --quiet FROM-TO; for a webhook --format standard|slack, --header "NAME: VALUE" …, --owner-email ADDRESS`,
  words: 0,
  options: {
    email: single,
    webhook: single,
    entity: repeated,
    list: repeated,
    kind: repeated,
    together: repeated,
    trigger: single,
    silence: single,
    prominence: single,
    lang: single,
    name: single,
    cadence: single,
    at: single,
    weekday: single,
    timezone: single,
    quiet: single,
    format: single,
    header: repeated,
    "owner-email": single,
  },
  run: async (api, given) => {
    const { contact, ...choice } = requested(given);
    // First, so that nothing stands between the answer and whoever must keep the secret in it.
    const warnings = await hardlyEver(api, choice);
    const value = await api.subscribe({ contact, ...choice });
    const secret = value.secret === undefined ? "" : `\nSigning secret, shown this once: ${value.secret}`;
    const text = `${value.subscription.id}  ${value.subscription.status}\n${value.next}${secret}`;
    return { value, text: [text, ...warnings].join("\n\n") };
  },
};

const remove: Action = {
  usage: "ID",
  summary: "end a subscription and erase its address",
  words: 1,
  run: async (api, { words: [id = ""] }) => {
    await api.removeSubscription(id);
    return { value: { removed: id }, text: `Removed ${id}.` };
  },
};

const paused = (how: "pause" | "resume", summary: string): Action => ({
  usage: "ID",
  summary,
  words: 1,
  run: async (api, { words: [id = ""] }) => {
    const value = await api.pauseSubscription(id, how);
    return { value, text: `${value.subscription.id}  ${value.subscription.status}\n${value.next}` };
  },
});

const pause = paused("pause", "raise no alerts until it is resumed");
const resume = paused("resume", "end a pause");

const snooze: Action = {
  usage: "ID DAYS",
  summary: "pause for 7, 30 or 90 days; it goes on by itself",
  words: 2,
  run: async (api, { words: [id = "", days] }) => {
    const value = await api.pauseSubscription(id, "snooze", Number(days));
    return { value, text: `${value.subscription.id}  ${value.subscription.status} until ${value.subscription.until}\n${value.next}` };
  },
};

const deliveries: Action = {
  usage: "ID [--limit N] [--cursor CURSOR]",
  summary: "what was sent, tried and failed, newest first",
  words: 1,
  options: { limit: single, cursor: single },
  run: async (api, { words: [id = ""], one }) => {
    const query = { limit: one("limit") ?? "20", ...(one("cursor") !== undefined && { cursor: one("cursor") ?? "" }) };
    const value = await api.deliveries(id, query);
    const rows = value.deliveries.map(({ id: delivery, createdAt, state, attempts, nextAttemptAt }) => {
      const last = attempts.at(-1);
      const came = [last?.status, last?.error, last?.response === undefined ? undefined : cut(last.response, 60)];
      return [
        delivery,
        createdAt,
        state,
        attempts.length,
        came.filter((part) => part !== undefined && part !== "").join(" "),
        nextAttemptAt,
      ];
    });
    const more = value.cursor === undefined ? "" : `\n\nOlder: --cursor ${value.cursor}`;
    const held = [...new Set(value.deliveries.flatMap((one) => one.held ?? []))].map((sentence) => `\n\n${sentence}`).join("");
    return {
      value,
      text: table(["DELIVERY", "SINCE", "STATE", "ATTEMPTS", "LAST", "NEXT"], rows, "Nothing was delivered yet.") + held + more,
    };
  },
};

const returns: Action = {
  usage: "ID",
  summary: "who came back: what was told, what was held back as unheard, and what was corrected since",
  words: 1,
  run: async (api, { words: [id = ""] }) => {
    const value = await api.returns(id);
    const rows = value.returns.map(({ at, entities, verdict, gap, corrected }) => [
      at.slice(0, 16).replace("T", " "),
      entities.join(" with "),
      gap.days === undefined ? "" : `${gap.days} d`,
      `${percent(gap.heard)} % of ${gap.silenceDays} d`,
      verdict === "unheard" ? "held back" : verdict,
      corrected === undefined ? "" : `seen ${corrected.at.slice(0, 10)}`,
    ]);
    return { value, text: table(["WHEN (UTC)", "WHO", "GAP", "HEARD", "VERDICT", "CORRECTED"], rows, "Nobody came back yet.") };
  },
};

/** `vigia subscriptions …`; returns the exit status. */
export const subscriptionsCommand = (args: readonly string[], io: CommandIo): Promise<number> =>
  runActions("subscriptions", { list, add, remove, pause, resume, snooze, deliveries, returns, ...webhookActions }, args, io);

/** Of whom it can hardly ever tell, a sentence each; none where that cannot be said, for subscribing says then why. */
const hardlyEver = async (api: Api, choice: Readonly<Record<string, unknown>>): Promise<readonly string[]> => {
  const seen = await api.preview(choice).catch((error: unknown) => {
    if (error instanceof CommandFault) return undefined;
    throw error;
  });
  return (seen?.warnings ?? []).map(({ entity, namedDays, ofDays, heardDays, pair }) => {
    const said = `${entity} was named on ${namedDays} of the last ${ofDays} days (${heardDays} of them were heard): it can hardly ever come back.`;
    if (pair === undefined) return said;
    const times = pair.alerts === 1 ? "once" : `${pair.alerts} times`;
    return `${said}\nTogether with ${pair.entity} it would have come back ${times}: --together ${entity} --together ${pair.entity}`;
  });
};

/** The body to post. What is not said is left out: the API knows the defaults. */
const requested = (given: Given): Record<string, unknown> => {
  const [email, webhook] = [given.one("email"), given.one("webhook")];
  if ((email === undefined) === (webhook === undefined)) throw new CommandFault("Say where to: either --email ADDRESS or --webhook URL.");
  const select = { entities: given.many("entity"), lists: given.many("list"), kinds: given.many("kind"), together: given.many("together") };
  const silence = given.one("silence");
  const at = given.one("at");
  const said = {
    name: given.one("name"),
    trigger: given.one("trigger"),
    silenceDays: silence === undefined ? undefined : Number(silence),
    prominence: given.one("prominence"),
    lang: given.one("lang"),
    cadence: given.one("cadence"),
    at: at === undefined ? undefined : Number(at),
    weekday: given.one("weekday"),
    timezone: given.one("timezone"),
    quietHours: quietHours(given.one("quiet")),
  };
  return {
    contact: email === undefined ? hook(webhook, given) : { channel: "email", address: email },
    select: Object.fromEntries(Object.entries(select).filter(([, chosen]) => chosen.length > 0)),
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  };
};

/** `22-7`: from ten in the evening to seven in the morning. */
const quietHours = (text: string | undefined): { from: number; to: number } | undefined => {
  if (text === undefined) return undefined;
  const [, from, to] = /^(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  if (from === undefined || to === undefined) throw new CommandFault("--quiet takes two local hours, such as 22-7.");
  return { from: Number(from), to: Number(to) };
};

const header = (line: string): readonly [name: string, value: string] => {
  const [, name, value] = /^([^:]+):(.*)$/s.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new CommandFault(`--header takes "NAME: VALUE", not "${line}".`);
  return [name.trim(), value.trim()];
};

const hook = (url: string | undefined, given: Given): Record<string, unknown> => {
  const [format, ownerEmail] = [given.one("format"), given.one("owner-email")];
  const headers = given.many("header").map(header);
  return {
    channel: "webhook",
    url,
    ...(format !== undefined && { format }),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) as Record<string, string> }),
    ...(ownerEmail !== undefined && { ownerEmail }),
  };
};
