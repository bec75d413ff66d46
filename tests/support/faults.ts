import type http from "node:http";

/** What a host does with a request that it has read. */
export type Fault = (request: http.IncomingMessage, response: http.ServerResponse) => void;

export const accepts: Fault = (_, response) => void response.writeHead(202).end();

export const answers =
  (status: number, headers: http.OutgoingHttpHeaders = {}): Fault =>
  (_, response) =>
    void response.writeHead(status, headers).end();

export const hangs: Fault = (_, response) => {
  response.statusCode = 503;
};

export const resets: Fault = (request, response) => {
  response.statusCode = 503;
  request.socket.resetAndDestroy();
};

export const after =
  (milliseconds: number, next: Fault): Fault =>
  (request, response) =>
    void setTimeout(() => next(request, response), milliseconds);

/** The first deliveries meet these in turn, all that follow the last of them. Looking up a handle takes no turn. */
export function inTurn(...faults: Fault[]): Fault {
  let at = 0;
  return (request, response) => {
    const fault = faults[Math.min(at, faults.length - 1)]!;
    if (request.method === "POST") at++;
    fault(request, response);
  };
}

/** Answers, and adds a byte each second without end. */
export const dripsItsBody =
  (status: number): Fault =>
  (_, response) => {
    response.writeHead(status).flushHeaders();
    everySecond(response, () => void response.write("."));
  };

/** Sends a header that never ends, a byte each second. */
export const dripsItsHeaders: Fault = ({ socket }, response) => {
  socket.write("HTTP/1.1 202 Accepted\r\nX-Slow: ");
  everySecond(response, () => void socket.write("."));
};

/** Says each second that it is working on it (102, RFC 2518, section 10.1), which starts every timer anew. */
export const promisesForEver: Fault = (_, response) =>
  everySecond(response, () => response.writeProcessing());

/** A hundred megabytes, as fast as they are taken. */
export const floods =
  (status: number, sent: { bytes: number }): Fault =>
  (_, response) => {
    const megabyte = Buffer.alloc(1024 * 1024, "x");
    response.writeHead(status, { "content-length": 100 * megabyte.length });
    const push = () => {
      while (!response.destroyed && sent.bytes < 100 * megabyte.length) {
        sent.bytes += megabyte.length;
        if (!response.write(megabyte)) return void response.once("drain", push);
      }
    };
    push();
  };

function everySecond(response: http.ServerResponse, act: () => void): void {
  act();
  const timer = setInterval(act, 1000);
  response.once("close", () => clearInterval(timer));
}
