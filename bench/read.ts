// Public pages, feeds and documents: kept as bytes, against a plain text route of Hono; rendered for the first time; and a stampede.
// What is compared takes turns in one run, since machines differ and are noisy; see README.md for the goals.
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { median, postgresCpu } from "./delivery/measure.ts";
import { setInboxStage } from "./inbox/stage.ts";
import { percentile } from "../tests/support/percentile.ts";
import { type Connection, load, open } from "./read/load.ts";
import { coldPaths, writePosts } from "./read/stage.ts";
import { type MeasuredProcess, startMeasured } from "./server/child.ts";

const [ourPort, plainPort] = [4303, 4304];
const posts = Number(process.argv[2] ?? 50_000);
const [rounds, milliseconds, renders] = [5, 1500, 200];
const [page, document] = ["text/html", "application/activity+json"];
const token = "m".repeat(32);

const stage = await setInboxStage(ourPort, 5);
await writePosts(stage.sql, posts);
const plain = await startMeasured("read/plain.ts", { PORT: String(plainPort) });
const ours = await startMeasured("server/ours.ts", { ...stage.env, METRICS_TOKEN: token });
const post = new URL(stage.posts[0]!).pathname;

console.log(`${os.cpus().length} cores, ${os.cpus()[0]?.model}; ${posts} posts\n`);
await readKept();
await renderFirst(ours);
await stampede(ours);
plain.close();
ours.close();
await stage.close();
process.exit(0);

/** Requests a second, in turns with the plain route. */
async function readKept(): Promise<void> {
  console.log("| | bytes | plain route | ours | ours to plain | p99 |");
  console.log("|---|---|---|---|---|---|");
  const targets: [name: string, path: string, accept: string][] = [
    ["actor", "/actors/group", document],
    ["post, as a document", post, document],
    ["post", post, page],
    ["home", "/", page],
    ["feed", "/feed.atom", page],
  ];
  await load(plainPort, "/text", page, milliseconds);
  for (const [name, path, accept] of targets) {
    await load(ourPort, path, accept, milliseconds);
    const runs = [];
    for (let round = 0; round < rounds; round++) {
      const limit = await load(plainPort, "/text", page, milliseconds);
      const kept = await load(ourPort, path, accept, milliseconds);
      if (limit.errors + kept.errors > 0) throw new Error(`${path}: ${kept.errors} answers were not 200`);
      runs.push({ limit: limit.perSecond, kept, ratio: kept.perSecond / limit.perSecond });
    }
    const cells = [
      name,
      runs[0]!.kept.bytes.toLocaleString("en"),
      median(runs.map(({ limit }) => limit)).toFixed(0),
      median(runs.map(({ kept }) => kept.perSecond)).toFixed(0),
      median(runs.map(({ ratio }) => ratio)).toFixed(2),
      `${median(runs.map(({ kept }) => kept.p99)).toFixed(1)} ms`,
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

/** CPU of a page that nobody has asked for since the last change. */
async function renderFirst(server: MeasuredProcess): Promise<void> {
  console.log("\n| rendered for the first time | CPU | PostgreSQL | takes |");
  console.log("|---|---|---|---|");
  const connection = await open(ourPort);
  for (const [name, paths] of Object.entries(await coldPaths(stage.sql, renders))) {
    const ask = async (path: string) => {
      await stage.sql`select pg_notify('change', 'site')`;
      await sleep(3);
      const start = performance.now();
      const { status } = await connection.get(path, page);
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      return performance.now() - start;
    };
    for (const path of paths) await ask(path);
    const before = postgresCpu(stage.pgdata);
    await server.begin();
    const times: number[] = [];
    for (const path of paths) times.push(await ask(path));
    const { cpuSeconds } = await server.end();
    await sleep(100);
    const each = (seconds: number) => `${((seconds / paths.length) * 1000).toFixed(2)} ms`;
    const postgres = postgresCpu(stage.pgdata) - before;
    console.log(`| ${name} | ${each(cpuSeconds)} | ${each(postgres)} | ${median(times).toFixed(1)} ms |`);
  }
  connection.close();
}

/** A thousand at once for a post that nobody has asked for, and then two thousand within a minute. */
async function stampede(server: MeasuredProcess): Promise<void> {
  const path = new URL(stage.posts[1]!).pathname;
  const connections: Connection[] = [];
  for (let at = 0; at < 10; at++)
    connections.push(...(await Promise.all(Array.from({ length: 100 }, () => open(ourPort)))));
  const before = await rendered();
  await server.begin();
  const times: number[] = [];
  let errors = 0;
  const ask = async (connection: Connection) => {
    const start = performance.now();
    const { status } = await connection.get(path, page);
    times.push(performance.now() - start);
    if (status !== 200) errors++;
    connection.close();
  };
  await Promise.all(connections.map(ask));
  const p99 = percentile(times, 0.99);
  times.length = 0;
  const waiting: Promise<void>[] = [];
  for (let at = 0; at < 2000; at++) {
    // Each comes anew: the server gives up connections that are idle for five seconds.
    waiting.push(open(ourPort).then(ask));
    await sleep(30 - (performance.now() % 1));
  }
  await Promise.all(waiting);
  const { peakMegabytes } = await server.end();
  console.log(
    `\nA thousand at once: p99 ${p99.toFixed(0)} ms. Two thousand in a minute: p99 ${percentile(times, 0.99).toFixed(1)} ms. ` +
      `${(await rendered()) - before} renders, ${errors} errors; at most ${peakMegabytes.toFixed(0)} MB.`,
  );
}

async function rendered(): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${ourPort}/metrics`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return Number(/^tocsin_pages_rendered_total (\d+)/m.exec(await response.text())?.[1]);
}
