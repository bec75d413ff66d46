import type { Covered } from "../../store/covers.ts";
import { takenByCovering } from "../../views/admin/compose-notes.ts";
import { textOf } from "../form.ts";
import { keep, memberPath } from "../kept.ts";
import { filesLostField, type Kept } from "../../views/admin/door.ts";
import type { RouteOptions } from "../options.ts";
import { readPost, showForm } from "./composing.ts";
import { cutStatus } from "./uploads.ts";
import type { MemberContext } from "./visit.ts";

// While something is done to one of its pictures, the form of a post travels along.

/** Files are taken in here, and not lost. */
const notKept = new Set(["picture", "earlier", "intent", filesLostField]);

const editedPost = (path: string) => /^\/admin\/posts\/([^/]+)\/edit$/.exec(path)?.[1];

/** The form of a post, its new pictures taken in; or that form with what is wrong with them. */
export async function keepPost(c: MemberContext, options: RouteOptions): Promise<Kept | Response> {
  const form = c.get("form");
  const again = memberPath(textOf(form, "again")) ?? "/admin/posts/new";
  const submitted = await readPost(c, options, editedPost(again));
  if (Object.keys(submitted.errors).length > 0) return showForm(c, options, submitted, cutStatus(form, 422));
  const { fields } = keep(form, again);
  const others = fields.filter(([name]) => !notKept.has(name));
  const pictures = submitted.draft.pictures.map(({ id }): [string, string] => ["picture", id]);
  return { action: again, fields: [...others, ["again", again], ...pictures], files: [] };
}

/** The form of the post as it was kept; `covered` is the picture whose faces were covered meanwhile. */
export async function showPost(
  c: MemberContext,
  options: RouteOptions,
  { action, fields }: Kept,
  covered?: Covered,
) {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  c.set("form", { data, cut: false, end: "whole" });
  const submitted = await readPost(c, options, editedPost(action));
  const above = covered && takenByCovering(c.get("visit"), covered.drafts);
  return showForm(c, options, { ...submitted, covered: covered?.id, above });
}
