import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Grant } from "./synthesis.ts";

/** A DynamoDB that holds each caller to its role, as IAM would. */
export interface RoleGate {
  readonly endpoint: string;
  /** What was refused: `deliver PutItem FEED#0`. */
  readonly denied: readonly string[];
  /** What no request has needed yet: `deliver PutItem,UpdateItem SUB`. */
  unused(): readonly string[];
  stop(): Promise<void>;
}

/**
 * Stands in front of `upstream`. A caller names its role in front of the table's name (`deliver.vigia`); the request goes on if
 * a grant of that role allows the action on that table or index for every partition key it names, else it is refused.
 */
export const openRoleGate = async (grants: Readonly<Record<string, readonly Grant[]>>, upstream: string): Promise<RoleGate> => {
  const denied: string[] = [];
  const used = new Set<string>();
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const action = String(request.headers["x-amz-target"]).replace(/^\w+\./, "");
    const asked = JSON.parse(await text(request)) as Asked;
    const named = asked.TableName ?? Object.keys(asked.RequestItems ?? {})[0] ?? "";
    const [role = "", ...rest] = named.split(".");
    const table = rest.join(".");
    const grant = (key: string) => grants[role]?.find((one) => allows(one, action, asked.IndexName, key));
    const keys = keysOf(asked);
    const refused = keys.length === 0 ? ["(no key)"] : keys.filter((key) => grant(key) === undefined);
    if (refused.length > 0) {
      denied.push(...refused.map((key) => `${role} ${action} ${key}`));
      send(response, 400, JSON.stringify({ __type: "com.amazon.coral.service#AccessDeniedException", message: "not allowed" }));
      return;
    }
    for (const key of keys) used.add(`${role} ${labelOf(grant(key)!)} ${prefixOf(key, grant(key)!)}`);
    const headers = Object.fromEntries(
      ["authorization", "x-amz-target", "x-amz-date"].map((name) => [name, String(request.headers[name])]),
    );
    const body = JSON.stringify(asked).replaceAll(JSON.stringify(named), JSON.stringify(table));
    const answer = await fetch(upstream, { method: "POST", headers: { ...headers, "content-type": "application/x-amz-json-1.0" }, body });
    send(response, answer.status, (await answer.text()).replaceAll(JSON.stringify(table), JSON.stringify(named)));
  };
  const server = createServer((request, response) => void pass(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const all = Object.entries(grants).flatMap(([role, list]) =>
    list.flatMap((grant) => (grant.keys ?? []).filter((key) => !key.endsWith("#*")).map((key) => `${role} ${labelOf(grant)} ${key}`)),
  );
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    denied,
    unused: () => all.filter((one) => !used.has(one)),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** The parts of a request that IAM looks at. */
interface Asked {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: Row;
  readonly Item?: Row;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Row[] }>>;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeValues?: Row;
}
type Row = Readonly<Record<string, { readonly S?: string }>>;

/** The partition keys that a request names. */
function keysOf(asked: Asked): string[] {
  const rows = [asked.Key, asked.Item, ...Object.values(asked.RequestItems ?? {}).flatMap((part) => part.Keys)];
  const value = /= (:\w+)/.exec(asked.KeyConditionExpression ?? "")?.[1];
  const asking = value === undefined ? undefined : asked.ExpressionAttributeValues?.[value]?.S;
  return [...rows.map((row) => row?.pk?.S), asking].filter((key) => key !== undefined);
}

function allows({ actions, resources, keys }: Grant, action: string, index: string | undefined, key: string): boolean {
  const resource = index === undefined ? "StorageTable" : `StorageTable/index/${index}`;
  return actions.includes(`dynamodb:${action}`) && resources.includes(resource) && (keys ?? ["*"]).some((pattern) => isLike(key, pattern));
}

function isLike(key: string, pattern: string): boolean {
  return pattern.endsWith("*") ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
}

const labelOf = ({ actions, resources }: Grant): string =>
  [...actions.map((action) => action.replace("dynamodb:", "")), ...resources.flatMap((resource) => resource.split("/").slice(2))].join(",");

const prefixOf = (key: string, { keys = [] }: Grant): string => (keys.includes(key) ? key : (key.split("#")[0] ?? ""));

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(body);
}
