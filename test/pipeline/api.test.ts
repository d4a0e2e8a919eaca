import { describe, expect, it } from "vitest";
import type { ApiKey } from "../../lambdas/core/api-key.ts";
import { accept, Refusal } from "../../lambdas/core/problem.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { api } from "../../lambdas/pipeline/api.ts";
import { servedApi } from "../fixtures/served-api.ts";

const caller: ApiKey = { id: "caller01", hash: "", scopes: ["write"], label: "test", createdAt: "2026-11-01T00:00:00.000Z" };
const email = { channel: "email", address: "ana@example.org" };
const wanted = (change: Record<string, unknown> = {}) =>
  accept(operations.subscribe.body, { select: { lists: ["article"] }, contact: email, ...change });

const opened = async (options: Parameters<typeof servedApi>[0] = {}) => {
  const served = await servedApi(options);
  const operationsOf = api(served.deps);
  return {
    ...served,
    run: operationsOf,
    subscribe: (change?: Record<string, unknown>) => operationsOf.subscribe({ id: "", query: undefined, body: wanted(change), caller }),
  };
};
const refused = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).problem;
};

describe("subscribing an address", () => {
  it("stores it pending, tells only the caller's key, and asks deliver for the one mail that may go", async () => {
    const { desk, sent, subscribe } = await opened();
    const { body, status, location } = await subscribe();
    const { subscription } = body;
    expect(subscription).toMatchObject({
      status: "pending",
      channel: "email",
      owner: "caller01",
      trigger: "reappearance",
      silenceDays: 30,
      createdAt: "2026-11-24T16:00:00.000Z",
    });
    expect([status, location, body.secret]).toEqual([undefined, `/subscriptions/${subscription.id}`, undefined]);
    expect(sent).toEqual([{ subscriptionId: subscription.id, deliveryId: "confirmation" }]);
    expect(await desk.store.contact(subscription.id)).toEqual(email);
    expect(JSON.stringify(body)).not.toContain("ana@");
  });

  it("is answered alike however often, and three mails a day are sent (E13)", async () => {
    const { desk, sent, subscribe } = await opened();
    const address = (text: string) => subscribe({ contact: { channel: "email", address: text } });
    const answers = [];
    for (const text of ["ana@example.org", "Ana@Example.ORG", "ana+news@example.org", "ana@example.org", "ANA+x@example.org"])
      answers.push(await address(text));
    expect(sent.map(({ subscriptionId }) => subscriptionId)).toEqual(answers.slice(0, 3).map(({ body }) => body.subscription.id));
    const [first, ...others] = answers.map(({ body: { subscription, ...body }, location, ...answer }) => {
      expect(location).toBe(`/subscriptions/${subscription.id}`);
      return { ...answer, body, subscription: { ...subscription, id: "" } };
    });
    for (const other of others) expect(other).toEqual(first);
    expect((await desk.store.subscriptions()).map(({ status }) => status)).toEqual(answers.map(() => "pending"));
    await address("ana@other.example");
    expect(sent).toHaveLength(4);
    desk.now += 24 * 3_600_000;
    await address("ana@example.org");
    expect(sent).toHaveLength(5);
  });

  it("sends nothing for a subscription that could not be stored", async () => {
    const { sent, subscribe } = await opened({ store: { createSubscription: async () => Promise.reject(new Error("throttled")) } });
    await expect(subscribe()).rejects.toThrow("throttled");
    expect(sent).toEqual([]);
  });

  it("is refused where the installation sends no mail; a webhook is not", async () => {
    const { desk, sent, subscribe } = await opened({ sendsMail: false });
    const { status, detail, errors } = await refused(subscribe());
    expect([status, errors?.[0]?.field]).toEqual([400, "contact.channel"]);
    expect(detail).toMatch(/sends no email.*-c identity=.*webhook/);
    expect([await desk.store.subscriptions(), sent]).toEqual([[], []]);
    expect((await subscribe({ contact: { channel: "webhook", url: "https://hooks.example/vigia" } })).status).toBe(201);
  });

  it.each(["a@b\r\nBcc:c@d.example", "a b@c.example", "a@b.example,c@d.example", "Ana <a@b.example>", "a@"])(
    "refuses %j and stores nothing (E5, E7)",
    async (address) => {
      const { desk, sent, subscribe } = await opened();
      const { status, errors } = await refused(subscribe({ contact: { channel: "email", address } }));
      expect([status, errors?.[0]?.field]).toEqual([400, "contact.address"]);
      expect([await desk.store.subscriptions(), sent]).toEqual([[], []]);
    },
  );
});

