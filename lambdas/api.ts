import { systemClock } from "./adapters/clock.ts";
import { queryStore } from "./adapters/dynamo-store.ts";
import { env, loopbackAllowed } from "./adapters/env.ts";
import { httpApi } from "./adapters/http-api.ts";
import { onRequest, reportTo } from "./adapters/http-api-lambda.ts";
import { readSite, siteFolder } from "./adapters/http-api-site.ts";
import { makeLog } from "./adapters/logger.ts";
import { freshBytes } from "./adapters/random.ts";
import { sqsOutbox } from "./adapters/sqs.ts";
import { api } from "./pipeline/api.ts";
import { consenting } from "./pipeline/consent.ts";
import { managing } from "./pipeline/manage.ts";

const variables = env("api", "TABLE_NAME", "INGEST_QUEUE_URL", "MATCH_QUEUE_URL", "DELIVER_QUEUE_URL", "SENDER", "PUBLIC_URL");
const { TABLE_NAME, SENDER, PUBLIC_URL } = variables;
const log = makeLog("api");
const world = { store: queryStore(TABLE_NAME), deliver: sqsOutbox(variables.DELIVER_QUEUE_URL), clock: systemClock };
const [ingest, match] = [sqsOutbox(variables.INGEST_QUEUE_URL), sqsOutbox(variables.MATCH_QUEUE_URL)];
const deps = { ...world, ingest, match, random: freshBytes, loopbackAllowed: loopbackAllowed(), sendsMail: SENDER !== "" };
const operations = api(deps);
const site = readSite(siteFolder());
const people = { consent: consenting(deps), manage: managing(deps) };
const app = httpApi({ ...world, ...people, operations, site, publicUrl: PUBLIC_URL, report: reportTo(log) });

export const handler = onRequest(app, log);
