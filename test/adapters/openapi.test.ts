import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { ProblemAnswer } from "../../lambdas/core/answer.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { WebhookPayload } from "../../lambdas/core/webhook.ts";
import { webhookEvents } from "../../lambdas/core/webhook-events.ts";
import { servedApi } from "../fixtures/served-api.ts";

describe("the OpenAPI document", () => {
  it("describes every operation, in 3.1, with schemas that say what is refused", async () => {
    const { call } = await servedApi();
    const document = (await (await call("GET", "/openapi.json")).json()) as {
      openapi: string;
      paths: Record<
        string,
        Record<
          string,
          {
            operationId: string;
            parameters: { name: string; schema: object }[];
            requestBody?: { content: Record<string, { schema: { additionalProperties?: boolean } }> };
          }
        >
      >;
    };
    expect(document.openapi).toBe("3.1.0");
    const described = Object.values(document.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(described.toSorted()).toEqual(Object.keys(operations).toSorted());
    expect(document.paths["/matches"]!.get!.parameters.find(({ name }) => name === "limit")!.schema).toEqual({
      type: "integer",
      minimum: 1,
      maximum: 100,
      default: 20,
    });
    expect(document.paths["/subscriptions"]!.post!.requestBody!.content["application/json"]!.schema.additionalProperties).toBe(false);
  });

  it("describes every event of webhooks, with an example that fits", async () => {
    const { call } = await servedApi();
    const { webhooks } = (await (await call("GET", "/openapi.json")).json()) as {
      webhooks: Record<
        string,
        { post: { requestBody: { content: { "application/json": { schema: object; example: { type: string } } } } } }
      >;
    };
    expect(Object.keys(webhooks).toSorted()).toEqual([...new Set(["webhook.test", ...WebhookPayload.shape.type.options])].toSorted());
    for (const [type, { payload, example }] of Object.entries(webhookEvents)) {
      const content = webhooks[type]?.post.requestBody.content["application/json"];
      expect([type, content?.example, content?.example.type]).toEqual([type, example, type]);
      expect(z.safeParse(payload, example).success).toBe(true);
      expect(z.safeParse(payload, { ...(example as object), type: "other" }).success).toBe(false);
      expect(content?.schema).toMatchObject({ type: "object", additionalProperties: false, properties: { type: { const: type } } });
    }
  });

  it("is reached by the routes it names", async () => {
    const { app } = await servedApi();
    const routes = new Set(app.routes.map(({ method, path }) => `${method} ${path}`));
    for (const { method, path } of Object.values(operations))
      expect(routes).toContain(`${method.toUpperCase()} /api/v1${path.replace("{id}", ":id")}`);
  });

  it("uses schemas that accept what they describe", () => expect(() => z.toJSONSchema(ProblemAnswer)).not.toThrow());
});
