import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import type net from "node:net";
import { accepts, type Fault } from "./faults.ts";

/** A copy of an activity that reached an inbox whole. */
export interface Arrival {
  inbox: string;
  activity: string;
  type: string;
  /** The id of the post that it is about. */
  object: string;
  headers: http.IncomingHttpHeaders;
  /** Milliseconds, as of performance.now. */
  at: number;
  /** It was read, and not accepted. */
  refused?: boolean;
}

export interface RemoteHost {
  origin: string;
  host: string;
  inbox: (name: string | number) => string;
  /** What it does with each request from now on. */
  does: Fault;
}

export interface Remote {
  hosts: RemoteHost[];
  /** In the order in which they came. */
  arrivals: Arrival[];
  /** Inbox and activity of copies that were under way at the same time as another of the same. */
  together: string[];
  /** Drops every connection, so that what hangs is over. */
  hangUp: () => void;
  close: () => Promise<void>;
}

interface Options {
  hosts?: number;
  /** With a certificate, they speak TLS. */
  tls?: https.ServerOptions;
}

/** Other servers, each with a port of loopback to itself. All accept what they get until they are told otherwise. */
export async function startRemote({ hosts = 1, tls }: Options = {}): Promise<Remote> {
  const arrivals: Arrival[] = [];
  const together: string[] = [];
  const underWay = new Map<string, number>();
  const servers: http.Server[] = [];
  const remote: RemoteHost[] = [];

  /** Notes a copy as under way until it is answered or cut off. */
  function follow(arrival: Arrival, response: http.ServerResponse): void {
    const key = `${arrival.inbox} ${arrival.activity}`;
    const others = underWay.get(key) ?? 0;
    if (others > 0) together.push(key);
    underWay.set(key, others + 1);
    response.once("close", () => {
      underWay.set(key, underWay.get(key)! - 1);
      arrival.refused = response.statusCode >= 300;
    });
  }

  async function start(): Promise<RemoteHost> {
    const host: RemoteHost = {
      origin: "",
      host: "",
      inbox: (name) => `${host.origin}/${name}`,
      does: accepts,
    };
    const onRequest: http.RequestListener = (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        // What is done with deliveries is counted; that a worker asks what runs here is another matter.
        if (request.url === "/.well-known/nodeinfo") return response.writeHead(404).end();
        if (request.method !== "POST") return host.does(request, response);
        const arrival = read(`${host.origin}${request.url}`, request, Buffer.concat(chunks));
        arrivals.push(arrival);
        follow(arrival, response);
        host.does(request, response);
      });
    };
    const server = tls ? https.createServer(tls, onRequest) : http.createServer(onRequest);
    await once(server.listen(0, "127.0.0.1"), "listening");
    host.host = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
    host.origin = `${tls ? "https" : "http"}://${host.host}`;
    servers.push(server);
    return host;
  }

  for (let at = 0; at < hosts; at++) remote.push(await start());
  return {
    hosts: remote,
    arrivals,
    together,
    hangUp: () => servers.forEach((server) => server.closeAllConnections()),
    async close() {
      const closed = servers.map((server) => once(server.close(), "close"));
      for (const server of servers) server.closeAllConnections();
      await Promise.all(closed);
    },
  };
}

function read(inbox: string, { headers }: http.IncomingMessage, body: Buffer): Arrival {
  const { id, type, object } = JSON.parse(body.toString()) as {
    id: string;
    type: string;
    object: string | { id: string };
  };
  const about = typeof object === "string" ? object : object.id;
  return { inbox, activity: id, type, object: about, headers, at: performance.now() };
}
