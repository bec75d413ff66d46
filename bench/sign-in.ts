// Members sign in while somebody keeps the door busy from the same address, as behind Tor or a proxy that is not named. See
// README.md for the goals. `npm run bench sign-in short` leaves out the quiet, and lets fewer come.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmbedded } from "../src/store/embedded.ts";
import { addMember } from "../src/store/members.ts";
import { migrate } from "../src/store/migrate.ts";
import { connect } from "../src/store/sql.ts";
import { percentile } from "../tests/support/percentile.ts";
import { startProbed } from "../tests/support/probed.ts";
import { type Bot, bots } from "./sign-in/bots.ts";
import { type Coming, comeIn } from "./sign-in/member.ts";

const short = process.argv.includes("short");
const signIns = short ? 6 : 20;
const between = 3000;
const perSecond = 50;
const passphrase = "correct horse battery";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tocsin-bench-"));
fs.chmodSync(dir, 0o711);
const embedded = await startEmbedded(path.join(dir, "postgresql"));
const database = connect(embedded.url, { max: 1 });
await migrate(database);
await database.end();
const server = await startProbed(embedded.url);
const names = Array.from({ length: signIns }, (_, at) => `member ${at}`);
for (const name of names) await addMember(server.sql, { name, role: "writer", passphrase });

console.log(
  `${os.cpus().length} cores, ${os.cpus()[0]?.model}, for the server, PostgreSQL and those who come\n`,
);
console.log("| 50 requests a second | inside within 10 s | p50 | slowest | answered to the bot |");
console.log("|---|---|---|---|---|");
for (const [name, bot] of Object.entries(bots)) {
  if (!short || name !== "nobody") console.log(await measure(name, bot));
}

await server.stop();
await embedded.release();
fs.rmSync(dir, { recursive: true, force: true });
process.exit(0);

async function measure(name: string, bot: Bot): Promise<string> {
  const stop = new AbortController();
  const flooding = bot({ origin: server.origin, perSecond, signal: stop.signal });
  await sleep(5000);
  const coming: Promise<Coming>[] = [];
  for (const member of names) {
    coming.push(comeIn(server.origin, { name: member, passphrase }));
    await sleep(between);
  }
  const came = await Promise.all(coming);
  stop.abort();
  const answers = await flooding;
  const inside = came.filter(({ inside }) => inside).map(({ milliseconds }) => milliseconds);
  const seconds = (part: number) =>
    inside.length > 0 ? `${(percentile(inside, part) / 1000).toFixed(1)} s` : "–";
  const said = [...answers].map(([status, count]) => `${count} × ${status}`).join(", ");
  return `| ${name} | ${inside.length} of ${came.length} | ${seconds(0.5)} | ${seconds(1)} | ${said} |`;
}
