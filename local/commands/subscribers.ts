import type { CommandIo } from "../command-io.ts";
import { type Action, runActions } from "./remote.ts";

const exportAll: Action = {
  usage: "ADDRESS",
  summary: "all that is kept about an address, as JSON",
  words: 1,
  run: async (api, { words: [address = ""] }) => {
    const value = await api.subscriber("export", address);
    return { value, text: JSON.stringify(value, null, 2) };
  },
};

const erase: Action = {
  usage: "ADDRESS",
  summary: "remove every subscription of an address, and the address with them, at once",
  words: 1,
  run: async (api, { words: [address = ""] }) => {
    const value = await api.subscriber("erase", address);
    const { erased } = value as { erased: readonly string[] };
    return { value, text: erased.length === 0 ? "Nothing is kept about that address." : `Erased: ${erased.join(" ")}` };
  },
};

const release: Action = {
  usage: "ADDRESS",
  summary: "let mail go again to an address that had one come back, or reported as spam",
  words: 1,
  run: async (api, { words: [address = ""] }) => {
    const value = await api.subscriber("release", address);
    const { released } = value as { released: boolean };
    return { value, text: released ? "Mail may go there again." : "Nothing kept mail from that address." };
  },
};

/** `vigia subscribers …`; returns the exit status. Needs an admin key. */
export const subscribersCommand = (args: readonly string[], io: CommandIo): Promise<number> =>
  runActions("subscribers", { export: exportAll, erase, release }, args, io);
