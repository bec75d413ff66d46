// npm run fuzz -- --count 10000 --seed 1 [--minutes MOST] [--only INDEX]
import path from "node:path";
import { parseArgs } from "node:util";
import { startEmbedded } from "../../src/store/embedded.ts";
import { migrate } from "../../src/store/migrate.ts";
import { connect } from "../../src/store/sql.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";
import { fuzz, type FuzzResult } from "./run.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string" },
    only: { type: "string" },
  },
});
const dir = temporaryDirectory();
const embedded = await startEmbedded(path.join(dir, "postgresql"), { throwaway: true });
const sql = connect(embedded.url, { max: 1 });
await migrate(sql);
await sql.end();

const result = await fuzz({
  seed: Number(values.seed),
  count: Number(values.count),
  minutes: numberOf(values.minutes),
  only: numberOf(values.only),
  databaseUrl: embedded.url,
  report: (line) => console.log(line),
});
await embedded.release();
removeDirectory(dir);
summarise(result);
process.exit(result.failures.length === 0 && result.lives ? 0 : 1);

function numberOf(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function summarise({
  inputs,
  seconds,
  answers,
  failures,
  worst,
  outside,
  memory,
  lives,
  errors,
}: FuzzResult): void {
  const quarter = Math.max(1, Math.floor(memory.length / 4));
  const mean = (list: number[]) => (list.reduce((sum, each) => sum + each, 0) / list.length).toFixed(0);
  console.log(`\n${inputs} inputs in ${seconds.toFixed(0)} s, ${(inputs / seconds).toFixed(0)} a second`);
  console.log(
    `answers: ${[...answers]
      .sort()
      .map(([name, count]) => `${name}: ${count}`)
      .join(", ")}`,
  );
  console.log(`not as documented: ${failures.length}`);
  for (const failure of failures.slice(0, 50)) console.log(`  ${failure}`);
  console.log(
    `event loop: busy at most ${worst.busy.toFixed(0)} ms in one turn, late at most ${worst.delay.toFixed(0)} ms; ` +
      `garbage at most ${worst.garbage.toFixed(0)} ms; seen from outside, /healthz took ${outside.toFixed(0)} ms at most`,
  );
  console.log(
    `memory: ${mean(memory.slice(0, quarter))} MB in the first quarter, ${mean(memory.slice(-quarter))} MB in the last`,
  );
  if (!lives) console.log("The server has ended.");
  if (errors) console.log(`The server's errors, the last of them:\n${errors.slice(-4000)}`);
}
