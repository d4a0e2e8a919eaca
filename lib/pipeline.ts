import { Duration } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import { Construct } from "constructs";
import type { Email } from "./email.ts";
import { NodeFunction } from "./node-function.ts";
import { StepQueue } from "./step-queue.ts";
import type { Storage } from "./storage.ts";

/** What the way of an item needs. */
export interface PipelineProps {
  readonly storage: Storage;
  readonly email: Email;
  /** Where people reach Vigía: `https://…`, without a slash at the end. */
  readonly publicUrl: string;
}

/** The way of an item: schedule ──▶ ingest ──▶ match ──▶ deliver, each arrow a queue. */
export class Pipeline extends Construct {
  readonly functions: readonly NodeFunction[];
  readonly queues: readonly StepQueue[];
  /** The api has new addresses looked at this way. */
  readonly ingestQueue: StepQueue;
  /** The api sends what an operator rejects this way. */
  readonly matchQueue: StepQueue;
  /** The api sends confirmations this way. */
  readonly deliverQueue: StepQueue;

  constructor(scope: Construct, id: string, { storage, email, publicUrl }: PipelineProps) {
    super(scope, id);
    const TABLE_NAME = storage.tableName;
    const ingestQueue = new StepQueue(this, "ingest", TIMEOUT.ingest);
    const matchQueue = new StepQueue(this, "match", TIMEOUT.match);
    const deliverQueue = new StepQueue(this, "deliver", TIMEOUT.deliver);
    const feedbackQueue = new StepQueue(this, "feedback", TIMEOUT.feedback);

    const schedule = new NodeFunction(
      this,
      "schedule",
      { TABLE_NAME, INGEST_QUEUE_URL: ingestQueue.url, MATCH_QUEUE_URL: matchQueue.url, DELIVER_QUEUE_URL: deliverQueue.url },
      { description: "Every minute: due shards, due retries, alerts left in the outbox", memorySize: 512, timeout: TIMEOUT.schedule },
    );
    const ingest = new NodeFunction(
      this,
      "ingest",
      { TABLE_NAME, MATCH_QUEUE_URL: matchQueue.url, PUBLIC_URL: publicUrl },
      { description: "Fetches a shard's due feeds politely and sends on what is new", memorySize: 1024, timeout: TIMEOUT.ingest },
    );
    const match = new NodeFunction(
      this,
      "match",
      { TABLE_NAME, MATCH_QUEUE_URL: matchQueue.url, DELIVER_QUEUE_URL: deliverQueue.url },
      // A whole core: a story that ten thousand follow costs forty thousand calls, which it spends half a millisecond on each (bench/fanout.md).
      { description: "Reads an item: who is named, which story, who returns, whom to alert", memorySize: 1769, timeout: TIMEOUT.match },
    );
    const deliver = new NodeFunction(
      this,
      "deliver",
      { TABLE_NAME, SENDER: email.sender, MAIL_SET: email.mailSet, PUBLIC_URL: publicUrl },
      { description: "Hands an alert to its channel: email or signed webhook", memorySize: 512, timeout: TIMEOUT.deliver },
    );

    const feedback = new NodeFunction(
      this,
      "feedback",
      { TABLE_NAME },
      { description: "Hears of bounces and complaints: who takes no mail gets none", memorySize: 512, timeout: TIMEOUT.feedback },
    );

    everyMinute(this, schedule);
    // One shard a message, one message a call: a shard's memory and time are bounded by its own feeds.
    ingestQueue.feed(ingest, 1);
    matchQueue.feed(match, 10);
    deliverQueue.feed(deliver, 10);
    feedbackQueue.feed(feedback, 10);
    email.tellFeedback(feedbackQueue);

    ingestQueue.grantSend(schedule);
    // match sends to itself what is left of a rematch, in ever smaller parts.
    matchQueue.grantSend(schedule, ingest, match);
    deliverQueue.grantSend(schedule, match);
    email.grantSend(deliver);

    this.functions = [schedule, ingest, match, deliver, feedback];
    this.queues = [ingestQueue, matchQueue, deliverQueue, feedbackQueue];
    this.ingestQueue = ingestQueue;
    this.matchQueue = matchQueue;
    this.deliverQueue = deliverQueue;
    storage.grant(...this.functions);
  }
}

/** How long each step may run. A tick ends before the next; a webhook may take 15 s, a feed 20 s. */
const TIMEOUT = {
  schedule: Duration.seconds(50),
  ingest: Duration.seconds(120),
  match: Duration.seconds(60),
  deliver: Duration.seconds(60),
  feedback: Duration.seconds(30),
};

/** A tick that failed is not repeated: the next one, a minute later, does its work as well. */
function everyMinute(scope: Construct, schedule: NodeFunction): void {
  const role = new Role(scope, "TickRole", { assumedBy: new ServicePrincipal("scheduler.amazonaws.com") });
  new Schedule(scope, "Tick", {
    schedule: ScheduleExpression.rate(Duration.minutes(1)),
    target: new LambdaInvoke(schedule, { role, retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
    description: "Vigía's minute",
  });
}
