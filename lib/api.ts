import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat, AccessLogField } from "aws-cdk-lib/aws-apigateway";
import { type HttpApi, HttpRoute, HttpRouteKey, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Email } from "./email.ts";
import { NodeFunction } from "./node-function.ts";
import type { StepQueue } from "./step-queue.ts";
import type { Storage } from "./storage.ts";

/** What the query side needs. */
export interface ApiProps {
  /** The gateway in front; it comes from the stack, which tells its address to the steps as well. */
  readonly gateway: HttpApi;
  readonly storage: Storage;
  readonly email: Email;
  readonly ingestQueue: StepQueue;
  readonly matchQueue: StepQueue;
  readonly deliverQueue: StepQueue;
}

/** One function behind every address: `/api/v1/…` and the dashboard's files. */
export class Api extends Construct {
  readonly api: NodeFunction;

  constructor(scope: Construct, id: string, { gateway, storage, email, ingestQueue, matchQueue, deliverQueue }: ApiProps) {
    super(scope, id);
    this.api = new NodeFunction(
      this,
      "api",
      {
        TABLE_NAME: storage.tableName,
        INGEST_QUEUE_URL: ingestQueue.url,
        MATCH_QUEUE_URL: matchQueue.url,
        DELIVER_QUEUE_URL: deliverQueue.url,
        SENDER: email.sender,
        PUBLIC_URL: gateway.apiEndpoint,
      },
      // The gateway gives up after 30 s.
      { description: "Answers queries, keeps subscriptions, serves the dashboard", memorySize: 1024, timeout: Duration.seconds(29) },
    );
    storage.grant(this.api);
    ingestQueue.grantSend(this.api);
    matchQueue.grantSend(this.api);
    deliverQueue.grantSend(this.api);

    new HttpRoute(this, "Everything", {
      httpApi: gateway,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration("Function", this.api),
    });
    const log = new LogGroup(this, "AccessLog", { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    new HttpStage(this, "Stage", {
      httpApi: gateway,
      autoDeploy: true,
      throttle: { rateLimit: 50, burstLimit: 100 },
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: ACCESS_LOG },
    });
  }
}

/** No path, query, header or IP address: paths carry tokens, and addresses are people's. The id finds the function's own line. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    method: AccessLogField.contextHttpMethod(),
    status: AccessLogField.contextStatus(),
    bytes: AccessLogField.contextResponseLength(),
    ms: AccessLogField.contextResponseLatency(),
    integrationError: AccessLogField.contextIntegrationErrorMessage(),
  }),
);
