// Loaded into every Node that tests start: notes which mutants it meets. Many are killed, so it does not wait for the end.
import fs from "node:fs";
import path from "node:path";
import { isMainThread } from "node:worker_threads";

const dir = process.env.MUTANTS_MET;
if (dir && isMainThread) {
  const write = () => {
    const met = globalThis.__stryker__?.mutantCoverage?.static;
    if (met) fs.writeFileSync(path.join(dir, `${process.pid}.json`), JSON.stringify({ loading: [], met }));
  };
  setInterval(write, 1000).unref();
  process.on("exit", write);
}
