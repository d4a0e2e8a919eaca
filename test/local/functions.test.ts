/** A function's environment is a thread: it stays warm, is given up when it runs out of time or dies, and never takes the runner along. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { nameFunctions, startFunctions } from "../../local/functions.ts";
import type { Made, Template } from "../../local/template.ts";

const assembly = mkdtempSync(join(tmpdir(), "vigia-functions-"));
mkdirSync(join(assembly, "asset"));
writeFileSync(join(assembly, "asset", "package.json"), '{ "type": "commonjs" }');
writeFileSync(
  join(assembly, "asset", "index.js"),
  `let calls = 0;
exports.handler = async (event, context) => {
  console.log(JSON.stringify({ left: context.getRemainingTimeInMillis() > 0, request: context.awsRequestId.length }));
  if (event.what === "throw") throw new TypeError("no such thing");
  if (event.what === "die") process.exit(3);
  if (event.what === "hang") await new Promise((resolve) => setTimeout(resolve, 60_000));
  if (event.what === "spin") for (;;);
  return { calls: ++calls, env: process.env.QUEUE_URL, home: process.env.HOME, endpoint: process.env.AWS_ENDPOINT_URL_SQS, at: event.at, nothing: undefined };
};`,
);
const template: Template = {
  Resources: {
    Queue: { Type: "AWS::SQS::Queue" },
    Function: {
      Type: "AWS::Lambda::Function",
      Properties: { Handler: "index.handler", Timeout: 1, MemorySize: 128, Environment: { Variables: { QUEUE_URL: { Ref: "Queue" } } } },
      Metadata: { "aws:asset:path": "asset" },
    },
  },
};
const made: Made = { ref: new Map([["Queue", "http://127.0.0.1:1/q"]]), attributes: new Map() };
nameFunctions(template, made);
const lines: string[] = [];
const endpoints = { dynamodb: "http://127.0.0.1:2", sqs: "http://127.0.0.1:3", ses: "http://127.0.0.1:4" };
const fn = startFunctions(template, made, assembly, endpoints, (_, line) => lines.push(line)).get("Function")!;
afterAll(() => fn.stop());

it("is warm from its second event on, with its own variables and none of the runner's", async () => {
  const at = new Date("2026-11-24T00:00:00Z");
  const first = await fn.invoke({ at });
  expect(first).toEqual({
    result: { calls: 1, env: "http://127.0.0.1:1/q", endpoint: "http://127.0.0.1:3", at: "2026-11-24T00:00:00.000Z" },
  });
  expect(await fn.invoke({})).toMatchObject({ result: { calls: 2 } });
  expect(lines).toContain('{"left":true,"request":36}');
});

it.each([
  ["throw", "TypeError", /no such thing/],
  ["die", "Runtime.ExitError", /code 3/],
  ["hang", "Sandbox.Timedout", /after 1 seconds/],
  ["spin", "Sandbox.Timedout", /after 1 seconds/],
])("an event that makes it %s fails alone", async (what, errorType, message) => {
  expect(await fn.invoke({ what })).toEqual({ error: { errorType, errorMessage: expect.stringMatching(message) } });
  expect(await fn.invoke({})).toMatchObject({ result: { env: "http://127.0.0.1:1/q" } });
});

it("answers many at once, more than it has environments", async () => {
  const outcomes = await Promise.all(Array.from({ length: 9 }, () => fn.invoke({})));
  expect(outcomes.filter((outcome) => "error" in outcome)).toEqual([]);
});
