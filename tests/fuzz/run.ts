import http from "node:http";
import { addBlock, addLimit } from "../../src/store/blocks.ts";
import { followersId, groupId } from "../../src/text/address.ts";
import type { Database } from "../../src/store/sql.ts";
import { startCast } from "./cast.ts";
import { type Input, inputOf } from "./input.ts";
import { watchFromOutside } from "./outside.ts";
import { acquaint } from "../support/crowd.ts";
import type { Probe } from "../support/probe.ts";
import { startProbed } from "../support/probed.ts";

export interface FuzzOptions {
  seed: number;
  count: number;
  /** Ends after so long, however many there were. */
  minutes?: number | undefined;
  /** Sends this one alone, and shows it. */
  only?: number | undefined;
  databaseUrl: string;
  report?: (line: string) => void;
}

export interface FuzzResult {
  inputs: number;
  seconds: number;
  answers: Map<string, number>;
  /** One line for each input that was not answered as documented. */
  failures: string[];
  /** The worst of every batch. */
  worst: Pick<Probe, "delay" | "busy" | "garbage">;
  /** Milliseconds that somebody who asked for a page at the same time waited at worst. */
  outside: number;
  /** Megabytes, after each batch. */
  memory: number[];
  lives: boolean;
  errors: string;
}

const batch = 500;
const atOnce = 12;
const reportEvery = 20_000;
const answerLimit = 30_000;
/** What the inbox takes: 256 KiB. */
const longestBody = 262_144;
/** Beyond this the event loop counts as stalled. */
export const stall = 50;

/** 431 is Node's own, for headers of more than 16 KB. */
const documented = new Set([202, 400, 401, 405, 413, 415, 429, 431]);

/** Sends inputs to a server in a process of its own, and watches it. */
export async function fuzz({
  seed,
  count,
  minutes = Number.POSITIVE_INFINITY,
  only,
  databaseUrl,
  report = () => {},
}: FuzzOptions): Promise<FuzzResult> {
  const server = await startProbed(databaseUrl);
  const { origin, sql } = server;
  const scene = { group: groupId(origin), followers: followersId(origin), posts: server.posts };
  const cast = await startCast(seed, scene);
  await setUpSenders(sql, cast.hosts);
  const agent = new http.Agent({ keepAlive: true });
  const fresh = new http.Agent({ keepAlive: false });
  const result: FuzzResult = {
    inputs: 0,
    seconds: 0,
    answers: new Map(),
    failures: [],
    worst: { delay: 0, busy: 0, garbage: 0 },
    outside: 0,
    memory: [],
    lives: true,
    errors: "",
  };
  const start = performance.now();
  const outside = watchFromOutside(origin);

  async function one(index: number): Promise<void> {
    const input = inputOf(seed, index, cast, origin);
    if (only !== undefined) report(show(input));
    let answer = await send(agent, origin, input);
    // A server may close a kept connection at any time; HTTP clients then try again on another.
    if (answer.reused) answer = await send(fresh, origin, input);
    result.answers.set(answer.name, (result.answers.get(answer.name) ?? 0) + 1);
    if (!answer.documented)
      result.failures.push(`seed ${seed}, index ${index}: ${answer.name} ${answer.text.slice(0, 200)}`);
    if (only !== undefined) report(`${answer.name} ${answer.text}`);
  }

  const first = only ?? 0;
  const end = only === undefined ? count : only + 1;
  await server.probe();
  const over = () => performance.now() - start > minutes * 60_000;
  for (let at = first; at < end && server.lives() && !over(); at += batch) {
    const last = Math.min(at + batch, end);
    let next = at;
    const lane = async () => {
      while (next < last) await one(next++);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    result.inputs += last - at;
    if (!server.lives()) break;
    const probe = await server.probe();
    result.memory.push(probe.rss);
    for (const name of ["delay", "busy", "garbage"] as const)
      result.worst[name] = Math.max(result.worst[name], probe[name]);
    if (probe.busy > stall)
      report(`seed ${seed}, from ${at} to ${last - 1}: the event loop was busy for ${describe(probe)}`);
    if ((last - first) % reportEvery === 0) report(`${last} inputs; ${describe(probe)}`);
  }
  result.seconds = (performance.now() - start) / 1000;
  result.outside = outside.worst();
  result.lives = server.lives();
  result.errors = server.takeErrors();
  await outside.stop();
  agent.destroy();
  cast.close();
  await server.stop();
  return result;
}

const describe = ({ busy, delay, garbage, rss, heap }: Probe) =>
  `${busy.toFixed(0)} ms in one turn, late ${delay.toFixed(0)} ms, garbage ${garbage.toFixed(0)} ms, ${rss.toFixed(0)} MB (${heap.toFixed(0)} MB heap)`;

/** The hosts are known, but for one that is limited and one that is blocked. */
async function setUpSenders(sql: Database, hosts: string[]): Promise<void> {
  await acquaint(sql, hosts);
  await addLimit(sql, "host", new URL(hosts[1]!).host);
  await addBlock(sql, "host", new URL(hosts[2]!).host);
  await addBlock(sql, "actor", `${hosts[3]!}/users/3`);
}

interface Answer {
  /** The status, or what happened instead of an answer. */
  name: string;
  text: string;
  documented: boolean;
  /** The connection was an old one, and is gone. */
  reused?: boolean;
}

function send(agent: http.Agent, origin: string, input: Input): Promise<Answer> {
  const { method, path, headers, body } = input;
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      const reused = request.reusedSocket && error.code === "ECONNRESET";
      // RFC 9110, 15.5.14: the connection may be closed while too much is still being sent.
      const refused = error.code === "EPIPE" && body.length > longestBody;
      const name = refused ? "413, before all was sent" : String(error.code);
      resolve({ name, text: error.message, documented: refused, reused });
    };
    const request = http.request(
      { agent, host: hostname, port, method, path, headers: { ...headers, ...lengthOf(input) } },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("error", failed);
        response.on("end", () => {
          const status = response.statusCode ?? 0;
          const again = response.headers["retry-after"] !== undefined;
          const known = documented.has(status) && (status !== 429 || again);
          resolve({ name: String(status), text, documented: known });
        });
      },
    );
    request.setTimeout(answerLimit, () => request.destroy(new Error("no answer in time")));
    request.on("error", failed);
    request.end(body);
  });
}

function lengthOf({ headers, body }: Input): Record<string, string> {
  return headers["transfer-encoding"] ? {} : { "content-length": String(body.length) };
}

function show({ method, path, headers, body }: Input): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value.slice(0, 500)}`);
  return [`${method} ${path}`, ...lines, "", body.toString("utf8").slice(0, 5000)].join("\n");
}
