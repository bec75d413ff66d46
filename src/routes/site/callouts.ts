import { type Context, Hono } from "hono";
import { NotFound } from "../../errors.ts";
import {
  calloutOrder,
  type CalloutPost,
  listPastCallouts,
  listUpcomingCallouts,
} from "../../store/callouts.ts";
import { findEvent } from "../../store/events.ts";
import { findPost } from "../../store/post-lists.ts";
import { postUrl } from "../../text/address.ts";
import { calendar, subscribedCalendar } from "../../views/calendar.ts";
import { calloutsPage, pastCalloutsPage } from "../../views/callout.ts";
import type { RouteOptions } from "../options.ts";
import { gone } from "./gone.ts";
import { decodeCursor, encodeCursor, fresh, shows, type SiteEnv, withSite } from "./site.ts";

const PAGE = 20;
const MOST_UPCOMING = 100;

/** Calendars ask every few hours: what is just over stays in them, and so does word that it was cancelled. */
const MOST_IN_CALENDAR = 200;
const KEPT_IN_CALENDAR = 30 * 24 * 60 * 60 * 1000;

export function calloutRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();

  app.get("/callouts", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const { language } = site.collective;
    const [upcoming, past] = await Promise.all([
      listUpcomingCallouts(sql, { language, limit: MOST_UPCOMING }),
      listPastCallouts(sql, { language, limit: 1 }),
    ]);
    return c.html(calloutsPage(site, upcoming, past.length > 0));
  });

  app.get("/callouts/past", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const { language } = site.collective;
    const word = c.req.query("before");
    const found = await listPastCallouts(sql, {
      language,
      ...(word !== undefined && { before: readPlace(word) }),
      limit: PAGE + 1,
    });
    const posts = found.slice(0, PAGE);
    const last = found.length > PAGE ? posts.at(-1) : undefined;
    const path = "/callouts/past";
    const earlier = last && `${path}?before=${placeOf(last)}`;
    return c.html(pastCalloutsPage(site, { posts, earlier, latest: word === undefined ? undefined : path }));
  });

  app.get("/callouts.ics", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const { language } = site.collective;
    const openSince = new Date(Date.now() - KEPT_IN_CALENDAR);
    const posts = await listUpcomingCallouts(sql, { language, openSince, limit: MOST_IN_CALENDAR });
    return sendCalendar(c, subscribedCalendar(site, posts));
  });

  // The id of the Event that a call-out is for other servers: people are shown its post.
  app.get("/p/:id{[a-z2-7]{16}}/event", fresh, withSite(options), async (c) => {
    c.header("Vary", "Accept");
    const id = c.req.param("id");
    const event = await findEvent(sql, id);
    if (!event) throw new NotFound(`The post ${id} is no call-out.`);
    shows(c, `post:${id}`);
    return event.withdrawn ? gone(c) : c.redirect(postUrl("", id), 302);
  });

  app.get("/p/:file{[a-z2-7]{16}\\.ics}", fresh, withSite(options), async (c) => {
    const id = c.req.param("file").slice(0, -".ics".length);
    const post = await findPost(sql, id);
    if (!post || post.withdrawn || !post.callout?.startsAt) throw new NotFound(`Post ${id} has no date.`);
    return sendCalendar(c, calendar(c.get("site"), [{ ...post, callout: post.callout }]));
  });

  return app;
}

function placeOf(post: CalloutPost): string {
  const { at, id } = calloutOrder(post);
  return encodeCursor({ published: at, id });
}

function readPlace(word: string) {
  const { published, id } = decodeCursor(word);
  return { at: published, id };
}

function sendCalendar(c: Context, text: string): Response {
  c.header("Cache-Control", "public, max-age=300");
  return c.body(text, 200, { "Content-Type": "text/calendar; charset=utf-8" });
}
