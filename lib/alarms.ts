import { Duration, Stack } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { isAddress } from "./email.ts";
import { idOf, METRICS_NAMESPACE, type NodeFunction } from "./node-function.ts";
import type { StepQueue } from "./step-queue.ts";
import { SettingError } from "./setting-error.ts";

/** What is watched. */
export interface AlarmsProps {
  readonly functions: readonly NodeFunction[];
  readonly queues: readonly StepQueue[];
  /** Does the stack send mail? Then SES's own rates are watched. */
  readonly mails: boolean;
  /**
   * Who is mailed when an alarm goes off or ends.
   * @default - nobody: alarms show in the console only
   */
  readonly operator: string | undefined;
}

/** One alarm per promise. Each names the heading of `lib/README.md` that says what to do. */
export class Alarms extends Construct {
  private readonly action: IAlarmAction | undefined;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.action = props.operator === undefined ? undefined : mailTo(this, props.operator);
    for (const { step, deadLetters } of props.queues)
      this.alarm(`${idOf(step)}DeadLetters`, step, `messages that ${step} failed five times wait in its dead-letter queue`, {
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: "Maximum" }),
        periods: 1,
      });
    const queued = new Set(props.queues.map(({ step }) => step));
    for (const fn of props.functions)
      this.alarm(`${idOf(fn.step)}Errors`, fn.step, `${fn.step} failed in three of the last five minutes`, {
        metric: queued.has(fn.step) ? callsAndMessages(fn) : fn.metricErrors(EACH_MINUTE),
        periods: 5,
        failing: 3,
      });
    this.alarm(
      "FeedsSilent",
      "ingest",
      "a feed has fallen silent; ingest's log and the feeds page say which, and this is told once a feed",
      {
        metric: countedBy("ingest", "FeedsSilent", { period: Duration.minutes(15), statistic: "Sum" }),
        periods: 1,
      },
    );
    if (!props.mails) return;
    // Well below where SES looks into an account: 5 % and 0.1 %.
    this.alarm("BounceRate", "feedback", "more than 2 % of the mails come back", { metric: rate("Bounce"), periods: 1, above: 0.02 });
    this.alarm("ComplaintRate", "feedback", "more than 0.05 % of the mails are reported as spam", {
      metric: rate("Complaint"),
      periods: 1,
      above: 0.0005,
    });
  }

  private alarm(id: string, step: string, what: string, watch: Watch): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: `${what}. What to do: lib/README.md, "${step}".`,
      metric: watch.metric,
      threshold: watch.above ?? 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: watch.periods,
      datapointsToAlarm: watch.failing ?? watch.periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (this.action === undefined) return;
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
  }
}

/** When an alarm goes off: more than so much in `failing` of so many `periods`. */
interface Watch {
  readonly metric: IMetric;
  readonly periods: number;
  /** @default - all of them */
  readonly failing?: number;
  /** @default - 0 */
  readonly above?: number;
}

/** Of all mails of the account, as SES reckons it. */
function rate(of: "Bounce" | "Complaint"): IMetric {
  return new Metric({ namespace: "AWS/SES", metricName: `Reputation.${of}Rate`, period: Duration.hours(1), statistic: "Maximum" });
}

const EACH_MINUTE = { period: Duration.minutes(1), statistic: "Sum" } as const;

/**
 * Failed calls, and messages that failed within good calls: a batch that reports the messages it failed is no error to Lambda,
 * so each is counted by the function itself (`adapters/lambda.ts`). Neither is measured in a quiet minute, which is 0 here.
 */
function callsAndMessages(fn: NodeFunction): IMetric {
  const messages = countedBy(fn.step, "MessagesFailed", EACH_MINUTE);
  return new MathExpression({
    expression: "FILL(calls, 0) + FILL(messages, 0)",
    usingMetrics: { calls: fn.metricErrors(EACH_MINUTE), messages },
    label: `${fn.step}: calls and messages that failed`,
    period: EACH_MINUTE.period,
  });
}

/** What a function counts itself (`adapters/metrics.ts`). */
function countedBy(step: string, metricName: string, over: { readonly period: Duration; readonly statistic: string }): IMetric {
  return new Metric({ namespace: METRICS_NAMESPACE, metricName, dimensionsMap: { service: step }, ...over });
}

function mailTo(scope: Construct, operator: string): IAlarmAction {
  if (!isAddress(operator)) throw new SettingError("operator", operator, "one email address, as ops@example.org");
  const topic = new Topic(scope, "Operator", { displayName: "Vigía", enforceSSL: true });
  // The policy that enforces TLS replaces the topic's default one, which let the account's alarms publish.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } },
    }),
  );
  topic.addSubscription(new EmailSubscription(operator));
  return new SnsAction(topic);
}
