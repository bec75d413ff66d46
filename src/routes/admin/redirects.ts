import { listRedirects, putRedirects, removeRedirect } from "../../store/redirects.ts";
import type { Messages } from "../../text/messages.ts";
import { readOldPath, readRedirects, readTarget } from "../../text/redirect.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { redirectsPage, type TypedRedirects } from "../../views/admin/redirects.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { listPage } from "./lists.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

const shownErrors = 5;
const nothingTyped: TypedRedirects = { path: "", target: "", list: "", errors: {} };

/** Where the addresses of an older site lead. */
export function redirects(app: MemberApp, { sql, config }: RouteOptions): void {
  async function showList(c: MemberContext, typed: Partial<TypedRedirects> = {}) {
    const page = listPage(c);
    const { offset, limit } = page;
    const listed = page.shownOf(await listRedirects(sql, { offset, limit }));
    const main = redirectsPage(c.get("visit"), { ...nothingTyped, ...typed, ...listed });
    const status = Object.keys(typed.errors ?? {}).length > 0 ? 422 : 200;
    return show(c, c.get("visit").m.pages.redirectsTitle, main, status);
  }

  app.get("/admin/redirects", (c) => showList(c));

  app.post("/admin/redirects", async (c) => {
    const form = c.get("form");
    const typed = { path: textOf(form, "path"), target: textOf(form, "target") };
    const [path, target] = [readOldPath(typed.path), readTarget(typed.target, config.origin)];
    const errors = checkRedirect(path, target, c.get("visit").m);
    if (path === undefined || target === undefined || Object.keys(errors).length > 0)
      return showList(c, { ...typed, errors });
    await logged(c, sql, "redirect", path).begin((tx) => putRedirects(tx, [{ path, target }]));
    return redirectDone(c, "/admin/redirects", "saved");
  });

  app.post("/admin/redirects/import", async (c) => {
    const visit = c.get("visit");
    const words = visit.m.pages;
    const list = textOf(c.get("form"), "list").replace(/\r\n?/g, "\n");
    const { entries, errors } = readRedirects(list, config.origin);
    const wrong = errors
      .slice(0, shownErrors)
      .map(({ line, text, problem }) => words.listProblems[problem](line, text));
    if (errors.length > shownErrors) wrong.push(words.listMore(errors.length - shownErrors));
    if (entries.length + errors.length === 0) wrong.push(words.listEmpty);
    if (wrong.length > 0) return showList(c, { list, errors: { list: wrong.join(" ") } });
    const changed = await logged<number>(c, sql, "importRedirects", String).begin((tx) =>
      putRedirects(tx, entries),
    );
    c.set("visit", { ...visit, done: words.listTaken(changed) });
    return showList(c);
  });

  app.post("/admin/redirects/remove", async (c) => {
    const path = textOf(c.get("form"), "path");
    await logged(c, sql, "removeRedirect", path).begin((tx) => removeRedirect(tx, path));
    return redirectDone(c, "/admin/redirects", "removed");
  });
}

function checkRedirect(
  path: string | undefined,
  target: string | undefined,
  { errors }: Messages,
): FieldErrors {
  const wrong: FieldErrors = {};
  if (path === undefined) wrong.path = errors.redirectPath;
  if (target === undefined) wrong.target = errors.redirectTarget;
  if (path !== undefined && path === target) wrong.target = errors.redirectSame;
  return wrong;
}
