import type { SQSRecord } from "aws-lambda";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { correlationId } from "../../lambdas/adapters/correlation.ts";
import { eachMessage, onSchedule } from "../../lambdas/adapters/lambda.ts";
import type { Edge } from "../../lambdas/adapters/lambda.ts";
import type { DeliverMessage } from "../../lambdas/pipeline/messages.ts";
import type { DeliverOutcome } from "../../lambdas/pipeline/in-hand.ts";

const edge = () => {
  const said: { level: string; sentence: string; about?: Readonly<Record<string, unknown>> | undefined; id: string | undefined }[] = [];
  const counted: object[] = [];
  const write = (level: string) => (sentence: string, about?: Readonly<Record<string, unknown>>) =>
    void said.push({ level, sentence, about, id: correlationId() });
  const log = { info: write("info"), warn: write("warn"), error: write("error") };
  const counters = { add: (counts: object) => void counted.push(counts), publish: () => void counted.push({ published: true }) };
  return { said, counted, edge: { log, counters } satisfies Edge };
};

const record = (messageId: string, body: unknown, correlation?: string) =>
  ({
    messageId,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: "2" },
    messageAttributes: correlation === undefined ? {} : { correlationId: { stringValue: correlation, dataType: "String" } },
  }) as unknown as SQSRecord;

const message = (deliveryId: string): DeliverMessage => ({ subscriptionId: "s", deliveryId });
const timeLeft = (ms: number) => ({ getRemainingTimeInMillis: () => ms });
const sent = (deliveryId: string): DeliverOutcome => ({ deliveryId, outcome: "sent" });

describe("a batch of messages", () => {
  it("fails no message that was handled", async () => {
    const { edge: e, said, counted } = edge();
    const seen: unknown[] = [];
    const handler = eachMessage(
      "deliver",
      async (m) => {
        seen.push(m);
        return sent(m.deliveryId);
      },
      e,
    );
    const answer = await handler({ Records: [record("1", message("a")), record("2", message("b"))] }, timeLeft(60_000));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([message("a"), message("b")]);
    expect(said.map(({ level, about }) => [level, about])).toEqual([
      ["info", { outcome: sent("a") }],
      ["info", { outcome: sent("b") }],
    ]);
    expect(counted).toMatchObject([{ DeliveriesSent: 1 }, { DeliveriesSent: 1 }, { published: true }]);
  });

  it.each(["match", "deliver"] as const)("of %s fails alone what is no JSON and what throws", async (step) => {
    const { edge: e, said, counted } = edge();
    const handler = eachMessage(
      step,
      async (m: object) => {
        if ("deliveryId" in m && m.deliveryId === "poison") throw new TypeError("boom");
        return { itemId: "i", deliveryId: "d", entities: [], alerts: 0, outcome: "sent" } as never;
      },
      e,
    );
    const Records = [record("1", message("a")), record("2", "{"), record("3", message("poison")), record("4", message("b"))];
    const { batchItemFailures } = await handler({ Records }, timeLeft(60_000));
    expect(batchItemFailures.map((failure) => failure.itemIdentifier).toSorted()).toEqual(["2", "3"]);
    const errors = said.filter(({ level }) => level === "error");
    expect(errors.map(({ about }) => about?.messageId)).toEqual(["2", "3"]);
    expect(errors.map(({ about }) => (about?.error as Error | undefined)?.name)).toEqual(["SyntaxError", "TypeError"]);
    expect(JSON.stringify(said)).not.toContain("poison");
    expect(counted.filter((counts) => "MessagesFailed" in counts)).toHaveLength(2);
  });

  it("starts nothing that may not end in time, and gives it back", async () => {
    const { edge: e } = edge();
    const started: string[] = [];
    let left = 60_000;
    const handler = eachMessage(
      "match",
      async (message) => {
        if (!("item" in message)) throw new Error("not an item");
        const { item } = message;
        started.push(item.id);
        await setTimeout(1);
        left -= 9_000;
        return { itemId: item.id, entities: [], alerts: 0 };
      },
      e,
    );
    const Records = Array.from({ length: 10 }, (_, i) => record(String(i), { item: { id: String(i) } }));
    const { batchItemFailures } = await handler({ Records }, { getRemainingTimeInMillis: () => left });
    expect(started.length).toBeGreaterThanOrEqual(4);
    expect(started.length).toBeLessThan(10);
    expect([...started, ...batchItemFailures.map((failure) => failure.itemIdentifier)].toSorted()).toEqual(Records.map((r) => r.messageId));
  });

  it("starts nothing at all with two seconds left", async () => {
    const { edge: e, said } = edge();
    const handler = eachMessage("deliver", async () => sent("never"), e);
    expect(await handler({ Records: [record("1", message("a"))] }, timeLeft(2000))).toEqual({
      batchItemFailures: [{ itemIdentifier: "1" }],
    });
    expect(said.map(({ level }) => level)).toEqual(["warn"]);
  });

  it("lets a batch of deliveries wait together", async () => {
    const { edge: e } = edge();
    let [running, most] = [0, 0];
    const handler = eachMessage(
      "deliver",
      async (m) => {
        most = Math.max(most, ++running);
        await setTimeout(20);
        running--;
        return sent(m.deliveryId);
      },
      e,
    );
    await handler({ Records: Array.from({ length: 10 }, (_, i) => record(String(i), message(String(i)))) }, timeLeft(60_000));
    expect(most).toBe(10);
  });

  it("carries the correlation id of each message, or else its own id", async () => {
    const { edge: e, said } = edge();
    const ids: Record<string, string | undefined> = {};
    const handler = eachMessage(
      "deliver",
      async (m) => {
        await setTimeout(1);
        ids[m.deliveryId] = correlationId();
        return sent(m.deliveryId);
      },
      e,
    );
    await handler({ Records: [record("1", message("a"), "tick-7"), record("2", message("b"))] }, timeLeft(60_000));
    expect(ids).toEqual({ a: "tick-7", b: "2" });
    expect(new Set(said.map(({ id }) => id))).toEqual(new Set(["2", "tick-7"]));
    expect(correlationId()).toBeUndefined();
  });
});

describe("a tick", () => {
  it("logs and counts its outcome", async () => {
    const { edge: e, said, counted } = edge();
    const outcome = { seeded: false, polls: 4, retries: 0, swept: 2 };
    await onSchedule(async () => outcome, e)({ id: "event-1" });
    expect(said).toEqual([{ level: "info", sentence: "schedule", about: { outcome }, id: "event-1" }]);
    expect(counted).toEqual([{ AlertsSwept: 2 }, { published: true }]);
  });

  it("fails the invocation when it fails, and says why", async () => {
    const { edge: e, said, counted } = edge();
    const failing = onSchedule(() => Promise.reject(new RangeError("boom")), e);
    await expect(failing({ id: "event-1" })).rejects.toThrow(RangeError);
    expect(said.map(({ level }) => level)).toEqual(["error"]);
    expect(counted).toEqual([{ published: true }]);
  });
});
