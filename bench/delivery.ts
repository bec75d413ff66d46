// Deliveries, against the limit of this machine: signing and posting, and nothing else. What is compared runs in one go, since
// machines differ and are noisy; see README.md for the goals.
import os from "node:os";
import { explainClaims, publishToMany, scale } from "./delivery/more.ts";
import { inboxesOf, warmUp } from "./delivery/inboxes.ts";
import { cost, median, postgresCpu } from "./delivery/measure.ts";
import { delivered, follow, publish, setStage } from "./delivery/stage.ts";

const counts = (process.argv[2] ?? "500,5000,50000").split(",").map(Number);
const stage = await setStage();
const { sql } = stage;
const roundsOf = (count: number) => (count > 5000 ? 3 : 7);
console.log(`${os.cpus().length} cores, ${os.cpus()[0]?.model}; CPU in milliseconds a delivery\n`);
console.log(
  "| inboxes | limit | ours | ours to limit | a second | PostgreSQL | worker memory | Fedify, in memory |",
);
console.log("|---|---|---|---|---|---|---|---|");

/** One run of ours: milliseconds of CPU a delivery for the worker and for PostgreSQL, and what else is told. */
async function deliverAll(count: number) {
  const worker = await stage.startWorker();
  await follow(sql, inboxesOf(warmUp));
  await publish(sql);
  await delivered(sql);
  await follow(sql, inboxesOf(count));
  const before = postgresCpu(stage.pgdata);
  await worker.begin();
  await publish(sql);
  await delivered(sql);
  const measured = await worker.end();
  const postgres = ((postgresCpu(stage.pgdata) - before) / count) * 1000;
  worker.close();
  const [row] = await sql<
    { n: number }[]
  >`select count(*)::integer as n from delivery where state = 'delivered'`;
  if (row?.n !== count) throw new Error(`${row?.n} of ${count} were delivered`);
  return {
    ours: cost(measured, count),
    postgres,
    rate: count / measured.seconds,
    memory: measured.peakMegabytes,
  };
}

for (const count of counts) {
  const runs: ({ limit: number } & Awaited<ReturnType<typeof deliverAll>>)[] = [];
  // In turns, since the machine is not equally fast at all times.
  for (let run = 0; run < roundsOf(count); run++) {
    const limit = cost(await stage.run("limit.ts", [count]), count);
    runs.push({ limit, ...(await deliverAll(count)) });
  }
  const fedify = count > 5000 ? undefined : await stage.run("fedify.ts", [count]);
  const middle = (each: (run: (typeof runs)[number]) => number) => median(runs.map(each));
  const cells = [
    count,
    middle(({ limit }) => limit).toFixed(3),
    middle(({ ours }) => ours).toFixed(3),
    middle(({ limit, ours }) => limit / ours).toFixed(2),
    middle(({ rate }) => rate).toFixed(0),
    middle(({ postgres }) => postgres).toFixed(3),
    `${Math.max(...runs.map(({ memory }) => memory)).toFixed(0)} MB`,
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
