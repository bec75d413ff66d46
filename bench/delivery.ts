// Deliveries, against the limit of this machine: signing and posting, and nothing else. What is compared runs in one go, since
// machines differ and are noisy; see README.md for the goals.
import os from "node:os";
import { explainClaims, publishToMany, scale } from "./delivery/more.ts";
import { inboxesOf, warmUp } from "./delivery/inboxes.ts";
import { cost, postgresCpu } from "./delivery/measure.ts";
import { delivered, follow, publish, setStage } from "./delivery/stage.ts";

const counts = (process.argv[2] ?? "500,5000,50000").split(",").map(Number);
const stage = await setStage();
const { sql } = stage;
console.log(`${os.cpus().length} cores, ${os.cpus()[0]?.model}; CPU in milliseconds a delivery\n`);
console.log(
  "| inboxes | limit | ours | ours to limit | a second | PostgreSQL | worker memory | Fedify, in memory |",
);
console.log("|---|---|---|---|---|---|---|---|");

for (const count of counts) {
  const limit = await stage.run("limit.ts", [count]);
  const worker = await stage.startWorker();
  await follow(sql, inboxesOf(warmUp));
  await publish(sql);
  await delivered(sql);
  await follow(sql, inboxesOf(count));
  const before = postgresCpu(stage.pgdata);
  await worker.begin();
  await publish(sql);
  await delivered(sql);
  const ours = await worker.end();
  const postgres = ((postgresCpu(stage.pgdata) - before) / count) * 1000;
  worker.close();
  const [row] = await sql<
    { n: number }[]
  >`select count(*)::integer as n from delivery where state = 'delivered'`;
  if (row?.n !== count) throw new Error(`${row?.n} of ${count} were delivered`);
  const fedify = count > 5000 ? undefined : await stage.run("fedify.ts", [count]);
  const cells = [
    count,
    cost(limit, count).toFixed(3),
    cost(ours, count).toFixed(3),
    (cost(limit, count) / cost(ours, count)).toFixed(2),
    (count / ours.seconds).toFixed(0),
    postgres.toFixed(3),
    `${ours.peakMegabytes.toFixed(0)} MB`,
    fedify ? cost(fedify, count).toFixed(3) : "–",
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

if (process.argv[3] !== "short") {
  await publishToMany(stage);
  await scale(stage);
  await explainClaims(stage);
}
await stage.close();
