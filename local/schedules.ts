import { randomUUID } from "node:crypto";
import type { LocalFunction, Outcome } from "./functions.ts";
import type { Running } from "./mappings.ts";
import { referenced, resourcesOf, type Template } from "./template.ts";

interface ScheduleProperties {
  readonly ScheduleExpression: string;
  readonly Target: { readonly Arn: unknown; readonly Input?: string };
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Runs the template's `rate(…)` schedules: the first tick at once, then each at its pace. */
export const startSchedules = (
  template: Template,
  functions: ReadonlyMap<string, LocalFunction>,
  failed: (name: string, outcome: Outcome) => void,
): readonly Running[] =>
  resourcesOf(template, "AWS::Scheduler::Schedule").map(([id, resource]) => {
    const { ScheduleExpression, Target } = resource.Properties as unknown as ScheduleProperties;
    const fn = functions.get(referenced(Target.Arn, functions.keys()) ?? "");
    const every = intervalOf(ScheduleExpression);
    if (fn === undefined || every === undefined)
      throw new Error(`the runner cannot run ${id}: it knows rate(…) schedules of functions only`);
    const running = new Set<Promise<void>>();
    const tick = async (): Promise<void> => {
      const outcome = await fn.invoke(inputOf(Target.Input, id));
      if ("error" in outcome) failed(fn.name, outcome);
    };
    const start = (): void => {
      const run = tick().finally(() => running.delete(run));
      running.add(run);
    };
    const timer = setInterval(start, every);
    start();
    return {
      stop: async () => {
        clearInterval(timer);
        await Promise.all(running);
      },
    };
  });

/** Milliseconds of `rate(5 minutes)`; undefined for any other expression. */
export const intervalOf = (expression: string): number | undefined => {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  return count === undefined || unit === undefined ? undefined : Number(count) * (unitMs[unit] ?? 0);
};

/** The event: the target's input with Scheduler's context attributes filled in, or what Scheduler sends without one. */
const inputOf = (input: string | undefined, id: string): unknown => {
  const time = `${new Date().toISOString().slice(0, 19)}Z`;
  if (input === undefined)
    return {
      version: "0",
      id: randomUUID(),
      "detail-type": "Scheduled Event",
      source: "aws.scheduler",
      time,
      resources: [id],
      detail: "{}",
    };
  return JSON.parse(
    input
      .replaceAll("<aws.scheduler.scheduled-time>", time)
      .replaceAll("<aws.scheduler.execution-id>", randomUUID())
      .replaceAll("<aws.scheduler.attempt-number>", "1"),
  );
};
