import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { chances } from "../support/chance.ts";
import { follow, startWorkerProcess } from "../support/stage.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

// Repeats the moments of a run that failed, as far as a machine repeats itself.
const seed = Number(process.env["SEED"] ?? randomInt(2 ** 31));
const random = chances(seed);

const most = 60;

let tocsin: Tocsin;
beforeAll(async () => {
  tocsin = await startTocsin({ worker: false });
  // Nobody listens there: what counts is what is to be sent.
  await follow(tocsin.sql, ["http://127.0.0.1:9/inbox"]);
});
afterAll(() => tocsin.stop());
beforeEach(({ onTestFailed }) =>
  onTestFailed(() => console.log(`SEED=${seed} chose the moments of this run.`)),
);

const text = { name: "", source: "Come.", summary: "", language: "en", tags: [] as string[], pictures: [] };

async function publishCallout(): Promise<string> {
  const openUntil = new Date("2099-01-01T00:00Z");
  const place = { placeName: "The gate", placeAddress: "", latitude: null, longitude: null };
  const callout = {
    ...place,
    startsAt: null,
    endsAt: null,
    openUntil,
    timeZone: "UTC",
    status: "confirmed",
  } as const;
  return (await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false, callout })).id;
}

test(
  "kill -9 of a worker at any moment: each reminder is sent once, and each end of a call-out is told once",
  { timeout: 200_000 },
  async () => {
    const { sql } = tocsin;
    for (let at = 0; at < most; at++) await publishCallout();
    await sql`insert into reminder (post_id, due_at) select id, now() from post order by id limit ${most / 2}`;
    await sql`
      update revision_callout set open_until = now()
      where post_id in (select id from post where id not in (select post_id from reminder))`;
    const left = async () => {
      const [row] = await sql<{ n: number }[]>`
        select ((select count(*) from reminder)
          + (select count(*) from post join revision_callout on post_id = id where calling and open_until <= now()))::integer as n`;
      return row!.n;
    };
    for (let kill = 0; kill < 4; kill++) {
      const worker = await startWorkerProcess(tocsin.config);
      await sleep(random() * 150);
      await worker.kill();
    }
    const last = await startWorkerProcess(tocsin.config);
    await until("the rest", async () => (await left()) === 0, 60);
    await last.stop();
    const told = await sql<{ type: string; posts: number; activities: number }[]>`
      select type, count(distinct post_id)::integer as posts, count(*)::integer as activities from activity
      where type in ('Announce', 'Remove', 'Undo') group by type order by type`;
    expect(told).toEqual([
      { type: "Announce", posts: most / 2, activities: most / 2 },
      { type: "Remove", posts: most / 2, activities: most / 2 },
    ]);
  },
);
