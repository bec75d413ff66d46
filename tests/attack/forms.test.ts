import { once } from "node:events";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { post } from "../support/inbox.ts";
import { type Browsing, signIn } from "../support/member.ts";
import { type ProbedServer, startProbed } from "../support/probed.ts";

let database: TestDatabase;
let server: ProbedServer;
let member: Browsing;

beforeAll(async () => {
  database = await testDatabase();
  server = await startProbed(database.url);
  member = await signIn(server.origin, server.sql);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const megabyte = 1024 * 1024;
const urlencoded = "application/x-www-form-urlencoded";
/** Of a member who was signed in, as anybody can invent one. */
const cookie = "session=ended";

const bodies: [string, string, string][] = [
  ["names without values", urlencoded, "a&".repeat(1.5 * megabyte)],
  ["many names", urlencoded, Array.from({ length: 400_000 }, (_, at) => `k${at}`).join("&")],
  ["percent signs", urlencoded, `a=${"%".repeat(3 * megabyte - 2)}`],
  [
    "parts",
    "multipart/form-data; boundary=b",
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(58_000),
  ],
  ["a long head", "multipart/form-data; boundary=b", `--b\r\n${"X: y\r\n".repeat(500_000)}\r\n\r\n--b--\r\n`],
];

describe("a form of strangers", () => {
  it.each(bodies)("of 3 MiB of %s holds nobody up, wherever it is sent", async (_, type, body) => {
    const ours = { origin: server.origin };
    const visits: Record<string, string>[] = [{}, { cookie }, ours, { ...ours, cookie }];
    await server.probe();
    for (const path of ["/login", "/login/code", "/logout", "/admin/posts", "/follow"]) {
      for (const more of visits) {
        const length = String(Buffer.byteLength(body));
        const headers: Record<string, string> = {
          host: new URL(server.origin).host,
          "content-type": type,
          "content-length": length,
          ...more,
        };
        // An answer to what was not read may find the connection closed (RFC 9110, section 15.5.14).
        const { status } = await post(server.origin + path, body, headers).catch(() => ({ status: 413 }));
        expect([303, 403, 404, 413, 422]).toContain(status);
      }
    }
    // A busy machine makes it look worse than it is; the fuzz has the same bound.
    expect((await server.probe()).busy).toBeLessThan(400);
  });

  it("that is too long is refused as that", async () => {
    const headers = { host: new URL(server.origin).host, "content-type": urlencoded, origin: server.origin };
    for (const size of [65 * 1024, megabyte]) {
      expect((await post(`${server.origin}/login`, "a&".repeat(size / 2), headers)).status).toBe(413);
    }
  });

  it("takes bounded memory, and members go on, while hundreds wait", { timeout: 60_000 }, async () => {
    const before = (await server.probe()).rss;
    const { hostname, port } = new URL(server.origin);
    const head = (path: string) =>
      `POST ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${server.origin}\r\nCookie: ${cookie}\r\n` +
      `Content-Type: ${urlencoded}\r\nContent-Length: ${3 * megabyte}\r\n\r\n`;
    const sockets = await Promise.all(
      Array.from({ length: 200 }, async (_, at) => {
        const socket = net.connect(Number(port), hostname).on("error", () => {});
        await once(socket, "connect");
        socket.write(head(["/login", "/logout", "/admin/posts"][at % 3]!));
        socket.write(Buffer.alloc(3 * megabyte - 1000, 97));
        return socket;
      }),
    );
    await sleep(3000);
    expect((await server.probe()).rss - before).toBeLessThan(250);
    expect((await member.get("/admin")).status).toBe(200);
    const body = new URLSearchParams({ name: "nobody", passphrase: "wrong passphrase" });
    const headers = { origin: server.origin };
    expect((await fetch(`${server.origin}/login`, { method: "POST", body, headers })).status).toBe(403);
    for (const socket of sockets) socket.destroy();
  });
});
