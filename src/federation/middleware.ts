import type { MiddlewareHandler } from "hono";
import { accepts } from "hono/accepts";
import { findCollective } from "../store/collective.ts";
import { groupId, groupPath, instancePath, profileUrl, sharedInboxPath } from "../text/address.ts";
import { hostMetaPath, respondHostMeta } from "./host-meta.ts";
import { findDocument, respond } from "./documents.ts";
import type { TocsinFederation } from "./index.ts";
import { respondWebFinger, webFingerPath } from "./webfinger.ts";

const inboxes = new Set([sharedInboxPath, `${groupPath}/inbox`, `${instancePath}/inbox`]);
const activityTypes = ["application/activity+json", "application/ld+json", "application/json"];
/** What Fedify serves: the actors' own documents and NodeInfo. */
const fedifyPaths = /^\/(actors\/[^/]+|nodeinfo\/2\.1|\.well-known\/nodeinfo)$/;
/** No id has a dot: what ends like a file, as the feeds of replies do, is for everybody. */
const ours = /^\/(p|activities|actors)\/[^.]*$/;

/** ActivityPub first, else Hono: one address is a page for people and a document for servers. */
export function federationMiddleware(federation: TocsinFederation, origin: string): MiddlewareHandler {
  const { fedify, renderer, receive, refuse, open } = federation;
  const { sql } = renderer;

  return async (c, next) => {
    const { path } = c.req;
    // Behind a proxy the request comes by http; what was signed is the public address.
    const publicRequest = () => new Request(origin + path + new URL(c.req.url).search, c.req.raw);
    // A Request of the method TRACE cannot be made; the inbox refuses it as it came.
    if (inboxes.has(path)) return receive(c.req.method === "POST" ? publicRequest() : c.req.raw);
    const asked =
      accepts(c, { header: "Accept", supports: ["text/html", ...activityTypes], default: "text/html" }) !==
      "text/html";
    if (path === hostMetaPath) return respondHostMeta(origin);
    if (path === webFingerPath) return respondWebFinger(sql, origin, c.req.query("resource") ?? null);
    const reads = c.req.method === "GET" || c.req.method === "HEAD";
    if (reads && asked && ours.test(path)) {
      const refusal = await refuse(publicRequest());
      if (refusal) return refusal;
      const found = await findDocument(renderer, path);
      if (found) return respond(found, c.req.raw, open);
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
    if (!fedifyPaths.test(path)) return next();
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
    return passed ? undefined : response;
  };
}
