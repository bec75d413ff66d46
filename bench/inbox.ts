// Signed Likes from 50 actors, verified and committed, against Fedify that verifies and counts; and what is refused early. What is
// compared runs in one go, since machines differ and are noisy; see README.md for the goals.
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { acquaint, startCrowd } from "../tests/support/crowd.ts";
import { postgresCpu } from "./delivery/measure.ts";
import { type MeasuredProcess, startMeasured } from "./server/child.ts";
import { postAll, type Signed, signLikes } from "./inbox/requests.ts";
import { setInboxStage } from "./inbox/stage.ts";

const [ourPort, theirPort] = [4301, 4302];
const [likesOfEach, warmUps] = [100, 15];
const crowd = await startCrowd({ network: "127.6", hosts: 6, peopleOfHost: 10 });
const blocked = crowd.hosts.at(-1)!;
const actors = crowd.people.filter(({ host }) => host !== blocked);
const stage = await setInboxStage(ourPort, likesOfEach + warmUps);
await acquaint(stage.sql, crowd.hosts);

/** Sends them to a server, and prints what it took. All must be answered so. */
async function run(
  name: string,
  server: MeasuredProcess,
  inbox: string,
  requests: Signed[],
): Promise<number> {
  const before = postgresCpu(stage.pgdata);
  await server.begin();
  const answers = await postAll(inbox, requests);
  const { seconds, cpuSeconds, peakMegabytes } = await server.end();
  // Its processes count their time when they rest.
  await sleep(100);
  const postgres = postgresCpu(stage.pgdata) - before;
  if (answers.get(202) !== requests.length) throw new Error(`${name}: ${JSON.stringify([...answers])}`);
  const each = (cpu: number) => ((cpu / requests.length) * 1000).toFixed(3);
  const cells = [
    name,
    requests.length,
    each(cpuSeconds),
    each(postgres),
    (requests.length / cpuSeconds).toFixed(0),
    (requests.length / seconds).toFixed(0),
    `${peakMegabytes.toFixed(0)} MB`,
  ];
  console.log(`| ${cells.join(" | ")} |`);
  return requests.length / cpuSeconds;
}

async function measureFedify(): Promise<number> {
  const origin = `http://127.0.0.1:${theirPort}`;
  const inbox = `${origin}/inbox`;
  const server = await startMeasured("inbox/fedify.ts", { ORIGIN: origin, PORT: String(theirPort) });
  const objects = Array.from({ length: likesOfEach + warmUps }, (_, at) => `${origin}/p/${at}`);
  const likes = signLikes(inbox, crowd, actors, objects);
  const warm = warmUps * actors.length;
  await postAll(inbox, likes.slice(0, warm));
  const rate = await run("Fedify, in memory", server, inbox, likes.slice(warm));
  const counted = Number(await (await fetch(`${origin}/likes`)).text());
  if (counted !== likes.length) throw new Error(`Fedify counted ${counted} of ${likes.length} Likes`);
  server.close();
  return rate;
}

async function measureOurs(): Promise<number[]> {
  const inbox = `http://127.0.0.1:${ourPort}/inbox`;
  const server = await startMeasured("server/ours.ts", stage.env);
  const likes = signLikes(inbox, crowd, actors, stage.posts);
  const warm = warmUps * actors.length;
  await postAll(inbox, likes.slice(0, warm));
  const ours = await run("ours, committed", server, inbox, likes.slice(warm));
  const [row] = await stage.sql<{ n: number }[]>`select count(*)::integer as n from reaction`;
  if (row?.n !== likes.length) throw new Error(`${row?.n} of ${likes.length} Likes were kept`);
  const duplicates = await run("duplicates", server, inbox, likes.slice(warm));
  await stage.block(blocked);
  await sleep(500);
  const strangers = crowd.people.filter(({ host }) => host === blocked);
  const unwanted = signLikes(inbox, crowd, strangers, [...stage.posts, ...stage.posts]);
  const refused = await run("from a blocked host", server, inbox, unwanted);
  server.close();
  return [ours, duplicates, refused];
}

console.log(`${os.cpus().length} cores, ${os.cpus()[0]?.model}; CPU in milliseconds a request\n`);
console.log("| | requests | CPU | PostgreSQL | a CPU-second | a second | memory |");
console.log("|---|---|---|---|---|---|---|");
const fedify = await measureFedify();
const [ours = 0, duplicates = 0, refused = 0] = await measureOurs();
const times = (rate: number) => (rate / fedify).toFixed(1);
console.log(
  `\nAs many a CPU-second as Fedify: Likes ${times(ours)} times, duplicates ${times(duplicates)}, blocked ${times(refused)}`,
);
crowd.close();
await stage.close();
process.exit(0);
