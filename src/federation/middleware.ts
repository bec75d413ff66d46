import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler } from "hono";
import { parseAccept } from "hono/utils/accept";
import { findCollective } from "../store/collective.ts";
import { groupId, groupPath, instancePath, profileUrl, sharedInboxPath } from "../text/address.ts";
import { hostMetaPath, respondHostMeta } from "./host-meta.ts";
import type { Arrived } from "./body.ts";
import { findDocument, respond } from "./documents.ts";
import type { TocsinFederation } from "./index.ts";
import { respondWebFinger, webFingerPath } from "./webfinger.ts";

const inboxes = new Set([sharedInboxPath, `${groupPath}/inbox`, `${instancePath}/inbox`]);
const documentTypes = new Set([
  "application/activity+json",
  "application/ld+json",
  "application/json",
  "application/*",
]);
/** What Fedify serves: the actors' own documents and NodeInfo. */
const fedifyPaths = /^\/(actors\/[^/]+|nodeinfo\/2\.1|\.well-known\/nodeinfo)$/;
/** No id has a dot: what ends like a file, as the feeds of replies do, is for everybody. */
const ours = /^\/(p|activities|actors|quotes)\/[^.]*$/;

/** The body comes from the socket itself where there is one: to make a web stream of it costs more than all guards together. */
function arrived(c: Context): Omit<Arrived, "url"> {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  const { method, headers } = c.req.raw;
  return { method, headers, body: incoming ?? c.req.raw.body ?? undefined };
}

/** The target as its sender wrote and signed it: what parses addresses repairs and decodes them. */
function targetOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return (incoming?.url ?? c.req.url).replace(/^https?:\/\/[^/?#]*/i, "");
}

const mostKnown = 500;
const known = new Map<string, boolean>();

/** Whether an Accept header asks for a document rather than for a page. Clients send few different ones. */
export function wantsDocument(accept: string): boolean {
  const before = known.get(accept);
  if (before !== undefined) return before;
  const wants = asksForDocument(accept);
  if (known.size >= mostKnown) known.clear();
  known.set(accept, wants);
  return wants;
}

function asksForDocument(accept: string): boolean {
  const wanted = parseAccept(accept).filter(({ q }) => q > 0);
  // The sort is stable: of what is wanted equally, the first.
  wanted.sort((one, other) => other.q - one.q);
  const first = wanted.find(({ type }) => type.startsWith("text/") || documentTypes.has(type.toLowerCase()));
  return first !== undefined && !first.type.startsWith("text/");
}

/** ActivityPub first, else Hono: one address is a page for people and a document for servers. */
export function federationMiddleware(federation: TocsinFederation, origin: string): MiddlewareHandler {
  const { fedify, renderer, receive, refuse, open } = federation;
  const { sql } = renderer;

  return async (c, next) => {
    const { path } = c.req;
    // Behind a proxy the request comes by http; what was signed is the public address.
    const address = () => origin + targetOf(c);
    if (inboxes.has(path)) return receive({ ...arrived(c), url: address() });
    const asked = wantsDocument(c.req.header("accept") ?? "");
    if (path === hostMetaPath) return respondHostMeta(origin);
    if (path === webFingerPath) return respondWebFinger(sql, origin, c.req.query("resource") ?? null);
    const reads = c.req.method === "GET" || c.req.method === "HEAD";
    if (reads && asked && ours.test(path)) {
      const refusal = await refuse({ method: c.req.method, url: address(), headers: c.req.raw.headers });
      if (refusal) return refusal;
      const found = await findDocument(renderer, path);
      if (found) return respond(found, open);
    }
    if (reads && path.startsWith("/@")) {
      const collective = await findCollective(sql);
      c.header("vary", "Accept");
      if (asked && path.slice(2) === collective?.handle) return c.redirect(groupId(origin), 302);
    }
    if (reads && !asked && path === groupPath) {
      const collective = await findCollective(sql);
      c.header("vary", "Accept");
      if (collective) return c.redirect(profileUrl(origin, collective.handle), 302);
    }
    if (reads && !asked && path === instancePath) {
      c.header("vary", "Accept");
      return c.redirect(`${origin}/`, 302);
    }
    if (!fedifyPaths.test(path)) return next();
    // Fedify answers any method alike, and who asks has been looked at only for those that read.
    if (!reads) return c.text("This is only read.", 405, { allow: "GET, HEAD" });
    let passed = false;
    const pass = async () => {
      passed = true;
      await next();
      return c.res;
    };
    const response = await fedify.fetch(c.req.raw, {
      contextData: undefined,
      onNotFound: pass,
      onNotAcceptable: pass,
    });
    if (passed) return undefined;
    const shown = new Response(response.body, response);
    if (open && response.status === 200) shown.headers.set("surrogate-key", "site followers");
    return shown;
  };
}