describe("when mails come", () => {
  it("is stored as chosen, and answered by the defaults of trigger and language where nothing was", async () => {
    const { desk, subscribe } = await opened();
    const answered = async (change: Record<string, unknown>) => (await subscribe(change)).body.subscription;
    const stored = async (change: Record<string, unknown>) => desk.store.subscription((await answered(change)).id);
    expect(await answered({ trigger: "every", lang: "es" })).toMatchObject({ cadence: "daily", at: 8, timezone: "America/Mexico_City" });
    expect(await answered({})).toMatchObject({ cadence: "now", timezone: "America/New_York" });
    // What nobody chose follows a change of trigger or language.
    expect(await stored({})).not.toHaveProperty("cadence");
    const chosen = { cadence: "weekly", at: 18, weekday: "friday", timezone: "America/Tijuana", quietHours: { from: 22, to: 7 } };
    expect(await stored(chosen)).toMatchObject(chosen);
  });

  it.each([
    ["cadence", { cadence: "daily" }],
    ["at", { at: 9 }],
    ["quietHours", { quietHours: { from: 22, to: 7 } }],
  ])("is refused for a webhook: %s", async (field, change) => {
    const { subscribe } = await opened();
    const { status, errors } = await refused(subscribe({ contact: { channel: "webhook", url: "https://hooks.example/vigia" }, ...change }));
    expect([status, errors?.map((error) => error.field)]).toEqual([400, [field]]);
  });
});

describe("subscribing a webhook", () => {
  it("is in force at once, with a secret that is shown once and kept for deliver", async () => {
    const { desk, sent, subscribe, run } = await opened();
    const { body, status } = await subscribe({ contact: { channel: "webhook", url: "https://hooks.example/vigia" } });
    expect([status, body.subscription.status, sent]).toEqual([201, "active", []]);
    expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await desk.store.webhookSecrets(body.subscription.id)).toEqual([body.secret]);
    const again = await run.getSubscription({ id: body.subscription.id, query: undefined, body: undefined, caller });
    expect(JSON.stringify(again)).not.toMatch(/whsec_|hooks\.example/);
  });

  it.each([
    ["http://hooks.example/", "only https"],
    ["https://127.0.0.1/", "private"],
    ["https://169.254.169.254/latest", "private"],
    ["https://u:p@hooks.example/", "user name"],
    ["https://hooks.example:8080/", "port"],
    ["https://router/", "private network"],
  ])("refuses %s and says why (S2)", async (url, reason) => {
    const { subscribe } = await opened();
    const { status, detail } = await refused(subscribe({ contact: { channel: "webhook", url } }));
    expect(status).toBe(400);
    expect(detail).toContain(reason);
  });

  it("takes this machine's own address where the table is here too", async () => {
    const { subscribe } = await opened({ loopbackAllowed: true });
    expect((await subscribe({ contact: { channel: "webhook", url: "http://127.0.0.1:4321/hooks" } })).status).toBe(201);
  });
});

describe("a selection", () => {
  it.each([
    [{ entities: ["nobody"] }, `names "nobody", which is not on the watchlist`],
    [{ lists: ["nothing"] }, `names "nothing", a list without entities`],
  ])("%j is refused: it could never fire", async (select, reason) => {
    const { subscribe } = await opened();
    expect((await refused(subscribe({ select }))).detail).toContain(reason);
  });
});

