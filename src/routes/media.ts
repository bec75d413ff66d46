import { type Context, Hono } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { NotFound } from "../errors.ts";
import { mediaType } from "../media/files.ts";
import { openPicture } from "../media/waiting.ts";
import { findPictureFile } from "../store/pictures.ts";
import type { RouteOptions } from "./options.ts";
import { currentSession } from "./session.ts";

/** A name never means other bytes. Copies that caches hold outlive a withdrawal, as those on other servers do. */
const PUBLIC = "public, max-age=31536000, immutable";
const MEMBERS_ONLY = "private, no-store";

/** A 304 renews the headers that a browser has kept, so it must carry those that differ from the pages'. */
const unchanged = etag({
  retainedHeaders: [...RETAINED_304_HEADERS, "Content-Security-Policy", "Cross-Origin-Resource-Policy"],
});

/** Pictures, as re-encoded. Those that are not, or no longer, in public are there for members alone. */
export function mediaRoutes(options: RouteOptions): Hono {
  const { sql, config } = options;
  const app = new Hono();

  app.get("/media/:name", unchanged, async (c) => {
    const name = c.req.param("name");
    const type = mediaType(name);
    if (!type) throw new NotFound(`We never named a file ${name}.`);
    const file = await findPictureFile(sql, name);
    if (!file || !(file.public || (await mayLook(c, options)))) throw new NotFound(`There is no ${name}.`);
    const found = await openPicture(config.mediaDir, name, options.secret);
    // As after an incomplete restore.
    if (!found) throw new NotFound(`The file ${name} is missing.`);
    const headers = {
      "Content-Type": type,
      "Content-Length": String(found.size),
      "Cache-Control": file.public ? PUBLIC : MEMBERS_ONLY,
      // Opened on its own, a picture can load and run nothing.
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "X-Content-Type-Options": "nosniff",
      // Other servers' pages may show it.
      "Cross-Origin-Resource-Policy": "cross-origin",
      ETag: `"${name}"`,
    };
    if (c.req.method !== "HEAD") return c.body(found.read(), 200, headers);
    await found.close();
    return c.body(null, 200, headers);
  });

  return app;
}

/** Members, unless somebody has pressed the button for emergencies. */
async function mayLook(c: Context, options: RouteOptions): Promise<boolean> {
  const session = await currentSession(c, options);
  return session !== undefined && !session.panicked;
}
