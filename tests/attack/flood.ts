import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { startCrowd } from "../support/crowd.ts";
import { signIn, writtenPost } from "../support/member.ts";
import { startProbed } from "../support/probed.ts";
import type { Raid } from "./raid.ts";

export interface FloodOptions {
  databaseUrl: string;
  hosts: number;
  actorsOfHost: number;
  repliesOfActor: number;
  /** Seconds of quiet in which the usual times are measured. */
  quietSeconds: number;
}

/** Milliseconds that requests took, in order. */
export interface Times {
  reader: number[];
  member: number[];
}

export interface FloodResult {
  sent: number;
  seconds: number;
  /** By status; those with a Retry-After as "429, later". */
  answers: Map<string, number>;
  kept: number;
  /** What the server logged as errors. */
  errors: string;
  /** The post's page, its replies, and the home page at the end, as a stranger sees them. */
  pages: string[];
  quiet: Times;
  flooded: Times;
}

export const shout = "We know where you live";

/** A raid: everybody replies to one post at once, while a member goes on publishing and a reader reading. */
export async function flood(options: FloodOptions): Promise<FloodResult> {
  const server = await startProbed(options.databaseUrl);
  const crowd = await startCrowd({
    network: "127.2",
    hosts: options.hosts,
    peopleOfHost: options.actorsOfHost,
  });
  const member = await signIn(server.origin, server.sql);
  const post = server.posts[0]!;
  const read = async () => (await fetch(post, { headers: { accept: "text/html" } })).text();
  const publish = async () => {
    const { status } = await member.post("/admin/posts", { ...writtenPost, source: "We go on." });
    if (status !== 303) throw new Error(`publishing answered ${status}`);
  };
  const watch = async (until: Promise<unknown>): Promise<Times> => {
    const [reader, written] = await Promise.all([timesOf(read, 25, until), timesOf(publish, 100, until)]);
    return { reader, member: written };
  };

  await watch(sleep(2000));
  const quiet = await watch(sleep(options.quietSeconds * 1000));
  const start = performance.now();
  const raid = send({
    post,
    inbox: `${server.origin}/inbox`,
    people: crowd.people,
    keyPem: crowd.key.export({ type: "pkcs8", format: "pem" }).toString(),
    replies: options.repliesOfActor,
    shout,
  });
  const flooded = await watch(raid);
  const answers = await raid;
  const seconds = (performance.now() - start) / 1000;
  const asServer = { headers: { accept: "application/activity+json" } };
  const pages = [
    await read(),
    await (await fetch(`${post}/replies`, asServer)).text(),
    await (await fetch(`${server.origin}/`)).text(),
    await (await fetch(`${server.origin}/feed.atom`)).text(),
  ];
  const [row] = await server.sql<{ kept: number }[]>`select count(*) as kept from reply`;
  crowd.close();
  await server.stop();
  const errors = server.takeErrors();
  const sent = [...answers.values()].reduce((sum, count) => sum + count, 0);
  return { sent, seconds, answers, kept: row!.kept, errors, pages, quiet, flooded };
}

/** Does something again and again, with a rest between, and says how long each time took. */
async function timesOf(
  work: () => Promise<unknown>,
  rest: number,
  until: Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  let over = false;
  void until.finally(() => (over = true));
  for (;;) {
    if (over) return times;
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
    await sleep(rest);
  }
}

/** Resolves when all have been answered: how many, by status. */
async function send(raid: Raid): Promise<Map<string, number>> {
  const raiders = new Worker(path.join(import.meta.dirname, "raid.ts"), { workerData: raid });
  const [answers] = (await once(raiders, "message")) as [Map<string, number>];
  return answers;
}
