import type { Message } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { acknowledged } from "../../local/mappings.ts";
import { intervalOf } from "../../local/schedules.ts";
import { type Made, referenced, resolve } from "../../local/template.ts";

const made: Made = {
  ref: new Map([
    ["Queue", "http://127.0.0.1:1/000000000000/Queue"],
    ["Table", "Table"],
  ]),
  attributes: new Map([["Queue", { Arn: "arn:aws:sqs:us-east-1:000000000000:Queue" }]]),
};

describe("values of a template", () => {
  it.each<[string, unknown, unknown]>([
    ["a reference", { Ref: "Queue" }, "http://127.0.0.1:1/000000000000/Queue"],
    ["a pseudo parameter", { Ref: "AWS::Region" }, "us-east-1"],
    ["an attribute", { "Fn::GetAtt": ["Queue", "Arn"] }, "arn:aws:sqs:us-east-1:000000000000:Queue"],
    ["a join", { "Fn::Join": ["/", ["a", { Ref: "Table" }, 3]] }, "a/Table/3"],
    [
      "a substitution",
      { "Fn::Sub": "arn:${AWS::Partition}:${Queue.Arn}:${Table}" },
      "arn:aws:arn:aws:sqs:us-east-1:000000000000:Queue:Table",
    ],
    ["a substitution with its own names", { "Fn::Sub": ["${X}-${Table}", { X: { Ref: "Table" } }] }, "Table-Table"],
    ["inside objects and lists", { A: [{ B: { Ref: "Table" } }], C: 1 }, { A: [{ B: "Table" }], C: 1 }],
  ])("%s", (_, value, expected) => {
    expect(resolve(value, made)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ["a resource without a stand-in", { Ref: "Topic" }],
    ["an attribute nobody made", { "Fn::GetAtt": ["Queue", "QueueUrl"] }],
    ["a function it does not know", { "Fn::Select": [0, []] }],
  ])("refuses %s", (_, value) => {
    expect(() => resolve(value, made)).toThrow(/runner/);
  });

  it("finds the resource that a value names", () => {
    expect(referenced({ "Fn::Join": ["", ["integrations/", { Ref: "Function" }]] }, ["Fun", "Function"])).toBe("Function");
    expect(referenced({ Ref: "Other" }, ["Fun", "Function"])).toBeUndefined();
  });
});

const ids = (messages: readonly Message[]) => messages.map(({ MessageId }) => MessageId);
const failing = (...failed: string[]) => ({ result: { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) } });

describe("a batch from a queue", () => {
  const batch = ["a", "b", "c"].map((MessageId) => ({ MessageId, ReceiptHandle: `r-${MessageId}` }));

  it("is done but for the failures reported", () => expect(ids(acknowledged(batch, failing("b"), true))).toEqual(["a", "c"]));
  it("is done when none is reported", () => expect(ids(acknowledged(batch, { result: null }, true))).toEqual(["a", "b", "c"]));
  it("has failed when an unknown one is reported", () => expect(acknowledged(batch, failing("a", "x"), true)).toEqual([]));
  it("has failed when the function has", () =>
    expect(acknowledged(batch, { error: { errorType: "Error", errorMessage: "no" } }, true)).toEqual([]));
  it("is done whatever is reported, where the template asks for no reports", () =>
    expect(ids(acknowledged(batch, failing("b"), false))).toEqual(["a", "b", "c"]));
});

describe("a schedule", () => {
  it.each([
    ["rate(1 minute)", 60_000],
    ["rate(5 minutes)", 300_000],
    ["rate(1 day)", 86_400_000],
    ["cron(0 12 * * ? *)", undefined],
  ])("%s", (expression, ms) => expect(intervalOf(expression)).toBe(ms));
});
