import type { Delivery } from "../core/delivery.ts";
import { isOver } from "../core/delivery.ts";
import { kindOf } from "../core/delivery-id.ts";
import type { Endpoint } from "../core/endpoint.ts";
import { inForce, MOST_SECRETS, replacing } from "../core/signing-secret.ts";
import type { DeliverStore, WebhookStore } from "../pipeline/deliver-ports.ts";
import { deliveryPk, deliveryRows } from "./dynamo-deliveries.ts";
import type { Table } from "./dynamo-table.ts";
import { claimVersion, getRow, changeRow, walkRows } from "./dynamo-table.ts";
import { PREFIX } from "./table.ts";

/** How endpoints are doing, and what signs for them: as deliver sees it. */
export const endpointRows = (table: Table): Pick<DeliverStore, "webhookSecrets" | "endpoint" | "saveEndpoint"> => ({
  webhookSecrets: async (subscriptionId) => {
    const { pk, sk } = secretKey(subscriptionId);
    return inForce(((await getRow(table, pk, sk))?.secrets as readonly string[] | undefined) ?? [], table.clock());
  },
  endpoint: async (subscriptionId) => {
    const { pk, sk } = endpointKey(subscriptionId);
    return (await getRow(table, pk, sk))?.body as Endpoint | undefined;
  },
  saveEndpoint: (subscriptionId, endpoint) =>
    claimVersion(table, { ...endpointKey(subscriptionId), body: endpoint, version: endpoint.version }),
});

/** What the owner of a webhook does about it. */
export const webhookEdits = (table: Table): WebhookStore => ({
  ...deliveryRows(table),
  rotateSecret: async (subscriptionId, secret) => {
    // The API may not read secrets, so the list is changed where it lies. Two steps, because one may not touch a list twice: room
    // first, then the new one at the front. Dying in between loses at most the oldest of three. Where either finds the new secret
    // there, it is the SDK's own repetition of a write whose answer was lost. Another rotation in between takes the room: once more.
    const key = secretKey(subscriptionId);
    const stored = replacing(secret, table.clock());
    const isNew = "attribute_exists(#pk) AND NOT contains(#secrets, :stored)";
    for (let begun = false; ; begun = true) {
      const room = `REMOVE #secrets[${MOST_SECRETS - 1}]`;
      if (!(await changeRow(table, key, room, { stored }, isNew))) return begun;
      const put = "SET #secrets = list_append(:first, #secrets)";
      const values = { stored, first: [stored], most: MOST_SECRETS };
      if (await changeRow(table, key, put, values, `${isNew} AND size(#secrets) < :most`)) return true;
    }
  },
  overDeliveries: async (subscriptionId, { since, until, states, after }, limit) => {
    const found: Delivery[] = [];
    for await (const { body } of walkRows(table, {
      key: `#pk = :pk${after === undefined ? "" : " AND #sk > :after"}`,
      values: { pk: deliveryPk(subscriptionId), after },
    })) {
      const delivery = body as Delivery;
      if (kindOf(delivery.id) !== "alert" || !isOver(delivery)) continue;
      if (!states.includes(delivery.state) || delivery.createdAt < since || delivery.createdAt >= until) continue;
      found.push(delivery);
      if (found.length >= limit) break;
    }
    return found;
  },
});

/** Where the state of an endpoint is stored. */
export const endpointKey = (subscriptionId: string) => ({ pk: `${PREFIX.endpoint}#${subscriptionId}`, sk: "endpoint" });

/** Where its secrets are. */
export const secretKey = (subscriptionId: string) => ({ pk: `${PREFIX.secret}#${subscriptionId}`, sk: "secret" });
