import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import type net from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createServer } from "../../src/app.ts";
import { openPublicSite, type PublicSite } from "../routes/public-site.ts";

let site: PublicSite;
let server: http.Server;
let post: string;

beforeAll(async () => {
  site = await openPublicSite();
  server = createServer(site.app);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  post = `/p/${await site.publish({ source: "Come to the harbour. ".repeat(100) })}`;
  await site.app.caughtUp();
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await site.close();
});

interface Received {
  status: number | undefined;
  headers: IncomingMessage["headers"];
  body: string;
}

function ask(path: string, headers = {}, method = "GET"): Promise<Received> {
  const { port } = server.address() as net.AddressInfo;
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  const request = http.request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("end", () => {
      const { statusCode: status, headers: received } = response;
      resolve({ status, headers: received, body: Buffer.concat(chunks).toString("base64") });
    });
  });
  request.on("error", reject).end();
  return promise;
}

const browser = { accept: "text/html", "accept-encoding": "br" };

it("answers from the kept bytes as it did when it rendered them, each time", async () => {
  const first = await ask(post, browser);
  // Compressed at the first, known to be kept from the second on.
  const [second, third] = [await ask(post, browser), await ask(post, browser)];
  for (const each of [second, third]) {
    expect(each).toEqual({ ...first, headers: { ...first.headers, date: each.headers.date } });
  }
  expect(first.headers).toMatchObject({
    "content-encoding": "br",
    "content-security-policy": expect.stringContaining("default-src 'none'"),
    etag: expect.any(String),
  });
});

it("tells people from servers, a HEAD from a GET, and whoever has it already", async () => {
  const page = await ask(post, browser);
  const document = { accept: "application/activity+json" };
  for (let time = 0; time < 2; time++) {
    expect((await ask(post, document)).headers["content-type"]).toBe("application/activity+json");
    const head = await ask(post, browser, "HEAD");
    expect([head.status, head.body]).toEqual([200, ""]);
    expect(head.headers["content-length"]).toBe(page.headers["content-length"]);
    const known = await ask(post, { ...browser, "if-none-match": page.headers.etag });
    expect([known.status, known.body]).toEqual([304, ""]);
  }
});

it("goes on over one connection with what is kept and what is not", async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const { port } = server.address() as net.AddressInfo;
  const get = async (path: string) => {
    const request = http.get({ agent, host: "127.0.0.1", port, path, headers: browser });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.resume();
    await once(response, "end");
    return response.statusCode;
  };
  const answers = [];
  for (const path of [post, "/nothing", post, "/healthz", post, "/admin", post])
    answers.push(await get(path));
  agent.destroy();
  expect(answers).toEqual([200, 404, 200, 200, 200, 302, 200]);
});

it("a target that names the host, as to a proxy, is answered as well", async () => {
  const { port } = server.address() as net.AddressInfo;
  expect((await ask(`http://127.0.0.1:${port}${post}`, browser)).status).toBe(200);
});
