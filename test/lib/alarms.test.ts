import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resources, synthesise } from "./synthesis.ts";

const alarms = resources(synthesise(), "AWS::CloudWatch::Alarm");
const runbook = readFileSync(join(import.meta.dirname, "../../lib/README.md"), "utf8");

describe("alarms", () => {
  it("watch every dead-letter queue and every function", () => {
    const ids = Object.keys(alarms).map((id) => id.replace(/^Alarms|[0-9A-F]{8}$/g, ""));
    expect(ids.toSorted()).toEqual(
      [
        "ScheduleErrors",
        "IngestErrors",
        "MatchErrors",
        "DeliverErrors",
        "ApiErrors",
        "IngestDeadLetters",
        "MatchDeadLetters",
        "DeliverDeadLetters",
      ].toSorted(),
    );
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
    expect(new Set(depth.map(([, alarm]) => JSON.stringify(alarm.Properties.Dimensions))).size).toBe(3);
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
