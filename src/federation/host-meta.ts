export const hostMetaPath = "/.well-known/host-meta";

/** RFC 6415: where WebFinger is, for servers that ask before they look. */
export function respondHostMeta(origin: string): Response {
  const body =
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n` +
    `  <Link rel="lrdd" type="application/jrd+json" template="${origin}/.well-known/webfinger?resource={uri}"/>\n` +
    `</XRD>\n`;
  return new Response(body, {
    headers: { "content-type": "application/xrd+xml", "access-control-allow-origin": "*" },
  });
}
