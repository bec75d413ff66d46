import { Hono } from "hono";
import { NotFound } from "../errors.ts";
import { findFeedReader } from "../store/notifications.ts";
import { listWaiting, waitingForRole } from "../store/waiting.ts";
import { waitingFeed } from "../views/waiting-feed.ts";
import { originOf } from "./onion.ts";
import type { RouteOptions } from "./options.ts";

/** What waits for a member, for whoever knows the secret address: without a session, which it neither needs nor opens. */
export function waitingRoutes({ sql, config }: RouteOptions): Hono {
  const app = new Hono();
  app.get("/waiting/:token{[\\w-]{43}}", async (c) => {
    const reader = await findFeedReader(sql, c.req.param("token"));
    if (!reader) throw new NotFound("There is no such feed.");
    // After an emergency nothing leaves here, not even a number.
    const waiting = reader.panicked ? [] : waitingForRole(await listWaiting(sql), reader.role);
    const feed = { origin: originOf(c, config), language: reader.language, now: new Date() };
    return c.body(waitingFeed(waiting, feed), 200, {
      "Content-Type": "application/atom+xml; charset=utf-8",
      "Cache-Control": "private, no-store",
    });
  });
  return app;
}
