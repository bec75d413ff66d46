import { once } from "node:events";
import http from "node:http";
import type net from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createIntentBudgets } from "../../src/federation/intent-budgets.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { openPublicSite } from "./public-site.ts";

// On loopback nobody listens at these addresses: a visitor's server that cannot be reached.
let host = 0;
const another = () => `127.9.${Math.trunc(++host / 250)}.${(host % 250) + 1}:9`;

let tocsin: Tocsin;
beforeAll(async () => {
  tocsin = await startTocsin({ worker: false, env: { TRUSTED_PROXY: "127.0.0.1" } });
});
afterAll(() => tocsin.stop());

/** Sends the form as the proxy passes it on, of a visitor with this address; of one without, as Tor does. */
function send(from: string | undefined, at: string): Promise<Response> {
  return fetch(`${tocsin.origin}/follow`, {
    method: "POST",
    headers: { origin: tocsin.origin, ...(from !== undefined && { "x-forwarded-for": from }) },
    body: new URLSearchParams({ account: `@ada@${at}` }),
  });
}

/** How many are let through before one has to wait. */
async function tries(ask: (at: number) => Promise<Response>, most = 300): Promise<number> {
  for (let at = 0; at < most; at++) if ((await ask(at)).status === 429) return at;
  return most;
}

describe("the servers of visitors are asked", () => {
  test("so often for one visitor, and for the others still", async () => {
    const tried = await tries(() => send("192.0.2.7", another()));
    expect(tried).toBeGreaterThanOrEqual(30);
    expect(tried).toBeLessThan(300);
    const page = await (await send("192.0.2.7", another())).text();
    expect(page).toContain("Try again in a minute");
    expect(page).toContain('class="copy"');
    expect((await send("192.0.2.8", another())).status).toBe(422);
    expect((await send(undefined, another())).status).toBe(422);
  });

  test("so often for all who are not told apart, and for those who are still", async () => {
    const tried = await tries(() => send(undefined, another()));
    expect(tried).toBeGreaterThan(30);
    expect(tried).toBeLessThan(300);
    expect((await send("192.0.2.9", another())).status).toBe(422);
  });

  test("so many at once for one visitor, and for the others still", async () => {
    const held: http.ServerResponse[] = [];
    const silent = http.createServer((_, response) => held.push(response)).listen(0);
    await once(silent, "listening");
    const { port } = silent.address() as net.AddressInfo;
    const waiting = Array.from({ length: 5 }, (_, at) => send("192.0.2.10", `127.8.0.${at + 1}:${port}`));
    await until("they are asked", () => held.length === 5);
    expect((await send("192.0.2.10", another())).status).toBe(429);
    expect((await send("192.0.2.11", another())).status).toBe(422);
    for (const response of held) response.writeHead(404).end();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(Array(5).fill(422));
    expect((await send("192.0.2.10", another())).status).toBe(422);
    silent.close();
  });

  test("so often each, and so often in all, whoever asks", () => {
    const budgets = createIntentBudgets(() => 0);
    const asked = (server: (at: number) => string) => {
      let times = 0;
      for (let at = 0; at < 1000; at++) {
        const asking = budgets.begin(server(at), `visitor ${at}`);
        asking?.end();
        if (asking) times += 1;
      }
      return times;
    };
    expect(asked(() => "one.example")).toBe(90);
    expect(asked((at) => `${at}.example`)).toBe(300 - 90);
  });

  test("so many at once in all, and on as soon as one has ended", () => {
    const budgets = createIntentBudgets(() => 0);
    const begin = (at: number) => budgets.begin(`${at}.example`, `visitor ${at}`);
    const asking = Array.from({ length: 100 }, (_, at) => begin(at)).filter((each) => each !== undefined);
    expect(asking).toHaveLength(60);
    expect(begin(200)).toBeUndefined();
    asking[0]!.end();
    expect(begin(200)).toBeDefined();
    expect(begin(201)).toBeUndefined();
  });
});

test("a name that leads nowhere costs only the visitor who typed it", async () => {
  const site = await openPublicSite();
  const ask = async (from: string | undefined, at: number) =>
    site.app.request(
      "/follow",
      {
        method: "POST",
        headers: { origin: site.config.origin },
        body: new URLSearchParams({ account: `@ada@10.0.0.${at}` }),
      },
      from === undefined ? {} : { incoming: { socket: { remoteAddress: from } } },
    );
  expect(await tries((at) => ask(undefined, at), 120)).toBe(120);
  expect(await tries((at) => ask("192.0.2.7", at), 120)).toBeLessThan(120);
  await site.close();
});
