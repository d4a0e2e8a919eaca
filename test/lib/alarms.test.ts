import type { MetricName } from "../../lambdas/adapters/metrics.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SQSRecord } from "aws-lambda";
import { describe, expect, it, vi } from "vitest";
import { eachMessage } from "../../lambdas/adapters/lambda.ts";
import { makeCounters } from "../../lambdas/adapters/metrics.ts";
import { resources, synthesise } from "./synthesis.ts";

const alarms = resources(synthesise(), "AWS::CloudWatch::Alarm");
const runbook = readFileSync(join(import.meta.dirname, "../../lib/README.md"), "utf8");

describe("alarms", () => {
  it("watch every dead-letter queue, every function, and feeds that fall silent", () => {
    const ids = Object.keys(alarms).map((id) => id.replace(/^Alarms|[0-9A-F]{8}$/g, ""));
    expect(ids.toSorted()).toEqual(
      [
        "ScheduleErrors",
        "IngestErrors",
        "MatchErrors",
        "DeliverErrors",
        "ApiErrors",
        "FeedbackErrors",
        "FeedbackDeadLetters",
        "IngestDeadLetters",
        "MatchDeadLetters",
        "DeliverDeadLetters",
        "FeedsSilent",
      ].toSorted(),
    );
  });

  it("watch SES's rates well below where it looks into an account, where mail is sent (E11)", () => {
    const mailing = Object.entries(resources(synthesise({ identity: "existing:example.org" }), "AWS::CloudWatch::Alarm"));
    const rates = mailing.filter(([id]) => /(Bounce|Complaint)Rate/.test(id)).map(([, { Properties }]) => Properties);
    expect(rates.map(({ Namespace, MetricName, Threshold }) => [Namespace, MetricName, Threshold])).toEqual([
      ["AWS/SES", "Reputation.BounceRate", 0.02],
      ["AWS/SES", "Reputation.ComplaintRate", 0.0005],
    ]);
  });

  it("go off when a feed has fallen silent, as ingest counts it", () => {
    const silent = Object.entries(alarms).find(([id]) => id.includes("FeedsSilent"))?.[1].Properties;
    expect(silent).toMatchObject({
      Namespace: "Vigia",
      MetricName: "FeedsSilent" satisfies MetricName,
      Dimensions: [{ Name: "service", Value: "ingest" }],
      Statistic: "Sum",
      Threshold: 0,
    });
  });

  it("go off at the first dead letter", () => {
    const depth = Object.entries(alarms).filter(([id]) => id.includes("DeadLetters"));
    for (const [, alarm] of depth)
      expect(alarm.Properties).toMatchObject({
        MetricName: "ApproximateNumberOfMessagesVisible",
        Threshold: 0,
        ComparisonOperator: "GreaterThanThreshold",
        EvaluationPeriods: 1,
      });
    expect(new Set(depth.map(([, alarm]) => JSON.stringify(alarm.Properties.Dimensions))).size).toBe(4);
  });

  const errors = (step: string) =>
    Object.entries(alarms).find(([id]) => new RegExp(`^Alarms${step}Errors[0-9A-F]{8}$`, "i").test(id))?.[1].Properties ?? {};

  it.each(["ingest", "match", "deliver", "feedback"])("%s: failed calls and failed messages together, three minutes of five", (step) => {
    expect(errors(step)).toMatchObject({
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
    });
    const metrics = errors(step).Metrics as {
      Id: string;
      Expression?: string;
      ReturnData?: boolean;
      MetricStat?: { Metric: object; Period: number; Stat: string };
    }[];
    const byId = new Map(metrics.map((metric) => [metric.Id, metric]));
    expect(metrics.filter(({ ReturnData }) => ReturnData !== false).map(({ Expression }) => Expression)).toEqual([
      "FILL(calls, 0) + FILL(messages, 0)",
    ]);
    expect(byId.get("calls")?.MetricStat).toMatchObject({
      Metric: { Namespace: "AWS/Lambda", MetricName: "Errors" },
      Period: 60,
      Stat: "Sum",
    });
    expect(byId.get("messages")?.MetricStat).toEqual({
      Metric: { Namespace: "Vigia", MetricName: "MessagesFailed", Dimensions: [{ Name: "service", Value: step }] },
      Period: 60,
      Stat: "Sum",
    });
  });

  it("watch what a failing message really writes", async () => {
    const lines: string[] = [];
    const print = vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
    const edge = { log: { info: () => {}, warn: () => {}, error: () => {} }, counters: makeCounters("match") };
    const handler = eachMessage("match", async () => Promise.reject(new Error("throttled")), edge);
    const record = { messageId: "m1", body: "{}", attributes: {}, messageAttributes: {} } as unknown as SQSRecord;
    const answer = await handler({ Records: [record] }, { getRemainingTimeInMillis: () => 60_000 });
    print.mockRestore();
    expect(answer.batchItemFailures).toHaveLength(1);
    const emitted = lines.map((line) => JSON.parse(line) as Record<string, unknown>).find(({ _aws }) => _aws !== undefined);
    expect(emitted).toMatchObject({
      service: "match",
      MessagesFailed: 1,
      _aws: { CloudWatchMetrics: [{ Namespace: "Vigia", Dimensions: [["service"]], Metrics: [{ Name: "MessagesFailed" }] }] },
    });
  });

  it.each(["schedule", "api"])("%s: failed calls", (step) => {
    expect(errors(step)).toMatchObject({ Namespace: "AWS/Lambda", MetricName: "Errors", EvaluationPeriods: 5, DatapointsToAlarm: 3 });
  });

  it.each(Object.entries(alarms))("%s says which heading of the runbook helps", (_, alarm) => {
    const heading = /lib\/README\.md, "(\w+)"/.exec(String(alarm.Properties.AlarmDescription))?.[1];
    expect(heading).toBeDefined();
    expect(runbook).toMatch(new RegExp(`^### ${heading}$`, "m"));
  });

  it("are quiet where there is nothing to measure", () => {
    for (const alarm of Object.values(alarms)) expect(alarm.Properties.TreatMissingData).toBe("notBreaching");
  });
});