describe("entities", () => {
  const call = { id: "", query: undefined, body: undefined };
  it("come with their last sighting and the days since", async () => {
    const { run } = await opened();
    const { entities } = (await run.listEntities(call)).body;
    const byId = new Map(entities.map((entity) => [entity.id, entity]));
    expect(byId.get("marcelo-ebrard")).toMatchObject({
      silentDays: 0,
      lastSighting: { at: "2026-11-24T08:15:00.000Z", outlet: "Diario de la Frontera" },
    });
    expect(byId.get("dea")).toMatchObject({ silentDays: 4 });
    expect(byId.get("never-seen")).toEqual({
      id: "never-seen",
      kind: "official",
      name: { en: "Nadia Quetzal", es: "Nadia Quetzal" },
      lists: ["successors"],
    });
  });

  it("take no retrospective for a sighting", async () => {
    const { desk, run } = await opened();
    const { matches } = await desk.store.matches({ entity: "dea", limit: 1 });
    // More of them than any one page.
    for (let n = 0; n < 120; n += 1)
      await desk.store.keepMatch({
        ...matches[0]!,
        storyId: `back-${n}`,
        at: `2026-11-24T08:00:00.${String(n).padStart(3, "0")}Z`,
        retrospective: true,
      });
    const { silentDays } = (await run.getEntity({ ...call, id: "dea" })).body;
    expect(silentDays).toBe(4);
  });

  it("are listed with one look of five rows into each log", async () => {
    const looks: string[] = [];
    const { deps, desk } = await servedApi();
    const matchesBefore: typeof desk.store.matchesBefore = (entity, before, limit) => {
      looks.push(`${entity} ${limit}`);
      return desk.store.matchesBefore(entity, before, limit);
    };
    const { entities } = (await api({ ...deps, store: { ...deps.store, matchesBefore } }).listEntities(call)).body;
    expect(looks.toSorted()).toEqual(entities.map(({ id }) => `${id} 5`).toSorted());
  });
});

describe("trying a text", () => {
  it("reads it as of the day given and stores nothing", async () => {
    const { run, desk } = await opened();
    const before = (await desk.store.matches({ limit: 100 })).matches.length;
    const { body } = await run.tryText({
      id: "",
      query: undefined,
      body: { title: "Antony Blinken y el fentanilo", summary: "", lang: "es", date: "2026-01-01", explain: false },
    });
    expect(body.matches.map(({ entity, name, mentions }) => [entity, name.es, mentions[0]?.surface])).toEqual([
      ["antony-blinken", "Antony Blinken", "Antony Blinken"],
      ["fentanyl", "fentanilo", "fentanilo"],
    ]);
    expect((await desk.store.matches({ limit: 100 })).matches).toHaveLength(before);
    expect(body.matches[0]).not.toHaveProperty("why");
    expect(body).not.toHaveProperty("vetoed");
  });

  it("explains itself on request, as the schema says", async () => {
    const { run } = await opened();
    const text = {
      title: "Archivo: Antony Blinken",
      summary: "Habló Pedro Blinken.",
      lang: "es",
      date: "2026-01-01",
      explain: true,
    } as const;
    const { body } = await run.tryText({ id: "", query: undefined, body: text });
    expect(operations.tryText.answer.parse(body)).toEqual(body);
    const plain = await run.tryText({ id: "", query: undefined, body: { ...text, explain: false } });
    expect(body.matches.map(({ why: _, ...match }) => match)).toEqual(plain.body.matches);
    expect(body.matches[0]?.why).toEqual({
      mentions: [{ field: "title", start: 9, end: 23, surface: "Antony Blinken", alias: "Antony Blinken", evidence: "name" }],
      confidence: [
        { because: "name", adds: 0.88 },
        { because: "headline", adds: 0.02 },
      ],
    });
    expect(body.vetoed).toEqual([]);
    expect(body.lookingBack).toBe("archivo");
  });
});

describe("the watchlist", () => {
  it("is read once a minute, and again after a failure", async () => {
    let asked = 0;
    const { deps, desk } = await servedApi();
    const entities = async () => {
      asked += 1;
      if (asked === 1) throw new Error("throttled");
      return desk.store.entities();
    };
    const run = api({ ...deps, store: { ...deps.store, entities } });
    const list = () => run.rematchEntity({ id: "dea", query: undefined, body: undefined });
    await expect(list()).rejects.toThrow("throttled");
    await list();
    await list();
    expect(asked).toBe(2);
    desk.now += 60_000;
    await list();
    expect(asked).toBe(3);
  });
});
