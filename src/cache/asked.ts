import type { IncomingMessage } from "node:http";

/** What of a request decides about its answer. */
export interface Asked {
  method: string;
  /** Path and query. */
  target: string;
  /** As `URL` reads it: the same however it is spelt. */
  host: string;
  header: (name: string) => string | undefined;
}

/** What the adapter hands over with a request, where there is a socket. */
interface Bindings {
  incoming?: IncomingMessage;
}

/**
 * Reads it from what Node has parsed already, where there is such: to make the address and the headers of a Request costs as
 * much as the whole answer.
 */
export function readAsked(request: Request, bindings: unknown): Asked {
  const { incoming } = (bindings ?? {}) as Bindings;
  return (incoming && readIncoming(incoming)) ?? readRequest(request);
}

/** Undefined for a proxy's form of the target, which names the host, too (RFC 9112, section 3.2.2). */
export function readIncoming({ method, url: target, headers }: IncomingMessage): Asked | undefined {
  if (method === undefined || !target?.startsWith("/")) return undefined;
  return {
    method,
    target,
    host: readHost(headers.host ?? ""),
    header: (name) => headers[name] as string | undefined,
  };
}

/** Names in small letters and ports other than http's are left as they are, which is nearly always. */
const plainHost = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*(:(?!0|80$)\d+)?$/;

function readHost(header: string): string {
  if (plainHost.test(header)) return header;
  const address = `http://${header}`;
  return URL.canParse(address) ? new URL(address).host : "";
}

function readRequest({ method, url, headers }: Request): Asked {
  const { pathname, search, host } = new URL(url);
  return { method, target: pathname + search, host, header: (name) => headers.get(name) ?? undefined };
}
