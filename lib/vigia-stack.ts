import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import { Alarms } from "./alarms.ts";
import { Api } from "./api.ts";
import { Email } from "./email.ts";
import { Pipeline } from "./pipeline.ts";
import { Storage } from "./storage.ts";

/** The two choices of a deployment (`-c name=value`); everything else is data. */
export interface VigiaStackProps extends StackProps {
  /**
   * The SES identity that mails come from: `domain:example.org`, `address:you@example.org` or `existing:…`.
   * @default - no email, webhooks only
   */
  readonly identity?: string | undefined;
  /**
   * The email address that alarms go to.
   * @default - alarms show in the console only
   */
  readonly operator?: string | undefined;
}

/** All of Vigía. */
export class VigiaStack extends Stack {
  constructor(scope: Construct, id: string, props: VigiaStackProps = {}) {
    super(scope, id, props);
    const storage = new Storage(this, "Storage");
    const email = new Email(this, "Email", props.identity);
    const gateway = new HttpApi(this, "Gateway", { apiName: "vigia", createDefaultStage: false });
    const pipeline = new Pipeline(this, "Pipeline", { storage, email, publicUrl: gateway.apiEndpoint });
    const { api } = new Api(this, "Http", {
      gateway,
      storage,
      email,
      ingestQueue: pipeline.ingestQueue,
      matchQueue: pipeline.matchQueue,
      deliverQueue: pipeline.deliverQueue,
    });
    const functions = [...pipeline.functions, api];
    new Alarms(this, "Alarms", { functions, queues: pipeline.queues, mails: email.sender !== "", operator: props.operator });

    new CfnOutput(this, "Url", { value: gateway.apiEndpoint, description: "The dashboard; the API is under /api/v1" });
    new CfnOutput(this, "TableName", { value: storage.tableName });
  }
}
