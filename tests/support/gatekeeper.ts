import { once } from "node:events";
import net from "node:net";

/** Stands before a PostgreSQL, and treats each new connection as it is told to. */
export interface Gatekeeper {
  /** The address of the database, through it. */
  url: string;
  /** How many connections came. */
  count: () => number;
  close: () => Promise<void>;
}

/** It lets a connection through, leaves it without an answer, or refuses it with a code of PostgreSQL's. */
export type Treatment = "pass" | "silence" | { code: string };

/** `treat` is asked for each connection, the first of which is 1. */
export async function startGatekeeper(
  database: string,
  treat: (nth: number) => Treatment,
): Promise<Gatekeeper> {
  const target = new URL(database);
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const server = net.createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    const treatment = treat(++connections);
    if (treatment === "silence") return;
    if (treatment !== "pass") {
      socket.once("data", () => socket.end(refusal(treatment.code)));
      return;
    }
    const through = net.connect(Number(target.port), target.hostname).on("error", () => {});
    sockets.add(through);
    socket.pipe(through).pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(database);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.href,
    count: () => connections,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}

/** An ErrorResponse of PostgreSQL's protocol. */
function refusal(code: string): Buffer {
  const fields = [`SFATAL`, `VFATAL`, `C${code}`, `Mrefused with ${code}`, ""].join("\0");
  const body = Buffer.from(`${fields}\0`);
  const head = Buffer.from("E\0\0\0\0");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
