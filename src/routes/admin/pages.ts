import { Conflict, NotFound } from "../../errors.ts";
import { render } from "../../rendering/index.ts";
import {
  addPage,
  editPage,
  findPage,
  listPages,
  movePage,
  type PageText,
  removePage,
} from "../../store/pages.ts";
import type { Sql } from "../../store/sql.ts";
import { cleanSource, longestName, longestSource } from "../../text/draft.ts";
import { isLanguage } from "../../text/language.ts";
import type { Messages } from "../../text/messages.ts";
import type { Rendered } from "../../text/own-html.ts";
import { isSlug, slugOf } from "../../text/slug.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { pageForm, pageList, type TypedPage } from "../../views/admin/pages.ts";
import { type Form, lineOf, textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { proposeIt } from "./decisions.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

interface Shown {
  typed: TypedPage;
  errors?: FieldErrors;
  preview?: Rendered | undefined;
  /** What somebody else saved meanwhile. */
  theirs?: string;
}

/** Pages such as questions, contact and how to give: in several languages, in the order of the menu. */
export function pages(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;
  app.get("/admin/pages", async (c) => {
    const visit = c.get("visit");
    return show(c, visit.m.pages.title, pageList(visit, await listPages(sql)));
  });

  app.get("/admin/pages/new", (c) => {
    const { slug = "", language = c.get("visit").collective.language } = c.req.query();
    const typed = { slug, language, name: "", source: "", inMenu: true, version: undefined };
    return showForm(c, { typed });
  });

  app.post("/admin/pages/new", (c) => showAgain(c, readPage(c.get("form"))));

  app.post("/admin/pages", async (c) => {
    const read = readPage(c.get("form"));
    const typed = { ...read, slug: read.slug || slugOf(read.name) };
    return carryOut(c, options, typed, (tx, page) =>
      addPage(tx, { ...page, language: Intl.getCanonicalLocales(page.language)[0]! }),
    );
  });

  app.post("/admin/pages/order", async (c) => {
    const form = c.get("form");
    const direction = textOf(form, "direction") === "up" ? "up" : "down";
    const slug = textOf(form, "slug");
    if (c.get("visit").collective.twoPerson)
      return proposeIt(c, options, { kind: "movePage", slug, direction });
    await logged(c, sql, "orderPages").begin((tx) => movePage(tx, slug, direction));
    return redirectDone(c, "/admin/pages", "saved");
  });

  app.get("/admin/pages/:slug/:language", async (c) => {
    const { slug, language } = c.req.param();
    const page = await findPage(sql, slug, language);
    if (!page) throw new NotFound(`There is no page ${slug} in ${language}.`);
    return showForm(c, { typed: page });
  });

  app.post("/admin/pages/:slug/:language/edit", (c) => showAgain(c, readEdited(c)));

  app.post("/admin/pages/:slug/:language", async (c) => {
    const typed = readEdited(c);
    return carryOut(c, options, typed, (tx, page) => editPage(tx, { ...page, version: typed.version ?? 0 }));
  });

  app.post("/admin/pages/:slug/:language/remove", async (c) => {
    const { slug, language } = c.req.param();
    if (c.get("visit").collective.twoPerson) {
      return proposeIt(c, options, { kind: "removePage", slug, language });
    }
    await logged(c, sql, "removePage", `${slug} ${language}`).begin((tx) => removePage(tx, slug, language));
    return redirectDone(c, "/admin/pages", "removed");
  });
}

/** Saves by `act`, or shows the form again with all that was typed and what is wrong with it. */
async function carryOut(
  c: MemberContext,
  options: RouteOptions,
  typed: TypedPage,
  act: (tx: Sql, page: PageText) => Promise<void>,
) {
  const { sql } = options;
  const { m, collective } = c.get("visit");
  const rendered = await render(typed);
  const errors = checkPage(typed, rendered, m);
  if (!rendered || Object.keys(errors).length > 0) return showForm(c, { typed, errors });
  const page = { ...typed, ...rendered };
  try {
    if (collective.twoPerson) return await proposePage(c, options, page);
    await logged(c, sql, "savePage", `${typed.slug} ${typed.language}`).begin((tx) => act(tx, page));
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    if (typed.version === undefined) return showForm(c, { typed, errors: { slug: m.errors.pageTaken } }, 409);
    const present = await findPage(sql, typed.slug, typed.language);
    if (!present) throw error;
    const mine = { ...typed, version: present.version };
    return showForm(c, { typed: mine, errors: { source: m.errors.conflict }, theirs: present.source }, 409);
  }
  return redirectDone(c, "/admin/pages", "saved");
}

/** Two persons see a page before readers do. @throws {Conflict} where somebody was faster */
async function proposePage(
  c: MemberContext,
  options: RouteOptions,
  { version, ...typed }: TypedPage & Rendered,
) {
  const page = { ...typed, language: Intl.getCanonicalLocales(typed.language)[0]! };
  const present = await findPage(options.sql, page.slug, page.language);
  if (present?.version !== version) throw new Conflict(version === undefined ? "pageTaken" : "conflict");
  return proposeIt(c, options, { kind: "savePage", page, version });
}

function showForm(c: MemberContext, shown: Shown, status?: 409) {
  const visit = { ...c.get("visit"), path: "/admin/pages" };
  c.set("visit", visit);
  const { typed, errors = {}, preview, theirs } = shown;
  const title = typed.version === undefined ? visit.m.pages.newTitle : visit.m.pages.editTitle;
  const main = pageForm(visit, { title, typed, errors, preview, theirs });
  return show(c, title, main, status ?? (Object.keys(errors).length > 0 ? 422 : 200));
}

/** The form once more, with the preview if that was asked for. */
async function showAgain(c: MemberContext, typed: TypedPage) {
  if (textOf(c.get("form"), "intent") !== "preview") return showForm(c, { typed });
  const rendered = await render(typed);
  const { slug: _, ...errors } = checkPage(typed, rendered, c.get("visit").m);
  return showForm(c, { typed, errors, preview: Object.keys(errors).length === 0 ? rendered : undefined });
}

function readPage(form: Form): TypedPage {
  return {
    slug: lineOf(form, "slug").toLowerCase(),
    language: lineOf(form, "language"),
    name: lineOf(form, "name"),
    source: cleanSource(textOf(form, "source")),
    inMenu: textOf(form, "inMenu") === "on",
    version: undefined,
  };
}

/** An address does not change: others link to it. */
function readEdited(c: MemberContext): TypedPage {
  const form = c.get("form");
  const { slug = "", language = "" } = c.req.param();
  const version = Number(textOf(form, "version"));
  return { ...readPage(form), slug, language, version: Number.isSafeInteger(version) ? version : 0 };
}

function checkPage(
  { slug, language, name, source }: TypedPage,
  rendered: Rendered | undefined,
  { errors }: Messages,
): FieldErrors {
  const wrong: FieldErrors = {};
  if (name === "") wrong.name = errors.pageName;
  if (name.length > longestName) wrong.name = errors.nameTooLong;
  if (source === "") wrong.source = errors.sourceEmpty;
  if (source.length > longestSource) wrong.source = errors.sourceTooLong;
  else if (!rendered) wrong.source = errors.sourceTooHard;
  if (!isLanguage(language)) wrong.language = errors.unknownLanguage;
  if (!isSlug(slug)) wrong.slug = errors.pageSlug;
  return wrong;
}
