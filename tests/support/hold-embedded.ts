// Holds the embedded database of a directory until its input ends, and says its address.
import { once } from "node:events";
import { configureLog } from "../../src/log.ts";
import { startEmbedded } from "../../src/store/embedded.ts";

configureLog("info");
const embedded = await startEmbedded(process.argv[2] ?? "", { throwaway: true });
console.log(embedded.url);
await once(process.stdin.resume(), "end");
await embedded.release();
process.exit(0);
