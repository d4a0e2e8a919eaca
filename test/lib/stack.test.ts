import type { Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import type { FunctionName } from "../../lambdas/adapters/env.ts";
import { only, type Resource, resource, resources, synthesise } from "./synthesis.ts";

let template: Template;
beforeAll(() => {
  template = synthesise();
});

const STEPS: Readonly<Record<FunctionName, string>> = {
  schedule: "PipelineSchedule",
  ingest: "PipelineIngest",
  match: "PipelineMatch",
  deliver: "PipelineDeliver",
  feedback: "PipelineFeedback",
  api: "HttpApi",
};
const QUEUED = ["Ingest", "Match", "Deliver", "Feedback"] as const;
const functionOf = (step: string) => resource(template, "AWS::Lambda::Function", STEPS[step as FunctionName]);
const queue = (step: string, which: "Messages" | "DeadLetters") => resource(template, "AWS::SQS::Queue", `Pipeline${step}Queue${which}`);
const idOf = (type: string, start: string) =>
  Object.keys(resources(template, type)).find((id) => new RegExp(`^${start}[0-9A-F]{8}$`).test(id));

describe("the table", () => {
  let table: Resource;
  beforeAll(() => {
    table = only(template, "AWS::DynamoDB::GlobalTable");
  });

  it("is paid by request and outlives the stack", () => {
    expect(table.Properties.BillingMode).toBe("PAY_PER_REQUEST");
    expect(table.DeletionPolicy).toBe("Retain");
    expect(table.UpdateReplacePolicy).toBe("Retain");
  });

  it("is protected from deletion and recoverable to any second", () => {
    expect(table.Properties.Replicas).toEqual([
      expect.objectContaining({ DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
    ]);
  });

  it("has the keys, the indexes and the time to live that the adapters use", () => {
    expect(table.Properties).toMatchObject({
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "work",
          KeySchema: [{ AttributeName: "workPk" }, { AttributeName: "workAt" }],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
        {
          IndexName: "latest",
          KeySchema: [{ AttributeName: "month" }, { AttributeName: "monthAt" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
      AttributeDefinitions: expect.arrayContaining([
        { AttributeName: "workAt", AttributeType: "N" },
        { AttributeName: "monthAt", AttributeType: "S" },
      ]),
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    });
  });

  it("has no stream: the design does without", () => {
    expect(table.Properties.StreamSpecification).toBeUndefined();
  });
});

describe("the functions", () => {
  it("are the steps, and nothing else runs", () => {
    const ids = Object.keys(resources(template, "AWS::Lambda::Function")).map((id) => id.replace(/[0-9A-F]{8}$/, ""));
    expect(ids.toSorted()).toEqual(Object.values(STEPS).toSorted());
  });

  it.each(Object.keys(STEPS))("%s: Node 24 on arm64, JSON log, traced, with memory and time of its own", (step) => {
    expect(functionOf(step).Properties).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      LoggingConfig: { LogFormat: "JSON", LogGroup: { Ref: expect.stringContaining("Log") } },
      TracingConfig: { Mode: "Active" },
      MemorySize: expect.any(Number),
      Timeout: expect.any(Number),
    });
  });

  // With an endpoint of AWS on this machine, the guard would let requests through to this machine (DESIGN, "Rules").
  it.each(Object.keys(STEPS))("%s: its address of AWS is AWS's, and it goes there and elsewhere by no proxy", (step) => {
    const { Variables } = functionOf(step).Properties.Environment as { Variables: Record<string, unknown> };
    expect(Object.keys(Variables).filter((name) => /^(AWS|NODE)_|PROXY|ENDPOINT|LOOPBACK|PRIVATE/i.test(name))).toEqual([]);
    expect(Variables.POWERTOOLS_SERVICE_NAME).toBe(step);
  });

  it("keep no secret in their environment", () => {
    const variables = Object.keys(STEPS).flatMap((step) =>
      Object.keys((functionOf(step).Properties.Environment as { Variables: object }).Variables),
    );
    expect(variables.filter((name) => /SECRET|PASSWORD|TOKEN|API_KEY/.test(name))).toEqual([]);
  });

  it("know their public address without a cycle", () => {
    const url = { "Fn::GetAtt": [idOf("AWS::ApiGatewayV2::Api", "Gateway"), "ApiEndpoint"] };
    for (const step of ["ingest", "deliver", "api"])
      expect(functionOf(step).Properties.Environment).toMatchObject({ Variables: { PUBLIC_URL: url } });
  });

  it("log for 30 days, and the logs go with the stack", () => {
    const groups = Object.values(resources(template, "AWS::Logs::LogGroup"));
    expect(groups).toHaveLength(7);
    for (const group of groups) expect(group).toMatchObject({ Properties: { RetentionInDays: 30 }, DeletionPolicy: "Delete" });
  });
});

describe("the queues", () => {
  it("are four, each with its own dead-letter queue", () => {
    expect(Object.keys(resources(template, "AWS::SQS::Queue"))).toHaveLength(8);
    const letters = QUEUED.map((step) => idOf("AWS::SQS::Queue", `Pipeline${step}QueueDeadLetters`));
    expect(new Set(letters).size).toBe(4);
    for (const [n, step] of QUEUED.entries())
      expect(queue(step, "Messages").Properties.RedrivePolicy).toEqual({
        deadLetterTargetArn: { "Fn::GetAtt": [letters[n], "Arn"] },
        maxReceiveCount: 5,
      });
  });

  it.each(QUEUED)("%s: hides a message six times as long as its function may run", (step) => {
    const seconds = queue(step, "Messages").Properties.VisibilityTimeout as number;
    expect(seconds).toBeGreaterThanOrEqual(6 * (functionOf(step.toLowerCase()).Properties.Timeout as number));
  });

  it.each(QUEUED)("%s: dead letters wait 14 days, longer than messages do", (step) => {
    const dead = queue(step, "DeadLetters").Properties.MessageRetentionPeriod as number;
    expect(dead).toBe(14 * 86_400);
    expect(dead).toBeGreaterThan(queue(step, "Messages").Properties.MessageRetentionPeriod as number);
  });

  it("are encrypted at rest and refuse plain HTTP", () => {
    for (const each of Object.values(resources(template, "AWS::SQS::Queue"))) expect(each.Properties.SqsManagedSseEnabled).toBe(true);
    const refused = Object.values(resources(template, "AWS::SQS::QueuePolicy")).map((policy) => {
      const [statement] = (policy.Properties.PolicyDocument as { Statement: unknown[] }).Statement;
      expect(statement).toMatchObject({ Effect: "Deny", Action: "sqs:*", Condition: { Bool: { "aws:SecureTransport": "false" } } });
      return policy.Properties.Queues;
    });
    expect(refused).toHaveLength(8);
  });

  it("feed their steps, each message acknowledged on its own, without a ceiling that idles", () => {
    const mappings = Object.values(resources(template, "AWS::Lambda::EventSourceMapping"));
    expect(mappings).toHaveLength(4);
    for (const step of QUEUED)
      expect(mappings.map((mapping) => mapping.Properties)).toContainEqual(
        expect.objectContaining({
          EventSourceArn: { "Fn::GetAtt": [idOf("AWS::SQS::Queue", `Pipeline${step}QueueMessages`), "Arn"] },
          FunctionName: { Ref: idOf("AWS::Lambda::Function", `Pipeline${step}`) },
          FunctionResponseTypes: ["ReportBatchItemFailures"],
        }),
      );
    for (const mapping of mappings) expect(mapping.Properties.ScalingConfig).toBeUndefined();
  });
});

describe("the minute", () => {
  it("calls schedule, and a tick that failed is left to the next", () => {
    expect(only(template, "AWS::Scheduler::Schedule").Properties).toMatchObject({
      ScheduleExpression: "rate(1 minute)",
      State: "ENABLED",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: { "Fn::GetAtt": [idOf("AWS::Lambda::Function", "PipelineSchedule"), "Arn"] },
        RoleArn: { "Fn::GetAtt": [idOf("AWS::IAM::Role", "PipelineTickRole"), "Arn"] },
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      },
    });
  });
});

describe("the gateway", () => {
  it("hands everything to api", () => {
    expect(only(template, "AWS::ApiGatewayV2::Route").Properties).toMatchObject({ RouteKey: "$default" });
    expect(only(template, "AWS::ApiGatewayV2::Integration").Properties).toMatchObject({
      PayloadFormatVersion: "2.0",
      IntegrationType: "AWS_PROXY",
    });
  });

  it("is throttled", () => {
    expect(only(template, "AWS::ApiGatewayV2::Stage").Properties).toMatchObject({
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
  });

  it("logs JSON without addresses, paths, queries or headers: they hold tokens and people", () => {
    const stage = only(template, "AWS::ApiGatewayV2::Stage");
    const { Format } = stage.Properties.AccessLogSettings as { Format: string };
    const fields = Object.values(JSON.parse(Format) as Record<string, string>);
    expect(fields).toContain("$context.requestId");
    expect(fields.filter((field) => /path|query|header|sourceIp|userAgent|authorizer|identity/i.test(field))).toEqual([]);
  });

  it("answers its own origin only: no CORS", () => {
    const gateway = only(template, "AWS::ApiGatewayV2::Api");
    expect(gateway.Properties.CorsConfiguration).toBeUndefined();
  });
});

describe("the stack", () => {
  it("says where Vigía is", () => {
    expect(template.findOutputs("Url").Url).toMatchObject({
      Value: { "Fn::GetAtt": [idOf("AWS::ApiGatewayV2::Api", "Gateway"), "ApiEndpoint"] },
    });
  });

  it("runs no code of CDK's own: no custom resource, no provider function", () => {
    const types = Object.values(template.toJSON().Resources as Record<string, Resource>).map((each) => each.Type);
    expect(types.filter((type) => type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource")).toEqual([]);
  });

  it("is the same with every synth", () => {
    expect(synthesise().toJSON()).toEqual(template.toJSON());
  });
});
