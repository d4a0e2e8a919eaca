/** The emulated table of `fanout.ts`, in a process of its own: it counts what it is asked, as DynamoDB would bill it. */
import { createRequire } from "node:module";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What was asked since the last report. */
export interface Asked {
  /** Requests by operation. */
  readonly requests: Record<string, number>;
  /** Write units of the table and of its index `work`, by partition, all in all. */
  readonly units: Record<string, number>;
  /** The largest item put, bytes of JSON. */
  readonly largest: number;
}

const dynalite = createRequire(import.meta.url)("dynalite") as (options: { createTableMs: number }) => Server;
const server = dynalite({ createTableMs: 0 });

let [requests, units, largest]: [Record<string, number>, Record<string, number>, number] = [{}, {}, 0];
const sizes = new Map<string, { readonly bytes: number; work: string | undefined }>();
const add = (to: Record<string, number>, name: string, n: number) => void (to[name] = (to[name] ?? 0) + n);

type Item = Record<string, { readonly S?: string }>;

/** A write costs a unit a kB of the whole row, and one more in the index for each entry that comes or goes. */
const note = (operation: string, body: { readonly Item?: Item; readonly Key?: Item; readonly UpdateExpression?: string }): void => {
  add(requests, operation, 1);
  const { Item: item, Key: key } = body;
  const of = item ?? key;
  const name = `${of?.["pk"]?.S} ${of?.["sk"]?.S}`;
  if (operation === "PutItem" && item !== undefined) {
    const bytes = JSON.stringify(item).length;
    largest = Math.max(largest, bytes);
    const work = item["workPk"]?.S;
    sizes.set(name, { bytes, work });
    add(units, item["pk"]?.S ?? "", Math.ceil(bytes / 1024));
    if (work !== undefined) add(units, `index ${work}`, 1);
  }
  if (operation === "UpdateItem" && key !== undefined) {
    const known = sizes.get(name);
    add(units, key["pk"]?.S ?? "", Math.ceil((known?.bytes ?? 1024) / 1024));
    if (known?.work !== undefined && body.UpdateExpression?.includes("REMOVE") === true) {
      add(units, `index ${known.work}`, 1);
      known.work = undefined;
    }
  }
};

server.on("request", (request: NodeJS.ReadableStream & { headers: Record<string, string | undefined> }) => {
  const operation = request.headers["x-amz-target"]?.split(".")[1] ?? "";
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => note(operation, JSON.parse(Buffer.concat(parts).toString() || "{}") as Parameters<typeof note>[1]));
});
process.on("message", () => {
  process.send?.({ requests, units, largest } satisfies Asked);
  [requests, units, largest] = [{}, {}, 0];
});
process.on("disconnect", () => process.exit());
server.listen(0, "127.0.0.1", () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
