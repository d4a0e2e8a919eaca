import type { Clock } from "../pipeline/ports.ts";

/** The machine's clock, epoch ms: the only place that asks what time it is. */
export const systemClock: Clock = () => Date.now();

/** Waits, milliseconds. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
