import type { Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import type { FunctionName } from "../../lambdas/adapters/env.ts";
import { grantsOf, resources, synthesise } from "./synthesis.ts";

let template: Template;
beforeAll(() => {
  template = synthesise({ identity: "domain:example.org" });
});

const READ = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"];
const WRITE = ["dynamodb:PutItem", "dynamodb:UpdateItem"];
const ERASE = ["dynamodb:DeleteItem"];
const CONSUME = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"];
const under = (...prefixes: string[]) => prefixes.flatMap((prefix) => (prefix.includes("#") ? [prefix] : [prefix, `${prefix}#*`]));
const table = (actions: string[], ...prefixes: string[]) => ({ actions, resources: ["StorageTable"], keys: under(...prefixes) });
const index = (name: string, ...prefixes: string[]) => ({
  actions: ["dynamodb:Query"],
  resources: [`StorageTable/index/${name}`],
  keys: under(...prefixes),
});
const send = (...steps: string[]) => ({ actions: ["sqs:SendMessage"], resources: steps.map((step) => `Pipeline${step}QueueMessages`) });
const consume = (step: string) => ({ actions: CONSUME, resources: [`Pipeline${step}QueueMessages`] });
const own = (log: string) => [
  { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [log] },
  // X-Ray has no resources to name.
  { actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], resources: ["*"] },
];

const API_READS =
  "SETTING SEED ENTITY FEED FEEDSTATE HEARD HOST HOLE ARCHIVE CHECK ITEM ITEMLOG STORY MATCH COUNT ITEMCOUNT SUB SECRET#app LIMIT FEEDBACK TOLD DELIVERY CHANGE KEY".split(
    " ",
  );

/** All that each function may do; a statement more or less is a decision, and is made here. */
const ALLOWED: Readonly<Record<FunctionName, readonly object[]>> = {
  schedule: [
    ...own("PipelineScheduleLog"),
    send("Deliver", "Ingest", "Match"),
    table(READ, "SEED", "ENTITY", "FEED", "TICK"),
    table(WRITE, "SEED", "ENTITY", "FEED", "TICK", "ALERT", "DELIVERY", "CHANGE", "SECRET#app"),
    table(ERASE, "FEED"),
    index("work", "OUTBOX", "DUE"),
  ],
  ingest: [
    ...own("PipelineIngestLog"),
    consume("Ingest"),
    send("Match"),
    table(READ, "FEED", "FEEDSTATE", "HEARD", "HOST", "ARCHIVE", "CHECK"),
    table(WRITE, "FEEDSTATE", "HEARD", "HOST", "HOLE", "ARCHIVE", "CHECK", "ITEMCOUNT"),
  ],
  match: [
    ...own("PipelineMatchLog"),
    { actions: [...CONSUME, "sqs:SendMessage"], resources: ["PipelineMatchQueueMessages"] },
    send("Deliver"),
    table(
      READ,
      "SEED",
      "ENTITY",
      "FEED",
      "FEEDSTATE",
      "HEARD",
      "HOLE",
      "ITEM",
      "ITEMLOG",
      "STORYKEY",
      "STORY",
      "MATCH",
      "SUB",
      "FEEDBACK",
      "TOLD",
      "ALERT",
    ),
    table(WRITE, "ITEM", "ITEMLOG", "STORYKEY", "STORY", "MATCH", "COUNT", "TOLD", "ALERT"),
  ],
  deliver: [
    ...own("PipelineDeliverLog"),
    consume("Deliver"),
    {
      actions: ["ses:SendEmail"],
      resources: ["configuration-set/vigia", "identity/EmailIdentity"].map(
        (name) => `arn:AWS::Partition:ses:AWS::Region:AWS::AccountId:${name}`,
      ),
    },
    table(
      READ,
      ..."SETTING SEED ENTITY FEED FEEDSTATE HEARD HOLE MATCH STORY SUB CONTACT SECRET SUPPRESSED ENDPOINT TOLD LIMIT ALERT DELIVERY".split(
        " ",
      ),
    ),
    table(WRITE, "SUB", "ENDPOINT", "DELIVERY", "LIMIT"),
    table(ERASE, "CONTACT"),
  ],
  feedback: [...own("PipelineFeedbackLog"), consume("Feedback"), table(READ, "SECRET#app"), table(WRITE, "SUPPRESSED")],
  api: [
    ...own("HttpApiLog"),
    send("Deliver", "Ingest", "Match"),
    table(READ, ...API_READS),
    table(WRITE, "ENTITY", "FEED", "ARCHIVE", "SUB", "CONTACT", "SECRET", "LIMIT", "FEEDBACK", "DELIVERY", "CHANGE"),
    table(ERASE, "SUB", "CONTACT", "SECRET", "ENDPOINT", "SUPPRESSED", "FEEDBACK", "TOLD"),
    index("latest", "MONTH"),
  ],
};

