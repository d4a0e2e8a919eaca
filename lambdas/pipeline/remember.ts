import type { Clock } from "./ports.ts";

/**
 * Reads again only when what it has is older than `age` ms. Who asks meanwhile waits for the same read; a failure is not
 * remembered; a value that reads as before stays the same object, so that what was made from it stays good.
 */
export const remember = <Value>(read: () => Promise<Value>, clock: Clock, age: number): (() => Promise<Value>) => {
  let kept: { readonly value: Value; readonly text: string; readonly until: number } | undefined;
  let reading: Promise<Value> | undefined;
  const readAgain = async (): Promise<Value> => {
    try {
      const until = clock() + age;
      const value = await read();
      const text = JSON.stringify(value);
      kept = { value: kept?.text === text ? kept.value : value, text, until };
      return kept.value;
    } finally {
      reading = undefined;
    }
  };
  return async () => (kept !== undefined && clock() < kept.until ? kept.value : (reading ??= readAgain()));
};
