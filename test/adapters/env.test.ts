import { afterEach, expect, it, vi } from "vitest";
import { env } from "../../lambdas/adapters/env.ts";

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
