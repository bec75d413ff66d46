import { readFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { createServer } from "node:https";

import type { Certificates } from "./certificates.ts";

/** One request as it passed, and its answer. */
export type Exchange = {
  at: string;
  host: string;
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
  status: number;
  answer: string;
};

export type Front = { exchanges: Exchange[]; close: () => void };

/** The TLS front of all hosts on port 443: hands each request to the port its Host names, and remembers what passed. */
export async function startFront(certificates: Certificates, ports: Record<string, number>): Promise<Front> {
  const exchanges: Exchange[] = [];
  const tls = { cert: await readFile(certificates.certificate), key: await readFile(certificates.key) };
  const server = createServer(tls, async (incoming, outgoing) => {
    const { method = "GET", url: path = "/", headers } = incoming;
    const host = headers.host ?? "";
    const body = await read(incoming);
    const exchange = {
      at: new Date().toISOString(),
      host,
      method,
      path,
      headers,
      body: body.toString(),
      status: 502,
      answer: "",
    };
    exchanges.push(exchange);

    const forwarded = {
      ...headers,
      "x-forwarded-proto": "https",
      "x-forwarded-for": incoming.socket.remoteAddress,
    };
    const options = {
      host: "127.0.0.1",
      port: ports[host] ?? 1,
      method,
      path,
      headers: forwarded,
      agent: false,
    };
    const onward = request(options, async (response) => {
      const answer = await read(response);
      exchange.status = response.statusCode ?? 502;
      exchange.answer = answer.toString();
      const { connection: _, "transfer-encoding": __, ...kept } = response.headers;
      outgoing.writeHead(exchange.status, {
        ...kept,
        ...(answer.length > 0 && { "content-length": answer.length }),
      });
      outgoing.end(answer);
    });
    onward.on("error", (error) => {
      exchange.answer = error.message;
      outgoing.writeHead(502).end(error.message);
    });
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(443, "127.0.0.1", resolve));
  return { exchanges, close: () => server.close().closeAllConnections() };
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What passed between servers, to be read by whoever looks for the reason of a failure. */
export function transcript(exchanges: Exchange[]): string {
  return exchanges
    .filter(({ headers }) => headers.accept !== "text/html")
    .map(({ at, host, method, path, headers, body, status, answer }) => {
      const lines = [`${at} ${method} https://${host}${path} -> ${status}`];
      if (method === "POST")
        lines.push(
          `  signature: ${headers.signature ?? "none"}`,
          `  ${body.replaceAll(/\s+/g, " ").slice(0, 4000)}`,
        );
      if (status >= 400) lines.push(`  answer: ${answer.replaceAll(/\s+/g, " ").slice(0, 500)}`);
      return lines.join("\n");
    })
    .join("\n");
}
