import { type Action, table } from "./remote.ts";

const single = { type: "string" } as const;

/** What the owner of a webhook can do about it: a part of `vigia subscriptions`. */
export const webhookActions: Readonly<Record<string, Action>> = {
  "rotate-secret": {
    usage: "ID",
    summary: "a new signing secret; the old one signs too for 24 hours",
    words: 1,
    run: async (api, { words: [id = ""] }) => {
      const value = await api.rotateSecret(id);
      return { value, text: `New signing secret, shown this once: ${value.secret}\nThe old one signs too until ${value.oldSignsUntil}.` };
    },
  },
  enable: {
    usage: "ID",
    summary: "switch a webhook on again that Vigía switched off",
    words: 1,
    run: async (api, { words: [id = ""] }) => {
      const value = await api.enableSubscription(id);
      return { value, text: `${value.id}  ${value.status}` };
    },
  },
  test: {
    usage: "ID",
    summary: "send a test event, once",
    words: 1,
    run: async (api, { words: [id = ""] }) => {
      const value = await api.testWebhook(id);
      return { value, text: `Sent as ${value.delivery}; vigia subscriptions deliveries ${id} says what came of it.` };
    },
  },
  replay: {
    usage: "ID --delivery DELIVERY | --since TIME [--until TIME] [--state failed|cancelled|sent …]",
    summary: "send again what a webhook missed; by time what failed or was cancelled",
    words: 1,
    options: { delivery: single, since: single, until: single, state: { type: "string", multiple: true } },
    run: async (api, given) => {
      const [id = ""] = given.words;
      const said = { delivery: given.one("delivery"), since: given.one("since"), until: given.one("until") };
      const states = given.many("state");
      const request = {
        ...Object.fromEntries(Object.entries(said).filter(([, one]) => one !== undefined)),
        ...(states.length > 0 && { states }),
      };
      const deliveries: string[] = [];
      for (let after: string | undefined; ;) {
        const part = await api.replay(id, { ...request, ...(after !== undefined && { after }) });
        deliveries.push(...part.deliveries);
        after = part.next;
        if (after === undefined) break;
      }
      const none = "Nothing to send again.";
      return {
        value: { deliveries },
        text: table(
          ["DELIVERY"],
          deliveries.map((one) => [one]),
          none,
        ),
      };
    },
  },
};
