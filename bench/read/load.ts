import net from "node:net";
import { percentile } from "../../tests/support/percentile.ts";

export interface Load {
  requests: number;
  perSecond: number;
  /** Of whole answers, in milliseconds. */
  p99: number;
  bytes: number;
  /** Answers that were not 200. */
  errors: number;
}

const connections = 32;

/** Asks for one address again and again over kept connections, each as soon as the last answer is there. */
export async function load(port: number, path: string, accept: string, milliseconds: number): Promise<Load> {
  const times: number[] = [];
  const start = performance.now();
  const end = start + milliseconds;
  let errors = 0;
  let bytes = 0;
  const lane = async () => {
    const connection = await open(port);
    while (performance.now() < end) {
      const began = performance.now();
      const answer = await connection.get(path, accept);
      times.push(performance.now() - began);
      if (answer.status !== 200) errors++;
      bytes = answer.bytes;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const perSecond = times.length / ((performance.now() - start) / 1000);
  return { requests: times.length, perSecond, p99: percentile(times, 0.99), bytes, errors };
}

export interface Connection {
  get: (path: string, accept: string) => Promise<{ status: number; bytes: number }>;
  close: () => void;
}

const headEnd = Buffer.from("\r\n\r\n");

/** A client that costs little: it knows only answers that tell their length, and reads nothing of them but that. */
export function open(port: number): Promise<Connection> {
  const { promise, resolve, reject } = Promise.withResolvers<Connection>();
  const socket = net.connect(port, "127.0.0.1");
  let head: Buffer = Buffer.alloc(0);
  let left = -1;
  let status = 0;
  let bytes = 0;
  let answered: (answer: { status: number; bytes: number }) => void = () => {};
  let failed: (error: Error) => void = reject;

  function read(chunk: Buffer): void {
    if (left < 0) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      const at = head.indexOf(headEnd);
      if (at < 0) return;
      const text = head.toString("latin1", 0, at);
      status = Number(text.slice(9, 12));
      bytes = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      left = bytes - (head.length - at - headEnd.length);
      head = Buffer.alloc(0);
    } else left -= chunk.length;
    if (left > 0) return;
    left = -1;
    answered({ status, bytes });
  }

  socket.on("data", read).on("error", (error) => failed(error));
  socket.on("connect", () =>
    resolve({
      get(path, accept) {
        const given = Promise.withResolvers<{ status: number; bytes: number }>();
        answered = given.resolve;
        failed = given.reject;
        socket.write(
          `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: ${accept}\r\naccept-encoding: gzip, br\r\n\r\n`,
        );
        return given.promise;
      },
      close: () => socket.destroy(),
    }),
  );
  return promise;
}
