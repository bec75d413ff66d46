import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { Forbidden, NotFound } from "../../errors.ts";
import { findPost } from "../../store/post-lists.ts";
import type { Post } from "../../store/posts.ts";
import { groupId, postUrl, profileUrl } from "../../text/address.ts";
import { type Intent, type LookUpIntent, postIntents, readVisitor } from "../../text/intent.ts";
import { followPage, goOnPage, intentPath } from "../../views/follow.ts";
import type { Site } from "../../views/layout.ts";
import { qrCode } from "../../views/qr.ts";
import { textOf } from "../form.ts";
import { readerLanguage } from "../language.ts";
import { originOf } from "../onion.ts";
import type { RouteOptions } from "../options.ts";
import { isFromOurPage } from "../session.ts";
import { visitorOf } from "../visitor.ts";
import { type SiteEnv, withSite } from "./site.ts";

type Visit = Context<SiteEnv>;

const year = 365 * 24 * 3600;

/** Following, replying, boosting and liking from an account anywhere. `lookUp` asks the visitor's server. */
export function followRoutes(options: RouteOptions, lookUp: LookUpIntent): Hono<SiteEnv> {
  const app = new Hono<SiteEnv>();
  const form = `/:intent{${postIntents.join("|")}}/:id{[a-z2-7]{16}}`;

  /** The forms know what a visitor's browser remembers: their answers are for nobody else. */
  app.use("/follow/*", withSite(options), async (c, next) => {
    c.header("Cache-Control", "private, no-store");
    // With "no-referrer" browsers send `Origin: null` with a form. Other sites still learn nothing.
    c.header("Referrer-Policy", "same-origin");
    const site = c.get("site");
    const language = readerLanguage(c, site.collective.language);
    const ours = site.collective.language.split("-")[0] === language;
    if (!ours) c.set("site", { ...site, collective: { ...site.collective, language } });
    await next();
  });

  for (const path of ["/follow", `/follow${form}`]) {
    app.get(path, async (c) => {
      const subject = await findSubject(c, options);
      const server = rememberedServer(c, options);
      const typed = { typed: server ?? "", remember: server !== undefined };
      return c.html(followPage(c.get("site"), { ...subject, ...typed, profile: profileOf(c, options) }));
    });
    app.post(path, (c) => answer(c, options, lookUp));
  }

  app.get(`/p/:id{[a-z2-7]{16}}/:intent{${postIntents.join("|")}}`, (c) =>
    c.redirect(intentPath(c.req.param("intent") as Intent, c.req.param("id")), 301),
  );

  // The handle is in the name, so that other bytes would have another address.
  app.get("/qr/:file{[a-z0-9_]+\\.svg}", withSite(options), (c) => {
    const { collective } = c.get("site");
    if (c.req.param("file") !== `${collective.handle}.svg`) throw new NotFound("That is not our handle.");
    return c.body(qrCode(profileOf(c, options)), 200, {
      "Content-Type": "image/svg+xml",
      "Cache-Control": "public, max-age=31536000, immutable",
    });
  });

  return app;
}

/** Our page at the address that the visitor came by: what a camera reads on the onion service stays on it. */
function profileOf(c: Visit, { config }: RouteOptions): string {
  return profileUrl(originOf(c, config), c.get("site").collective.handle);
}

interface Subject {
  intent: Intent;
  post: Post | undefined;
}

/** What the form is about. @throws {NotFound} where there is no such post. */
async function findSubject(c: Visit, { sql }: RouteOptions): Promise<Subject> {
  const { intent = "follow", id } = c.req.param() as { intent?: Intent; id?: string };
  if (id === undefined) return { intent, post: undefined };
  const post = await findPost(sql, id);
  if (!post || post.withdrawn) throw new NotFound(`There is no post ${id}.`);
  return { intent, post };
}

async function answer(c: Visit, options: RouteOptions, lookUp: LookUpIntent): Promise<Response> {
  if (!isFromOurPage(c, options.config)) throw new Forbidden("The form is not from our page.");
  const { intent, post } = await findSubject(c, options);
  const site = c.get("site");
  const form = await options.forms.readShort(c);
  const typed = textOf(form, "account").trim();
  const remember = textOf(form, "remember") === "on";
  const shown = { intent, post, typed, remember, profile: profileOf(c, options) };
  const visitor = readVisitor(typed);
  if (!visitor) {
    const problem = { state: "invalid", host: "" } as const;
    return c.html(followPage(site, { ...shown, problem }), 422);
  }
  const found = await lookUp(visitor, intent, objectOf(site, post), visitorOf(c, options.config));
  if (found.state !== "found") {
    const problem = { state: found.state, host: visitor.host };
    const status = found.state === "busy" ? 429 : 422;
    return c.html(followPage(site, { ...shown, problem }), status);
  }
  rememberServer(c, options, remember ? visitor.host : undefined);
  return c.html(goOnPage(site, { intent, post, url: found.url }));
}

function objectOf({ origin }: Site, post: Post | undefined): string {
  return post ? postUrl(origin, post.id) : groupId(origin);
}

const overTls = ({ config }: RouteOptions) => config.origin.startsWith("https:");
const cookieName = (options: RouteOptions) => (overTls(options) ? "__Secure-server" : "server");

function rememberedServer(c: Visit, options: RouteOptions): string | undefined {
  const visitor = readVisitor(getCookie(c, cookieName(options)) ?? "");
  return visitor?.host;
}

/** Keeps the visitor's server in their own browser, since they asked for it; or makes the browser forget it. */
function rememberServer(c: Visit, options: RouteOptions, host: string | undefined): void {
  const name = cookieName(options);
  const scope = { path: "/follow", secure: overTls(options) };
  if (host !== undefined) {
    setCookie(c, name, host, { ...scope, maxAge: year, httpOnly: true, sameSite: "Strict" });
  } else if (getCookie(c, name) !== undefined) {
    deleteCookie(c, name, scope);
  }
}
