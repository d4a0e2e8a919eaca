import type { Outbox } from "../../lambdas/pipeline/ports.ts";

interface Held<Message> {
  readonly message: Message;
  visibleAt: number;
  receives: number;
  /** Changes at each receive: an old receipt deletes nothing. */
  receipt: number;
}

/** How long a received message is hidden: what a run that died leaves behind. */
export const VISIBILITY_MS = 6 * 60_000;

/**
 * SQS as it really is: at least once, in any order. `mischief` decides how often a message is doubled; a message is gone
 * only when its receiver deletes it.
 */
export const makeQueue = <Message>(now: () => number, random: () => number, mischief: () => number) => {
  let held: Held<Message>[] = [];
  const send: Outbox<Message> = async (messages, delaySeconds = 0) => {
    for (const message of messages) {
      const copies = random() < mischief() ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        const late = copy === 0 ? 0 : Math.floor(random() * 120_000);
        held.push({ message: structuredClone(message), visibleAt: now() + delaySeconds * 1000 + late, receives: 0, receipt: 0 });
      }
    }
  };
  return {
    send,
    size: (): number => held.length,
    nextVisibleAt: (): number => Math.min(...held.map((h) => h.visibleAt)),
    /** Takes any visible message, not the oldest. */
    receive: (): { message: Message; done: () => void } | undefined => {
      const visible = held.filter((h) => h.visibleAt <= now());
      const taken = visible[Math.floor(random() * visible.length)];
      if (taken === undefined) return undefined;
      taken.visibleAt = now() + VISIBILITY_MS;
      taken.receives++;
      const receipt = ++taken.receipt;
      return {
        message: structuredClone(taken.message),
        done: () => {
          // A delete that never arrives is one more way to see a message twice.
          if (taken.receipt === receipt && random() >= mischief()) held = held.filter((h) => h !== taken);
        },
      };
    },
  };
};
