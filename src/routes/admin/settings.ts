import { Conflict } from "../../errors.ts";
import { render } from "../../rendering/index.ts";
import { changeHandle, editProfile, findCollective } from "../../store/collective.ts";
import { countFollowers } from "../../store/followers.ts";
import { countPosts } from "../../store/post-lists.ts";
import { deliverProfileUpdate } from "../../store/profile.ts";
import type { Database } from "../../store/sql.ts";
import { isOwnHandle, readOwnHandle } from "../../text/handle.ts";
import type { Rendered } from "../../text/own-html.ts";
import { settingsPreview } from "../../views/admin/settings-preview.ts";
import { settingsTheirs } from "../../views/admin/settings-theirs.ts";
import type { TypedSettings } from "../../views/admin/settings.ts";
import { siteStylesheets, stylesheet } from "../assets.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { settleFiles } from "./files.ts";
import { logged } from "./log.ts";
import { checkSettings, presentSettings, readSettings, showSettings, unansweredIn } from "./settings-form.ts";
import { type MemberApp, type MemberContext, redirectDone } from "./visit.ts";

/** How the account describes itself, here and on other servers. */
export function settings(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;

  app.get("/admin/settings", (c) => showSettings(c, presentSettings(c.get("visit").collective)));

  app.post("/admin/settings", async (c) => {
    const { m } = c.get("visit");
    const wantsPreview = textOf(c.get("form"), "intent") === "preview";
    const { typed, errors } = await readSettings(c, options);
    const rendered = await render({ source: typed.description, language: typed.language });
    Object.assign(errors, checkSettings(typed, rendered, m), !wantsPreview && unansweredIn(typed, m));
    if (!rendered || Object.keys(errors).length > 0) return showSettings(c, typed, { errors });
    if (wantsPreview) return showPreview(c, sql, typed, rendered);
    const postsPerPage = Number(typed.postsPerPage);
    const edit = { ...typed, rendered, postsPerPage, icon: typed.icon?.id, header: typed.header?.id };
    try {
      await logged(c, sql, "settings").begin((tx) => editProfile(tx, edit));
    } catch (error) {
      if (error instanceof Conflict) return showConflict(c, sql, typed);
      throw error;
    }
    await deliverProfileUpdate(sql);
    await settleFiles(options);
    return redirectDone(c, "/admin/settings", "saved");
  });

  app.post("/admin/settings/handle", async (c) => {
    const { m, collective } = c.get("visit");
    const handle = readOwnHandle(textOf(c.get("form"), "handle"));
    const refused = (text: string) =>
      showSettings(c, presentSettings(collective), { errors: { handle: text }, handle });
    if (!isOwnHandle(handle)) return refused(m.errors.handle);
    try {
      await logged(c, sql, "handle", handle).begin((tx) => changeHandle(tx, handle));
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return refused(m.errors.handleFixed);
    }
    return redirectDone(c, "/admin/settings", "saved");
  });
}

/** How it would look, in the colour that was chosen, with all that was typed below. */
async function showPreview(c: MemberContext, sql: Database, typed: TypedSettings, rendered: Rendered) {
  const visit = c.get("visit");
  const { collective } = visit;
  const iconPicture = typed.icon ?? collective.iconPicture;
  const headerPicture = typed.header ?? collective.headerPicture;
  const pictures = {
    iconPicture,
    headerPicture,
    icon: iconPicture?.full.name ?? null,
    header: headerPicture?.full.name ?? null,
  };
  const [followers, { posts, replies }] = await Promise.all([countFollowers(sql), countPosts(sql)]);
  const preview = settingsPreview(
    visit,
    { ...collective, ...typed, ...pictures, rendered, postsPerPage: Number(typed.postsPerPage) },
    { followers, posts: posts + replies },
  );
  c.set("visit", { ...visit, stylesheets: [...siteStylesheets(typed.accent), stylesheet("admin")] });
  return showSettings(c, typed, { above: preview });
}

/** Somebody was faster: what they saved stands above what was typed. */
async function showConflict(c: MemberContext, sql: Database, typed: TypedSettings) {
  const theirs = (await findCollective(sql))!;
  const visit = { ...c.get("visit"), collective: theirs };
  c.set("visit", visit);
  return showSettings(
    c,
    { ...typed, version: theirs.version },
    { above: settingsTheirs(visit, typed, theirs) },
    409,
  );
}
