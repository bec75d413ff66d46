import { Conflict } from "../../errors.ts";
import { changeHandle, type Collective, editProfile } from "../../store/collective.ts";
import { listPictures, type Picture } from "../../store/pictures.ts";
import { countFollowers } from "../../store/followers.ts";
import { countPosts } from "../../store/post-lists.ts";
import { deliverProfileUpdate } from "../../store/profile.ts";
import { isColour } from "../../text/colour.ts";
import { isLanguage } from "../../text/language.ts";
import { postsOnPage } from "../../text/rules.ts";
import { isTimeZone } from "../../text/time-zone.ts";
import type { Messages } from "../../text/messages.ts";
import { settingsPreview } from "../../views/admin/settings-preview.ts";
import { siteStylesheets, stylesheet } from "../assets.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { fieldCount, settingsPage, type TypedSettings } from "../../views/admin/settings.ts";
import type { MemberVisit } from "../../views/admin/page.ts";
import { filesOf, type Form, textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { settleFiles } from "./files.ts";
import { logged } from "./log.ts";
import { takeUploads } from "./uploads.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";
import { longestProfile } from "../../text/draft.ts";

/** How the account describes itself, here and on other servers. */
export function settings(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;

  function showForm(c: MemberContext, typed: TypedSettings, errors: FieldErrors = {}, handle?: string) {
    const visit = c.get("visit");
    const main = settingsPage(visit, typed, handle ?? visit.collective.handle, errors);
    return show(c, visit.m.settings.title, main, Object.keys(errors).length > 0 ? 422 : 200);
  }

  /** How it would look, in the colour that was chosen, with all that was typed below. */
  async function showPreview(c: MemberContext, typed: TypedSettings) {
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
      { ...collective, ...typed, ...pictures, postsPerPage: Number(typed.postsPerPage) },
      { followers, posts: posts + replies },
    );
    c.set("visit", { ...visit, stylesheets: [...siteStylesheets(typed.accent), stylesheet("admin")] });
    const main = settingsPage(c.get("visit"), typed, collective.handle, {}, preview);
    return show(c, visit.m.settings.title, main);
  }

  app.get("/admin/settings", (c) => showForm(c, present(c.get("visit").collective)));

  app.post("/admin/settings", async (c) => {
    const { m, collective } = c.get("visit");
    const { typed, errors } = await readSettings(c.get("form"), { m, collective }, options);
    Object.assign(errors, checkSettings(typed, m));
    if (Object.keys(errors).length > 0) return showForm(c, typed, errors);
    if (textOf(c.get("form"), "intent") === "preview") return showPreview(c, typed);
    const postsPerPage = Number(typed.postsPerPage);
    const edit = { ...typed, postsPerPage, icon: typed.icon?.id, header: typed.header?.id };
    await logged(c, sql, "settings").begin((tx) => editProfile(tx, edit));
    await deliverProfileUpdate(sql);
    await settleFiles(options);
    return redirectDone(c, "/admin/settings", "saved");
  });

  app.post("/admin/settings/handle", async (c) => {
    const { m, collective } = c.get("visit");
    const handle = textOf(c.get("form"), "handle").trim().replace(/^@/, "").toLowerCase();
    const typed = present(collective);
    if (!/^[a-z0-9_]{1,30}$/.test(handle)) return showForm(c, typed, { handle: m.errors.handle }, handle);
    try {
      await logged(c, sql, "handle", handle).begin((tx) => changeHandle(tx, handle));
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return showForm(c, typed, { handle: m.errors.handleFixed }, handle);
    }
    return redirectDone(c, "/admin/settings", "saved");
  });
}

function present(collective: Collective): TypedSettings {
  const postsPerPage = String(collective.postsPerPage);
  return { ...collective, postsPerPage, icon: undefined, header: undefined };
}

async function readSettings(
  form: Form,
  { m, collective }: Pick<MemberVisit, "m" | "collective">,
  options: RouteOptions,
): Promise<{ typed: TypedSettings; errors: FieldErrors }> {
  const line = (name: string) => textOf(form, name).replace(/\s+/g, " ").trim();
  const fields = Array.from({ length: fieldCount }, (_, at) => ({
    name: line(`fieldName${at}`),
    value: line(`fieldValue${at}`),
  })).filter(({ name, value }) => name !== "" || value !== "");
  const errors: FieldErrors = form.cut ? { header: m.errors.uploadTooLarge } : {};
  const picture = async (name: "icon" | "header"): Promise<Picture | undefined> => {
    const { ids, problems } = await takeUploads(filesOf(form, name).slice(0, 1), m, options);
    if (problems.length > 0) errors[name] = problems.join(" ");
    const [found] = await listPictures(options.sql, [ids[0] ?? textOf(form, `${name}Id`)]);
    return found;
  };
  const typed = {
    name: line("name"),
    description: textOf(form, "description").replace(/\r\n?/g, "\n").trim(),
    language: textOf(form, "language"),
    timeZone: textOf(form, "timeZone") || collective.timeZone,
    fields,
    accent: textOf(form, "accent").toLowerCase() || collective.accent,
    postsPerPage: textOf(form, "postsPerPage").trim().slice(0, 10) || String(collective.postsPerPage),
    discoverable: textOf(form, "discoverable") === "on",
    indexable: textOf(form, "indexable") === "on",
    manuallyApprovesFollowers: textOf(form, "manuallyApprovesFollowers") === "on",
    quotes: textOf(form, "quotes") === "on" ? ("everybody" as const) : ("nobody" as const),
    icon: await picture("icon"),
    header: await picture("header"),
  };
  return { typed, errors };
}

function checkSettings(typed: TypedSettings, { errors }: Messages): FieldErrors {
  const wrong: FieldErrors = {};
  if (typed.name === "" || typed.name.length > 100) wrong.name = errors.collectiveName;
  if (typed.description.length > longestProfile) wrong.description = errors.descriptionTooLong;
  if (!isColour(typed.accent)) wrong.accent = errors.colour;
  const { least, most } = postsOnPage;
  const perPage = /^\d{1,3}$/.test(typed.postsPerPage) ? Number(typed.postsPerPage) : 0;
  if (perPage < least || perPage > most) wrong.postsPerPage = errors.postsPerPage;
  if (!isLanguage(typed.language)) wrong.language = errors.unknownLanguage;
  if (!isTimeZone(typed.timeZone)) wrong.timeZone = errors.calloutZone;
  // Mastodon leaves out a line without a label or without content.
  const halves = typed.fields.some(({ name, value }) => name === "" || value === "");
  const long = typed.fields.some(({ name, value }) => name.length > 100 || value.length > 500);
  if (halves || long) wrong.fields = errors.profileFields;
  return wrong;
}
