import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { connect, type Database } from "../../src/store/sql.ts";
import { activityUrl, postUrl } from "../../src/text/address.ts";
import { passTime } from "../support/clock.ts";
import { accepts, answers } from "../support/faults.ts";
import { type Remote, type RemoteHost, startRemote } from "../support/remote.ts";
import { edit, follow, publish, settled, startWorkerProcess, workerBackends } from "../support/stage.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

let tocsin: Tocsin;
let remote: Remote;
let well: RemoteHost;
let down: RemoteHost;

beforeAll(async () => {
  [tocsin, remote] = await Promise.all([startTocsin({ worker: false }), startRemote({ hosts: 2 })]);
  [well, down] = remote.hosts as [RemoteHost, RemoteHost];
});
afterAll(() => Promise.all([tocsin.stop(), remote.close()]));

/** Statements for the whole server, while nobody is connected to the site's database. */
async function asAdmin(...statements: string[]): Promise<void> {
  const admin = connect(inject("adminUrl"), { max: 1 });
  const name = databaseName();
  await admin`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname in (${name}, ${`${name}_backup`}) and pid <> pg_backend_pid()`;
  for (const statement of statements) await admin.unsafe(statement.replaceAll("SITE", name));
  await admin.end();
}

const databaseName = () => new URL(tocsin.config.databaseUrl!).pathname.slice(1);
const settledPost = (sql: Database, id: string) =>
  until("its deliveries", async () => {
    const rows =
      await sql`select state from delivery where object = ${id} and host = ${well.host} and state = 'waiting'`;
    return rows.length === 0;
  });

/**
 * Yesterday's copy knows nothing of today. What it knows as delivered stays delivered; what waited in it is sent again,
 * though it may have arrived since: nobody can know, and at least once is the promise.
 */
test(
  "B12. yesterday's backup sends again only what waited in it, and no id is used twice",
  { timeout: 90_000 },
  async () => {
    await follow(tocsin.sql, [well.inbox("a"), well.inbox("b"), down.inbox("a")]);
    down.does = answers(500);
    let worker = await startWorkerProcess(tocsin.config);
    const old = await publish(tocsin.sql, "Before the backup");
    await settledPost(tocsin.sql, old.id);
    await until("an attempt where it fails", () =>
      remote.arrivals.some(({ inbox }) => inbox === down.inbox("a")),
    );
    await worker.stop();

    await asAdmin("create database SITE_backup template SITE");
    down.does = accepts;
    worker = await startWorkerProcess(tocsin.config);
    await passTime(tocsin.sql, 3600);
    await settled(tocsin.sql, old.id);
    const lost = await publish(tocsin.sql, "After the backup");
    const update = await edit(tocsin.sql, old.id, "After the backup, too");
    await settled(tocsin.sql, lost.id);
    await settled(tocsin.sql, old.id);
    await worker.stop();
    await until("its end", async () => (await workerBackends(tocsin.sql)).length === 0);
    const before = [...remote.arrivals];
    remote.arrivals.length = 0;

    await asAdmin("drop database SITE with (force)", "alter database SITE_backup rename to SITE");
    worker = await startWorkerProcess(tocsin.config);
    await passTime(tocsin.sql, 86_400);
    await settled(tocsin.sql, old.id);
    expect(remote.arrivals.map(({ inbox, activity }) => ({ inbox, activity }))).toEqual([
      { inbox: down.inbox("a"), activity: activityUrl(tocsin.origin, old.activityId) },
    ]);

    remote.arrivals.length = 0;
    const used = new Set(before.flatMap(({ activity, object }) => [activity, object]));
    for (let at = 0; at < 20; at++) {
      const { id, activityId } = await publish(tocsin.sql, `After the restore ${at}`);
      expect(used).not.toContain(postUrl(tocsin.origin, id));
      expect(used).not.toContain(activityUrl(tocsin.origin, activityId));
      await settled(tocsin.sql, id);
    }
    const again = await edit(tocsin.sql, old.id, "After the restore");
    expect(again.activityId).not.toBe(update.activityId);
    await settled(tocsin.sql, old.id);
    await worker.stop();
    expect(remote.arrivals).toHaveLength(63);
    expect(remote.arrivals.filter(({ activity }) => used.has(activity))).toEqual([]);
  },
);
