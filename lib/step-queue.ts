import { Duration } from "aws-cdk-lib";
import type { Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { type IGrantable, Grant } from "aws-cdk-lib/aws-iam";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { FunctionName } from "../lambdas/adapters/env.ts";
import { idOf, type NodeFunction } from "./node-function.ts";

/** A step's queue with its own dead-letter queue: a message that fails five times waits there for a person, 14 days. */
export class StepQueue extends Construct {
  readonly step: FunctionName;
  readonly deadLetters: Queue;
  private readonly queue: Queue;

  /** @param timeout of the function that the queue feeds. */
  constructor(scope: Construct, step: FunctionName, timeout: Duration) {
    super(scope, `${idOf(step)}Queue`);
    this.step = step;
    const safe = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetters = new Queue(this, "DeadLetters", { ...safe, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, "Messages", {
      ...safe,
      retentionPeriod: Duration.days(4),
      // Six times the timeout, as AWS asks: a throttled batch must not come back while it is still being worked on.
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
  }

  get url(): string {
    return this.queue.queueUrl;
  }

  /** Calls `worker` with up to `batchSize` messages; each is acknowledged on its own. */
  feed(worker: NodeFunction, batchSize: number): void {
    worker.addEventSource(new SqsEventSource(this.queue, { batchSize, reportBatchItemFailures: true }));
  }

  /** Takes in the events that the rule lets through, each as a message. */
  take(rule: Rule): void {
    rule.addTarget(new SqsQueue(this.queue));
  }

  /** Lets `senders` put messages in, and nothing else. */
  grantSend(...senders: readonly IGrantable[]): void {
    for (const grantee of senders) Grant.addToPrincipal({ grantee, actions: ["sqs:SendMessage"], resourceArns: [this.queue.queueArn] });
  }
}
