import { storeContract } from "./contracts/store.ts";
import { memoryStore } from "./memory-store.ts";

storeContract("memory", async (clock) => memoryStore(clock));