const inOrder = (grants: readonly object[]) => grants.map((grant) => JSON.stringify(grant)).toSorted();

describe("each function may do this and no more", () => {
  it.each(Object.entries(ALLOWED))("%s", (step, allowed) => {
    expect(inOrder(grantsOf(template, step))).toEqual(inOrder(allowed));
  });

  it("no managed policy adds to it", () => {
    for (const role of Object.values(resources(template, "AWS::IAM::Role"))) expect(role.Properties.ManagedPolicyArns).toBeUndefined();
  });

  it("and each role belongs to one service", () => {
    const services = Object.values(resources(template, "AWS::IAM::Role")).map(
      (role) =>
        (role.Properties.AssumeRolePolicyDocument as { Statement: { Principal: { Service: string } }[] }).Statement[0]!.Principal.Service,
    );
    expect(services.toSorted()).toEqual([...Array.from({ length: 6 }, () => "lambda.amazonaws.com"), "scheduler.amazonaws.com"]);
  });

  it("the minute's role may call schedule, and nothing else", () => {
    const [policy] = Object.entries(resources(template, "AWS::IAM::Policy")).filter(([id]) => id.startsWith("PipelineTickRole"));
    const { Statement } = policy![1].Properties.PolicyDocument as { Statement: { Action: string; Resource: unknown }[] };
    expect(Statement).toHaveLength(1);
    expect(Statement[0]!.Action).toBe("lambda:InvokeFunction");
    expect(JSON.stringify(Statement[0]!.Resource)).toContain("PipelineSchedule");
  });
});

const steps = (actions: readonly string[], key: string) =>
  Object.keys(ALLOWED).filter((step) =>
    grantsOf(template, step).some((grant) => grant.actions.some((action) => actions.includes(action)) && grant.keys?.includes(key)),
  );
const readers = (key: string) => steps(READ, key);
const writers = (key: string) => steps([...WRITE, ...ERASE], key);

describe("what the table above must never say", () => {
  it("no step sends to the queue that feeds it: Lambda would cut such a loop; but match, a rematch in ever smaller parts", () => {
    for (const step of ["ingest", "deliver", "feedback"]) {
      const sends = grantsOf(template, step).filter((grant) => grant.actions.includes("sqs:SendMessage"));
      expect(sends.flatMap((grant) => grant.resources).filter((name) => name.toLowerCase().includes(`pipeline${step}queue`))).toEqual([]);
    }
  });

  it("addresses and signing secrets are read by deliver alone", () => {
    expect(readers("CONTACT#*")).toEqual(["deliver"]);
    expect(readers("SECRET#*")).toEqual(["deliver"]);
  });

  it("no function gives itself keys or settings", () => {
    expect(writers("KEY#*")).toEqual([]);
    expect(writers("SETTING")).toEqual([]);
  });

  it("nobody scans, and nobody has a star", () => {
    const grants = Object.keys(ALLOWED).flatMap((step) => grantsOf(template, step));
    expect(grants.flatMap((grant) => grant.actions).filter((action) => action.includes("*") || action === "dynamodb:Scan")).toEqual([]);
    expect(
      grants.filter((grant) => grant.resources.includes("*")).every((grant) => grant.actions.every((action) => action.startsWith("xray:"))),
    ).toBe(true);
  });

  it("without an identity nobody may send mail", () => {
    expect(JSON.stringify(synthesise().toJSON())).not.toContain("ses:");
  });
});
