import type { CommandIo } from "../command-io.ts";
import { type Action, runAction } from "./remote.ts";

const rematch: Action = {
  usage: "ENTITY",
  summary: "look for an entity that is new or changed in all that is stored; nothing of it alerts",
  words: 1,
  run: async (api, { words: [id = ""] }) => {
    const value = await api.rematch(id);
    const [since, until] = [value.since, value.until].map((at) => at.slice(0, 16).replace("T", " "));
    return {
      value,
      text: `What was seen from ${since} to ${until} UTC is read again for ${value.entity}; that begins within two minutes.`,
    };
  },
};

/** `vigia rematch ENTITY`; returns the exit status. */
export const rematchCommand = (args: readonly string[], io: CommandIo): Promise<number> => runAction("rematch", rematch, args, io);
