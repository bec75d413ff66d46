import crypto from "node:crypto";
import { type Signing, signedHeaders } from "../support/peer.ts";
import type { Cast } from "./cast.ts";
import { hostileAddress, hostileText } from "./hostile.ts";
import { breakBytes, type Json, lengthen, mutate } from "./mutate.ts";
import { createRandom, type Random } from "./random.ts";
import { activityOf } from "./shapes.ts";

/** One request to an inbox. The same seed and index make the same one, but for ids with ports, dates and signatures. */
export interface Input {
  index: number;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

const inboxes = ["/inbox", "/inbox", "/actors/group/inbox", "/actors/instance/inbox"];
const methods = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"];

const mediaTypes = [
  'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
  "application/activity+json; charset=utf-16",
  "application/activity+json; charset=\xe9",
  "APPLICATION/ACTIVITY+JSON",
  "application/ld+json",
  "application/json",
  "text/html",
  "multipart/form-data; boundary=x",
  "application/activity+json, application/activity+json",
  `application/activity+json; ${"a=b;".repeat(2000)}`,
  ";;;",
  "",
];

const oddHeaders: [string, string][] = [
  ["transfer-encoding", "chunked"],
  ["content-encoding", "gzip"],
  ["accept", "*/*;q=NaN, application/ld+json;;;q=-1"],
  ["accept", `${"a/b,".repeat(2500)}`],
  ["accept-language", "x-\xff, *;q=9"],
  ["x-forwarded-for", "::ffff:999.1.1.1, unknown"],
  ["x-forwarded-host", "evil.example"],
  ["x-http-method-override", "DELETE"],
  ["cookie", `__Host-session=${"x".repeat(4000)}`],
  ["range", "bytes=0-,-1"],
  ["if-none-match", '"x", W/"y", *'],
  ["origin", "null"],
  ["upgrade", "websocket"],
  ["content-language", "\xff\xfe"],
  ["x-long", "a".repeat(8000)],
  ["collection-synchronization", 'collectionId="http://127.0.0.1/",digest="x",url="x"'],
];

export function inputOf(seed: number, index: number, cast: Cast, origin: string): Input {
  const random = createRandom(seed, index);
  const person = random.pick(cast.people);
  const odd = random.chance(0.02);
  const scene = {
    ...cast.scene,
    random,
    index,
    actor: odd ? `${person.host}/odd/${index}` : person.id,
    host: person.host,
    other: random.pick(cast.people).id,
  };
  const whole = activityOf(scene);
  const document: unknown = random.chance(0.05)
    ? lengthen(random, whole)
    : random.chance(0.15)
      ? whole
      : mutate(random, whole);
  const text = JSON.stringify(random.chance(0.7) ? honest(document, whole) : document) ?? "";
  const body = random.chance(0.08) ? breakBytes(random, text) : Buffer.from(text);
  const path =
    random.pick(inboxes) +
    (random.chance(0.02) ? random.pick(["?", "?a=b", "?%00=%ff", "?".repeat(500)]) : "");
  const method = random.chance(0.02) ? random.pick(methods) : "POST";
  const headers = sign(random, cast, `${scene.actor}#main-key`, new URL(path, origin), body);
  if (random.chance(0.06)) headers["content-type"] = random.pick(mediaTypes);
  if (random.chance(0.1)) Object.assign(headers, Object.fromEntries([random.pick(oddHeaders)]));
  return { index, method, path, headers, body };
}

/** Puts back what a signature needs to be believed, so that the mutations reach what lies behind it. */
function honest(document: unknown, whole: Json): unknown {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return document;
  const { id, actor } = whole;
  return actor === undefined ? document : { ...document, id, actor };
}

function sign(random: Random, cast: Cast, keyId: string, url: URL, body: Buffer): Record<string, string> {
  const scheme: Signing["scheme"] = random.chance(0.25) ? "rfc9421" : "cavage";
  const digest = crypto.createHash("sha256").update(body).digest("base64");
  const valid: Signing = { keyId, privateKey: cast.key, digest, scheme };
  const headersOf = (change: Partial<Signing> = {}) => signedHeaders(url, "", { ...valid, ...change });
  const kind = random.below(100);
  if (kind < 70) return headersOf();
  if (kind < 74) return headersOf({ privateKey: cast.wrongKey });
  if (kind < 80) return { "content-type": "application/activity+json" };
  if (kind < 82) return headersOf({ digest: Buffer.alloc(32).toString("base64") });
  if (kind < 84) return headersOf({ date: new Date(Date.now() + random.pick([-1, 1]) * 7.2e6) });
  if (kind < 86)
    return headersOf({ covered: scheme === "cavage" ? ["(request-target)", "date"] : ["@method"] });
  if (kind < 88) return headersOf({ host: "elsewhere.example" });
  if (kind < 90) return headersOf({ keyId: headerSafe(hostileAddress(random)).replaceAll('"', "") });
  const headers = headersOf();
  const name = random.pick(Object.keys(headers).filter((each) => each !== "host"));
  const value = headers[name]!;
  const at = random.below(value.length);
  headers[name] = headerSafe(
    random.pick([
      value.slice(0, at),
      value.slice(0, at) + hostileText(random).slice(0, 300) + value.slice(at),
      `${value}, ${value}`,
      value.toUpperCase(),
      value.replaceAll('"', "'"),
      value.replaceAll(/\d/g, "9"),
      "(".repeat(3000),
      `sig1=(${'"@method" '.repeat(400)});created=1`,
    ]),
  );
  return headers;
}

/** What HTTP can carry in a header at all. */
function headerSafe(text: string): string {
  return text
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, "?")
    .slice(0, 10_000)
    .trim();
}
