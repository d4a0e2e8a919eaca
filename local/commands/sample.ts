import type { CommandIo } from "../command-io.ts";
import { type Action, runActions } from "./remote.ts";

const clear: Action = {
  usage: "",
  summary: "take the bundled sample out: its feeds, subscriptions, matches and alerts",
  words: 0,
  run: async (api) => {
    const removed = await api.clearSample();
    return { value: { removed }, text: `The sample is gone (${removed} rows).` };
  },
};

/** `vigia sample clear`; returns the exit status. */
export const sampleCommand = (args: readonly string[], io: CommandIo): Promise<number> => runActions("sample", { clear }, args, io);
