import { once } from "node:events";
import http from "node:http";
import type net from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer } from "../../src/app.ts";
import { openPublicSite, origin, type PublicSite } from "../routes/public-site.ts";

const name = `${"tocsin7".repeat(8)}.onion`;

let site: PublicSite;
let server: http.Server;
beforeAll(async () => {
  site = await openPublicSite({ env: { ONION_ORIGIN: `http://${name}` } });
  await site.publish({ source: "Come to the harbour." });
  server = createServer(site.app).listen(0, "127.0.0.1");
  await once(server, "listening");
  await site.app.caughtUp();
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await site.close();
});

async function ask(path: string, host: string): Promise<string> {
  const { port } = server.address() as net.AddressInfo;
  const headers = { host, accept: "text/html" };
  const [response] = (await once(http.get({ host: "127.0.0.1", port, path, headers }), "response")) as [
    http.IncomingMessage,
  ];
  const chunks: Buffer[] = await response.toArray();
  return Buffer.concat(chunks).toString();
}

test.for([
  `${name}:80`,
  `${name}:080`,
  name.toUpperCase(),
  `${name}.`,
  `%74${name.slice(1)}`,
  `x@${name}`,
  `${name}#`,
  "",
])(
  "a Host spelt %j leaves no onion address to those who come by the clear web, nor the other way",
  async (host, { task }) => {
    for (const page of ["/", "/feed.atom", "/robots.txt"]) {
      const path = `${page}?r=${task.id}`;
      await ask(path, host);
      for (let time = 0; time < 2; time++)
        expect(await ask(path, new URL(origin).host)).not.toContain(`//${name}`);
      await ask(`${path}2`, new URL(origin).host);
      for (let time = 0; time < 2; time++) expect(await ask(`${path}2`, name)).not.toContain(`"${origin}/p/`);
    }
  },
);
