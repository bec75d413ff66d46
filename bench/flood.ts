// A raid: 500 actors on 100 hosts reply 20 times each, while a member publishes and a reader reads; against their times in quiet.
// See README.md for the goals.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startEmbedded } from "../src/store/embedded.ts";
import { migrate } from "../src/store/migrate.ts";
import { connect } from "../src/store/sql.ts";
import { flood, shout, type Times } from "../tests/attack/flood.ts";
import { percentile } from "../tests/support/percentile.ts";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tocsin-bench-"));
fs.chmodSync(dir, 0o711);
const embedded = await startEmbedded(path.join(dir, "postgresql"));
const sql = connect(embedded.url, { max: 1 });
await migrate(sql);
await sql.end();

const size = { hosts: 100, actorsOfHost: 5, repliesOfActor: 20, quietSeconds: 20 };
const { sent, seconds, answers, kept, pages, quiet, flooded } = await flood({
  databaseUrl: embedded.url,
  ...size,
});
await embedded.release();
fs.rmSync(dir, { recursive: true, force: true });

const said = [...answers].map(([name, count]) => `${count} × ${name}`).join(", ");
const shown = pages.filter((page) => page.includes(shout)).length;
console.log(
  `${os.cpus().length} cores, ${os.cpus()[0]?.model}, for the server, PostgreSQL and all who attack it`,
);
console.log(
  `${sent} replies in ${seconds.toFixed(0)} s: ${said}; kept ${kept}; pages that show any: ${shown}\n`,
);
console.log("| | quiet p50 | quiet p99 | flooded p50 | flooded p99 | p99 to quiet | times |");
console.log("|---|---|---|---|---|---|---|");
for (const who of ["reader", "member"] as const) console.log(row(who));
process.exit(0);

function row(who: keyof Times): string {
  const at = (times: Times, part: number) => percentile(times[who], part);
  const values = [at(quiet, 0.5), at(quiet, 0.99), at(flooded, 0.5), at(flooded, 0.99)];
  const ratio = (at(flooded, 0.99) / at(quiet, 0.99)).toFixed(1);
  const cells = [who, ...values.map((value) => `${value.toFixed(0)} ms`), ratio];
  return `| ${cells.join(" | ")} | ${quiet[who].length}, ${flooded[who].length} |`;
}
