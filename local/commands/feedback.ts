import type { CommandIo } from "../command-io.ts";
import { type Action, runAction } from "./remote.ts";

const feedback: Action = {
  usage: "",
  summary: `what readers say is not about whom it was taken for, one JSON document a line, newest first; "reject" is the command that makes it a correction for all`,
  words: 0,
  run: async (api) => {
    const value = await api.feedback();
    return { value, text: value.cases.map((one) => JSON.stringify(one)).join("\n") };
  },
};

/** `vigia feedback`: quality cases as `vigia match --jsonl` reads them; returns the exit status. Needs an admin key. */
export const feedbackCommand = (args: readonly string[], io: CommandIo): Promise<number> => runAction("feedback", feedback, args, io);
