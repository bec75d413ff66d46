import os from "node:os";
import { claimDeliveries, claimQuery } from "../../src/store/deliveries.ts";
import type { Database } from "../../src/store/sql.ts";
import { inboxesOf, warmUp } from "./inboxes.ts";
import { median } from "./measure.ts";
import { delivered, follow, publish, type Stage } from "./stage.ts";

/** 100,000 followers on 20,000 inboxes: how long the members wait for "published". */
export async function publishToMany({ sql }: Stage): Promise<void> {
  const inboxes = inboxesOf(20_000);
  await follow(sql, Array.from({ length: 5 }, () => inboxes).flat());
  const start = performance.now();
  await publish(sql);
  const seconds = (performance.now() - start) / 1000;
  const [row] = await sql<{ n: number }[]>`select count(*)::integer as n from delivery`;
  console.log(`\nPublishing to 100,000 followers on ${row?.n} inboxes: committed in ${seconds.toFixed(2)} s`);
}

/** One worker and two, on the same number of inboxes. */
export async function scale(stage: Stage, count = 10_000): Promise<void> {
  const rates: number[] = [];
  for (const workers of [1, 2]) {
    const running = await Promise.all(Array.from({ length: workers }, () => stage.startWorker()));
    const deliver = async (deliveries: number) => {
      await follow(stage.sql, inboxesOf(deliveries));
      const start = performance.now();
      await publish(stage.sql);
      await delivered(stage.sql);
      return deliveries / ((performance.now() - start) / 1000);
    };
    await deliver(warmUp);
    rates.push(await deliver(count));
    for (const worker of running) worker.close();
  }
  const [one = 0, two = 0] = rates;
  console.log(
    `One worker: ${one.toFixed(0)} a second; two: ${two.toFixed(0)}, ${(two / one).toFixed(2)} times as many, ` +
      `with ${os.cpus().length} cores for workers, PostgreSQL and sink together`,
  );
}

/** A claim among a thousand waiting rows and among a million. */
export async function explainClaims({ sql }: Stage): Promise<void> {
  for (const count of [1000, 1_000_000]) {
    await follow(sql, ["http://127.1.0.0:4200/users/0/inbox"]);
    const { activityId } = await publish(sql);
    await sql`delete from delivery`;
    await sql.unsafe("set statement_timeout = 0");
    await sql`
      insert into delivery (activity_id, object, inbox, host)
      select ${activityId}, 'p', 'http://host' || (n % 20000) || '.example/users/' || n || '/inbox', 'host' || (n % 20000)
      from generate_series(1, ${count}) n`;
    await sql`vacuum analyze delivery`;
    const times: number[] = [];
    for (let run = 0; run < 20; run++) {
      const start = performance.now();
      await claimDeliveries(sql, 40);
      times.push(performance.now() - start);
    }
    console.log(
      `\nClaiming 40 of ${count.toLocaleString("en")} waiting: ${median(times).toFixed(1)} ms (median of 20)\n`,
    );
    console.log(await explain(sql));
  }
}

/** What PostgreSQL says of the very statement that claims. */
async function explain(sql: Database): Promise<string> {
  const rows = await sql<{ "QUERY PLAN": string }[]>`
    explain (analyze, buffers, costs off) ${claimQuery(sql, 40)}`;
  return rows.map((row) => `    ${row["QUERY PLAN"]}`).join("\n");
}
