import { AsyncLocalStorage } from "node:async_hooks";

const current = new AsyncLocalStorage<string>();

/** Runs `work`; everything it logs and sends carries this id, so that one tick can be followed from step to step. */
export const correlated = <Result>(id: string, work: () => Promise<Result>): Promise<Result> => current.run(id, work);

/** The id of the message, tick or request being worked on, if any. */
export const correlationId = (): string | undefined => current.getStore();
