import { once } from "node:events";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createBodies } from "../../src/body.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type Browsing, signIn, writtenPost } from "../support/member.ts";
import { eventually } from "../support/process.ts";
import { type ProbedServer, startProbed } from "../support/probed.ts";
import { until } from "../support/tocsin.ts";

const metricsToken = "a-token-of-the-scraper";
const megabyte = 1024 * 1024;

let database: TestDatabase;
let server: ProbedServer;
let member: Browsing;
/** Somebody has taken this one's cookie. */
let stolen: { cookie: string; csrf: string };

beforeAll(async () => {
  database = await testDatabase();
  server = await startProbed(database.url, { METRICS_TOKEN: metricsToken });
  member = await signIn(server.origin, server.sql);
  const other = await signIn(server.origin, server.sql, "writer");
  const page = await other.get("/admin/posts/new");
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())![1]!;
  stolen = { cookie: other.cookie, csrf };
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

let sockets: net.Socket[] = [];
beforeEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await until("the forms to be let go of", async () => (await figures()).bodies === 0);
});

async function figures() {
  const headers = { authorization: `Bearer ${metricsToken}` };
  const text = await (await fetch(`${server.origin}/metrics`, { headers })).text();
  const of = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
  return { bodies: of("tocsin_bodies_bytes"), uploads: of("tocsin_uploads_bytes") };
}

const part = (head: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}`;

/** Begins a form of 60 MB with the stolen cookie, and sends so much of it. */
async function begin(csrf: string, large: string, megabytes: number): Promise<void> {
  const { hostname, port, host } = new URL(server.origin);
  const socket = net.connect(Number(port), hostname).on("error", () => {});
  sockets.push(socket);
  await once(socket, "connect");
  socket.write(
    `POST /admin/posts/new HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${server.origin}\r\nCookie: ${stolen.cookie}\r\n` +
      `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${60 * megabyte}\r\n\r\n` +
      `${part('name="csrf"', csrf)}\r\n${part(large, "")}`,
  );
  const piece = Buffer.alloc(megabyte, 97);
  for (let sent = 1; sent < megabytes && !socket.destroyed; sent++) {
    if (!socket.write(piece)) await once(socket, "drain");
  }
}

const file = 'name="file"; filename="a.jpg"';

describe("twelve forms of 60 MB with one member's cookie, begun and not finished", () => {
  const ways: [string, () => string, string, number][] = [
    ["with its token and a picture", () => stolen.csrf, file, 60],
    ["with its token and a text", () => stolen.csrf, 'name="source"', 10],
    ["without its token", () => "guessed", file, 60],
    ["without its token and with a text", () => "guessed", 'name="source"', 10],
  ];

  it.each(ways)("%s take bounded memory", { timeout: 120_000 }, async (_, csrf, large, sent) => {
    const before = (await server.probe()).rss;
    await Promise.all(Array.from({ length: 12 }, () => begin(csrf(), large, sent)));
    await sleep(500);
    const { bodies, uploads } = await figures();
    expect(bodies).toBeGreaterThan(0);
    expect(bodies).toBeLessThanOrEqual(createBodies().bound);
    // The pictures of four forms at once.
    const mostUploads = csrf() === "guessed" || large !== file ? 0 : 4 * 60 * megabyte;
    expect(uploads).toBeLessThanOrEqual(mostUploads);
    // Of 720 MB that were sent before, as many were held.
    expect((await server.probe()).rss - before).toBeLessThan(250);
    expect((await member.post("/admin/posts", { ...writtenPost, source: "We meet at noon." })).status).toBe(
      303,
    );
  });

  it("leave room for another member who sends pictures from a slow phone", { timeout: 120_000 }, async () => {
    await Promise.all(Array.from({ length: 12 }, () => begin(stolen.csrf, file, 20)));
    const { pictures } = await sendSlowly();
    expect(pictures).toBe(3);
    for (const socket of sockets) socket.destroy();
    expect(await eventually(async () => (await figures()).uploads === 0)).toBe(true);
  });
});

/** Three pictures in some hundred small pieces; says how many pictures the page that comes back holds. */
async function sendSlowly(): Promise<{ pictures: number }> {
  const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
  const image = sharp({ create: { width: 900, height: 600, channels: 3, background: "teal", noise } });
  const bytes = await image.jpeg({ quality: 95 }).toBuffer();
  const form = new FormData();
  for (const [name, value] of Object.entries({ csrf: member.csrf, ...writtenPost, intent: "preview" })) {
    form.append(name, value);
  }
  for (const name of ["1.jpg", "2.jpg", "3.jpg"])
    form.append("file", new File([new Uint8Array(bytes)], name));
  const encoded = new Response(form);
  const whole = new Uint8Array(await encoded.arrayBuffer());
  const step = Math.ceil(whole.length / 100);
  async function* dribble() {
    for (let at = 0; at < whole.length; at += step) {
      await sleep(10);
      yield whole.subarray(at, at + step);
    }
  }
  const answer = await fetch(`${server.origin}/admin/posts/new`, {
    method: "POST",
    headers: {
      cookie: member.cookie,
      origin: server.origin,
      "content-type": encoded.headers.get("content-type")!,
    },
    body: dribble() as unknown as BodyInit,
    duplex: "half",
  } as RequestInit);
  expect(answer.status).toBe(200);
  return { pictures: (await answer.text()).match(/<input type="hidden" name="picture"/g)?.length ?? 0 };
}
