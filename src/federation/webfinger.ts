import { type Collective, findCollective } from "../store/collective.ts";
import type { Sql } from "../store/sql.ts";
import { groupId, instanceId, mediaUrl, profileUrl } from "../text/address.ts";
import { activityMediaType } from "./sign.ts";

export const webFingerPath = "/.well-known/webfinger";

const serviceRelation = "https://www.w3.org/ns/activitystreams#Service";

const headers = {
  "content-type": "application/jrd+json",
  "access-control-allow-origin": "*",
  "cache-control": "public, max-age=3600",
};

/**
 * RFC 7033. Whoever asks by the id or the page of an actor learns its handle too (FEP-2c59); `self` leads back to the
 * exact id, once, as Mastodon demands.
 */
export async function respondWebFinger(sql: Sql, origin: string, resource: string | null): Promise<Response> {
  if (!resource) return new Response("The resource parameter is missing.", { status: 400 });
  const collective = await findCollective(sql);
  const document = collective && describe(origin, collective, resource);
  return document
    ? Response.json(document, { headers })
    : new Response("Nobody here goes by that name.", {
        status: 404,
        headers: { "access-control-allow-origin": "*" },
      });
}

function describe(origin: string, collective: Collective, resource: string) {
  const { host, hostname } = new URL(origin);
  const id = groupId(origin);
  const page = profileUrl(origin, collective.handle);
  const subject = `acct:${collective.handle}@${host}`;
  if (isOneOf(resource, [subject, id, page])) {
    const avatar = collective.icon
      ? [
          {
            rel: "http://webfinger.net/rel/avatar",
            type: "image/jpeg",
            href: mediaUrl(origin, collective.icon),
          },
        ]
      : [];
    const profile = { rel: "http://webfinger.net/rel/profile-page", type: "text/html", href: page };
    return { subject, aliases: [page, id], links: [self(id), profile, ...avatar] };
  }
  const instance = instanceId(origin);
  const instanceSubject = `acct:${hostname}@${host}`;
  if (isOneOf(resource, [instanceSubject, instance])) {
    return { subject: instanceSubject, aliases: [instance], links: [self(instance)] };
  }
  // FEP-d556: who asks for the server itself is led to its actor.
  if (isOneOf(resource, [origin, `${origin}/`])) {
    return { subject: `${origin}/`, links: [{ ...self(instance), rel: serviceRelation }] };
  }
  return undefined;
}

const self = (href: string) => ({ rel: "self", type: activityMediaType, href });

/** Some ask without the scheme, with the "@" of a handle, or for a page with a slash at its end. */
function isOneOf(resource: string, names: string[]): boolean {
  const bare = (name: string) =>
    name
      .toLowerCase()
      .replace(/^acct:/, "")
      .replace(/\/$/, "")
      .replace(/^\/?@?([^/@]+)\/?@/, "$1@");
  return names.some((name) => bare(name) === bare(resource));
}
