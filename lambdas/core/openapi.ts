import * as z from "zod/mini";
import { ProblemAnswer } from "./answer.ts";
import type { Access, Operation } from "./operation.ts";
import type { WebhookEvent } from "./webhook-events.ts";
import { webhookEvents } from "./webhook-events.ts";
import { API, operations } from "./operation.ts";

/** The API as an OpenAPI 3.1 document, made from the table of operations; `origin` is where it is reached. */
export const openApi = (origin: string): Record<string, unknown> => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, operation] of Object.entries(operations)) {
    paths[operation.path] ??= {};
    paths[operation.path]![operation.method] = describe(name, operation);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Vigía",
      version: "1",
      description:
        "Entities of a watchlist found in news feeds, and who is told. Times are ISO 8601 UTC. Errors are RFC 9457 problems whose `detail` is meant for people.",
    },
    servers: [{ url: `${origin}${API}` }],
    components: {
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description: "`vigia_<id>_<secret>`, with the scopes read, write or admin; each includes the ones before it.",
        },
      },
      responses: {
        Problem: {
          description: "What went wrong, and which field.",
          content: { "application/problem+json": { schema: schema(ProblemAnswer, "output") } },
        },
      },
    },
    paths,
    webhooks: Object.fromEntries(Object.entries(webhookEvents).map(([type, event]) => [type, { post: receiving(type, event) }])),
  };
};

/** An event as receivers get it. */
const receiving = (type: string, { summary, payload, example }: WebhookEvent): Record<string, unknown> => ({
  operationId: `receive ${type}`,
  summary,
  security: [{}],
  parameters: ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => ({
    name,
    in: "header",
    required: true,
    schema: { type: "string" },
    description: "As Standard Webhooks 1.0.0 has it.",
  })),
  requestBody: { required: true, content: { "application/json": { schema: schema(payload, "output"), example } } },
  responses: {
    "2XX": { description: "Received. Anything else, or nothing within 15 seconds, is tried again." },
    "410": { description: "Send no more: the subscription is switched off." },
  },
});

const describe = (name: string, operation: Operation): Record<string, unknown> => ({
  operationId: name,
  summary: operation.summary,
  security: security[operation.access],
  parameters: [...(operation.path.includes("{id}") ? [idParameter] : []), ...queryParameters(operation)],
  ...(operation.body !== undefined && {
    requestBody: {
      required: true,
      content: { "application/json": { schema: schema(operation.body, "input") }, ...asText(operation.files) },
    },
  }),
  responses: {
    ...Object.fromEntries([operation.status, ...(operation.also ?? [])].map((status) => [status, success(operation)])),
    "4XX": problemAnswer,
    "5XX": problemAnswer,
  },
});

const success = ({ answer, formats }: Operation): Record<string, unknown> => {
  if (answer === undefined) return { description: "Done." };
  return { description: "The answer.", content: { "application/json": { schema: schema(answer, "output") }, ...asText(formats) } };
};

const asText = (types: readonly string[] = []) => Object.fromEntries(types.map((type) => [type, { schema: { type: "string" } }]));

const problemAnswer = { $ref: "#/components/responses/Problem" };

// `{}` beside a scheme means that calling without a key may do: the setting `reads` decides.
const security: Record<Access, readonly object[]> = {
  open: [{}],
  reads: [{}, { key: [] }],
  read: [{ key: [] }],
  write: [{ key: [] }],
  admin: [{ key: [] }],
};

const idParameter = { name: "id", in: "path", required: true, schema: { type: "string", pattern: "^[A-Za-z0-9_-]{1,100}$" } };

const queryParameters = ({ query }: Operation): readonly object[] =>
  query === undefined
    ? []
    : Object.entries(schema(query, "input").properties ?? {}).map(([name, property]) => ({
        name,
        in: "query",
        required: false,
        schema: property,
      }));

const schema = (type: z.ZodMiniType, io: "input" | "output"): z.core.JSONSchema.BaseSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(type, { target: "draft-2020-12", io });
  return rest;
};
