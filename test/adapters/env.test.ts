import { afterEach, expect, it, vi } from "vitest";
import { env, loopbackAllowed } from "../../lambdas/adapters/env.ts";

afterEach(() => vi.unstubAllEnvs());

it("gives the variables that were named, an empty one too, and no others", () => {
  for (const [name, value] of Object.entries({ TABLE_NAME: "vigia", SENDER: "", PUBLIC_URL: "https://vigia.example" }))
    vi.stubEnv(name, value);
  const variables = env("deliver", "TABLE_NAME", "SENDER");
  expect(variables).toEqual({ TABLE_NAME: "vigia", SENDER: "" });
  // @ts-expect-error -- what was not asked for was not checked
  expect(variables.PUBLIC_URL).toBeUndefined();
});

it("names the first that is missing", () => {
  vi.stubEnv("TABLE_NAME", "vigia");
  vi.stubEnv("SENDER", undefined);
  expect(() => env("deliver", "TABLE_NAME", "SENDER")).toThrow("deliver: the variable SENDER is not set");
});

it("takes no name that is not the function's", () => {
  vi.stubEnv("SENDER", "a@example.org");
  // @ts-expect-error -- match sends no mail
  expect(env("match", "SENDER")).toEqual({ SENDER: "a@example.org" });
});

it.each<[string, string | undefined, string | undefined, boolean]>([
  ["no address", undefined, undefined, false],
  ["DynamoDB on this machine", "http://127.0.0.1:8000", undefined, true],
  ["all of AWS on this machine", undefined, "http://127.9.9.9:4566/", true],
  ["in IPv6", "http://[::1]:8000", undefined, true],
  ["by its name", "http://localhost:8000", undefined, true],
  ["DynamoDB elsewhere, the rest on this machine", "https://dynamodb.us-east-1.amazonaws.com", "http://127.0.0.1:4566", false],
  ["DynamoDB on this machine, the rest elsewhere", "http://127.0.0.1:8000", "https://aws.example", true],
  ["a private network", "http://10.0.0.7:8000", undefined, false],
  ["any address", "http://0.0.0.0:8000", undefined, false],
  ["a name that begins so", "http://localhost.example:8000", undefined, false],
  ["a name of it", "http://dynamodb.localhost:8000", undefined, false],
  ["an address that begins so", "http://127.0.0.1.example:8000", undefined, false],
  ["before an at", "http://127.0.0.1@aws.example/", undefined, false],
  ["no URL", "127.0.0.1:8000", undefined, false],
  ["nothing", "", "", false],
])("exempts this machine from the guard by where DynamoDB is: %s", (_, dynamodb, all, exempt) => {
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", dynamodb);
  vi.stubEnv("AWS_ENDPOINT_URL", all);
  expect(loopbackAllowed()).toBe(exempt);
});
