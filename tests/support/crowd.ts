import crypto from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import type net from "node:net";
import { putActor } from "../../src/store/actors.ts";
import { addFollower } from "../../src/store/followers.ts";
import type { Sql } from "../../src/store/sql.ts";

export interface Crowd {
  /** Origins such as `http://127.2.0.1:PORT`: many hosts, one process. */
  hosts: string[];
  people: { id: string; keyId: string; host: string }[];
  /** The one key of all of them. */
  key: crypto.KeyObject;
  publicKeyPem: string;
  close: () => void;
}

interface CrowdOptions {
  /** The first two numbers of their addresses on loopback. */
  network: `127.${number}`;
  hosts: number;
  peopleOfHost: number;
  /** What is at a path that is nobody's. */
  documentAt?: (host: string, path: string, publicKeyPem: string) => unknown;
}

/** Many servers with many people, who sign with node:crypto, as `startPeer` does. What is sent to them is accepted. */
export async function startCrowd(options: CrowdOptions): Promise<Crowd> {
  const { privateKey, publicKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
  const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const onRequest: http.RequestListener = (request, response) => {
    request.resume();
    if (request.method === "POST") return void response.writeHead(202).end();
    const host = `http://${request.headers.host}`;
    const path = (request.url ?? "/").split("?")[0]!;
    const document = path.startsWith("/users/")
      ? personAt(host + path, host, publicKeyPem)
      : options.documentAt?.(host, path, publicKeyPem);
    response.writeHead(document === undefined ? 404 : 200, { "content-type": "application/activity+json" });
    response.end(JSON.stringify(document));
  };
  const servers = Array.from({ length: options.hosts }, () => http.createServer(onRequest));
  const hosts: string[] = [];
  let port = 0;
  for (const [at, server] of servers.entries()) {
    const address = `${options.network}.${at >> 8}.${at & 255 || 255}`;
    server.listen(port, address);
    await once(server, "listening");
    ({ port } = server.address() as net.AddressInfo);
    hosts.push(`http://${address}:${port}`);
  }
  const people = hosts.flatMap((host) =>
    Array.from({ length: options.peopleOfHost }, (_, at) => {
      const id = `${host}/users/${at}`;
      return { id, keyId: `${id}#main-key`, host };
    }),
  );
  return {
    hosts,
    people,
    key: privateKey,
    publicKeyPem,
    close() {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** Somebody on every host follows, or each would be a stranger with a small budget. */
export async function acquaint(sql: Sql, hosts: string[]): Promise<void> {
  for (const host of hosts) {
    const id = `${host}/users/keeper`;
    const names = { type: "Person", preferredUsername: "keeper", name: "", url: id, icon: null };
    const about = { id, ...names, inbox: `${id}/inbox`, sharedInbox: null, alsoKnownAs: [] };
    await addFollower(sql, await putActor(sql, about, []), `${id}/follow`, false);
  }
}

/** The document of somebody, with what real ones have. */
export function personAt(id: string, host: string, publicKeyPem: string): Record<string, unknown> {
  return {
    "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
    id,
    type: "Person",
    preferredUsername: id.split("/").at(-1),
    name: "Ada",
    summary: "<p>Hello</p>",
    url: [`${host}/@ada`, { type: "Link", href: `${host}/@ada/html`, mediaType: "text/html" }],
    icon: { type: "Image", mediaType: "image/png", url: `${host}/icon.png` },
    inbox: `${id}/inbox`,
    outbox: `${id}/outbox`,
    alsoKnownAs: [`${host}/users/old`],
    endpoints: { sharedInbox: `${host}/inbox` },
    publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem },
  };
}
