import crypto from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import type net from "node:net";

/** One request that reached the peer's inbox. */
export interface Delivered {
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
  activity: Record<string, unknown> & { id: string; type: string };
  /** Whether the draft-cavage signature holds against the sender's key, as far as `verifyWith` was given. */
  signed: boolean;
}

export interface Person {
  id: string;
  keyId: string;
  inbox: string;
  document: Record<string, unknown>;
}

/**
 * Another server on loopback, written with node:http and node:crypto alone, so that what it signs and checks does not
 * pass through the code under test.
 */
export async function startPeer({ address = "127.0.0.1" } = {}) {
  const { privateKey, publicKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
  const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const documents = new Map<string, Record<string, unknown>>();
  /** Where a GET of a path is sent on to. */
  const redirects = new Map<string, string>();
  const delivered: Delivered[] = [];
  const fetched: string[] = [];
  const answers = {
    status: 202,
    contentType: "application/activity+json",
    headers: {} as Record<string, string>,
  };
  let verifyWith: crypto.KeyObject | undefined;

  const server = http.createServer((request, response) => {
    const path = request.url ?? "/";
    if (request.method === "GET") {
      fetched.push(path);
      const location = redirects.get(path);
      if (location !== undefined) return void response.writeHead(302, { location }).end();
      const [withoutQuery] = path.split("?");
      const document = documents.get(path) ?? documents.get(withoutQuery!);
      response.writeHead(document ? 200 : 404, { "content-type": answers.contentType });
      response.end(document ? JSON.stringify(document) : "");
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const signed = verifyWith ? checkCavage(request, body, verifyWith) : false;
      delivered.push({ path, headers: request.headers, body, activity: JSON.parse(body), signed });
      response.writeHead(answers.status, answers.headers).end();
    });
  });
  server.listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  const origin = `http://${address}:${port}`;

  function person(name: string, extra: Record<string, unknown> = {}): Person {
    const id = `${origin}/users/${name}`;
    const document = {
      "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
      id,
      type: "Person",
      preferredUsername: name,
      name: `The ${name}`,
      url: `${origin}/@${name}`,
      inbox: `${id}/inbox`,
      outbox: `${id}/outbox`,
      endpoints: { sharedInbox: `${origin}/inbox` },
      publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem },
      ...extra,
    };
    documents.set(new URL(id).pathname, document);
    documents.set(
      `/.well-known/webfinger?resource=${encodeURIComponent(`acct:${name}@${address}:${port}`)}`,
      {
        subject: `acct:${name}@${address}:${port}`,
        links: [{ rel: "self", type: "application/activity+json", href: id }],
      },
    );
    return { id, keyId: `${id}#main-key`, inbox: `${id}/inbox`, document };
  }

  return {
    origin,
    host: `${address}:${port}`,
    documents,
    redirects,
    delivered,
    fetched,
    answers,
    person,
    privateKey,
    /** Checks what arrives from now on against this public key in PEM. */
    verifyWith: (pem: string) => (verifyWith = crypto.createPublicKey(pem)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export type Peer = Awaited<ReturnType<typeof startPeer>>;

export interface Signing {
  keyId: string;
  privateKey: crypto.KeyObject;
  scheme?: "cavage" | "rfc9421";
  date?: Date;
  /** Which parts to cover, when not those that count. */
  covered?: string[];
  /** By RFC 9421: what stands behind each name that is covered, as `;req`, and when the signature ends. */
  flag?: string;
  expires?: Date;
  /** Path and query as the request says them, where a parser of addresses would change them. */
  target?: string;
  host?: string;
  digest?: string;
  /** Whether an RFC 9421 signature says when it was made. */
  timed?: boolean;
}

/** The headers of a signed POST, by draft-cavage-12 or RFC 9421, made from their texts alone. */
export function signedHeaders(url: URL, body: string, signing: Signing): Record<string, string> {
  const { keyId, privateKey, scheme = "cavage", date = new Date() } = signing;
  const digest = signing.digest ?? crypto.createHash("sha256").update(body).digest("base64");
  const sign = (base: string) => crypto.sign("sha256", Buffer.from(base), privateKey).toString("base64");
  const common = { "content-type": "application/activity+json", date: date.toUTCString() };
  const target = signing.target ?? url.pathname + url.search;
  if (scheme === "rfc9421") {
    const values: Record<string, string> = {
      "@method": "POST",
      "@target-uri": url.origin + target,
      "content-digest": `sha-256=:${digest}:`,
      "@authority": url.host,
      "@scheme": url.protocol.slice(0, -1),
      "@path": target,
      "@query": "?",
      "@request-target": target,
      ...common,
    };
    const { flag = "", expires, timed = true } = signing;
    const covered = signing.covered ?? ["@method", "@target-uri", "content-digest"];
    const created = timed ? `;created=${Math.floor(date.getTime() / 1000)}` : "";
    const end = expires ? `;expires=${Math.floor(expires.getTime() / 1000)}` : "";
    const parameters = `(${covered.map((name) => `"${name}"${flag}`).join(" ")})${created}${end};keyid="${keyId}";alg="rsa-v1_5-sha256"`;
    const base = [
      ...covered.map((name) => `"${name}"${flag}: ${values[name]}`),
      `"@signature-params": ${parameters}`,
    ];
    return {
      ...common,
      "content-digest": values["content-digest"]!,
      "signature-input": `sig1=${parameters}`,
      signature: `sig1=:${sign(base.join("\n"))}:`,
    };
  }
  const values: Record<string, string> = {
    "(request-target)": `post ${target}`,
    host: signing.host ?? url.host,
    date: common.date,
    digest: `SHA-256=${digest}`,
    "content-type": common["content-type"],
  };
  const covered = signing.covered ?? Object.keys(values);
  const base = covered.map((name) => `${name}: ${values[name]}`).join("\n");
  return {
    ...common,
    host: values["host"]!,
    digest: values["digest"]!,
    signature: `keyId="${keyId}",algorithm="rsa-sha256",headers="${covered.join(" ")}",signature="${sign(base)}"`,
  };
}

function checkCavage(request: http.IncomingMessage, body: string, key: crypto.KeyObject): boolean {
  const header = String(request.headers["signature"] ?? "");
  const fields = Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map((match) => [match[1], match[2]]),
  );
  const digest = `SHA-256=${crypto.createHash("sha256").update(body).digest("base64")}`;
  if (request.headers["digest"] !== digest || !fields["headers"] || !fields["signature"]) return false;
  const base = fields["headers"]
    .split(" ")
    .map((name: string) =>
      name === "(request-target)"
        ? `${name}: post ${request.url}`
        : `${name}: ${String(request.headers[name])}`,
    )
    .join("\n");
  return crypto.verify("sha256", Buffer.from(base), key, Buffer.from(fields["signature"], "base64"));
}
