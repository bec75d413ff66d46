import { Invalid, NotFound } from "../../errors.ts";
import { coverDraftPicture } from "../../store/covers.ts";
import { formatCover } from "../../text/cover.ts";
import { coverPage } from "../../views/admin/cover.ts";
import type { Kept } from "../../views/admin/door.ts";
import { peopleField, pictureFieldNames } from "../../views/admin/pictures.ts";
import { textOf } from "../form.ts";
import { keep, memberPath, readKept } from "../kept.ts";
import type { RouteOptions } from "../options.ts";
import { readPost, showForm } from "./compose.ts";
import { carryOutCovers, pictureOf, preview, readCovering } from "./covering.ts";
import { onlyOnce } from "./once.ts";
import { type MemberApp, type MemberContext, show } from "./visit.ts";

/** Covering faces in a picture of a draft. The form of the post travels along, and comes back with the covered one. */
export function covers(app: MemberApp, options: RouteOptions): void {
  const once = onlyOnce<string>();

  app.get("/admin/pictures/:id/preview", async (c) => {
    const bytes = await preview(options, c.req.param("id"), new URL(c.req.url).searchParams);
    return c.body(new Uint8Array(bytes), 200, {
      "Content-Type": "image/jpeg",
      "Cache-Control": "private, no-store",
    });
  });

  app.post("/admin/pictures/:id/cover", async (c) => {
    const kept = readKept(c.get("form")) ?? (await keepPost(c, options));
    return "fields" in kept ? showCovers(c, kept) : kept;
  });

  app.post("/admin/pictures/:id/covered", async (c) => {
    const kept = readKept(c.get("form"));
    if (!kept) throw new Invalid("invalid");
    if (textOf(c.get("form"), "intent") === "back") return showPost(c, options, kept);
    const { m } = c.get("visit");
    const { covers, errors } = readCovering(c.get("form"), m);
    if (covers.length === 0 || Object.keys(errors).length > 0) return showCovers(c, kept, true);
    const id = c.req.param("id");
    try {
      const covered = await once([id, ...covers.map(formatCover)].join(" "), async () =>
        carryOutCovers(options, await pictureOf(options, id), covers, (picture) =>
          coverDraftPicture(options.sql, id, picture),
        ),
      );
      return await showPost(c, options, follow(kept, id, covered));
    } catch (error) {
      // Covered by somebody else, or forgotten: the form says so, and the text is not lost.
      if (error instanceof NotFound) return showPost(c, options, kept);
      throw error;
    }
  });

  /** `confirmed`: it was asked to carry out what cannot be. */
  async function showCovers(c: MemberContext, kept: Kept, confirmed = false) {
    const id = c.req.param("id") ?? "";
    const visit = c.get("visit");
    const picture = await pictureOf(options, id).catch(() => undefined);
    if (!picture) return showPost(c, options, kept);
    const covering = readCovering(c.get("form"), visit.m);
    if (confirmed && covering.covers.length === 0) covering.errors.corner ??= visit.m.errors.coversNone;
    const path = `/admin/pictures/${id}`;
    const main = coverPage(visit, {
      picture,
      covering,
      again: `${path}/cover`,
      done: `${path}/covered`,
      kept,
    });
    const wrong = Object.keys(covering.errors).length > 0;
    return show(c, visit.m.faces.title, main, wrong ? 422 : 200);
  }
}

const editedPost = (path: string) => /^\/admin\/posts\/([^/]+)\/edit$/.exec(path)?.[1];

/** The form of a post, its new pictures taken in; or that form with what is wrong with them. */
async function keepPost(c: MemberContext, options: RouteOptions): Promise<Kept | Response> {
  const form = c.get("form");
  const again = memberPath(textOf(form, "again")) ?? "/admin/posts/new";
  const submitted = await readPost(c, options, editedPost(again));
  if (Object.keys(submitted.errors).length > 0) return showForm(c, options, submitted, form.cut ? 413 : 422);
  const { fields } = keep(form, again);
  const others = fields.filter(([name]) => !["picture", "earlier", "intent"].includes(name));
  const pictures = submitted.draft.pictures.map(({ id }): [string, string] => ["picture", id]);
  return { action: again, fields: [...others, ["again", again], ...pictures], files: [] };
}

/** The form of the post as it was kept. */
async function showPost(c: MemberContext, options: RouteOptions, { action, fields }: Kept) {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  c.set("form", { data, cut: false });
  return showForm(c, options, await readPost(c, options, editedPost(action)));
}

/** The form with the covered picture in the uncovered one's place. */
function follow({ fields, ...kept }: Kept, id: string, covered: string): Kept {
  const renamed = fields
    .filter(([name]) => name !== peopleField(id))
    .map(([name, value]): [string, string] => [
      pictureFieldNames.some((field) => name === `${field}-${id}`) ? name.replace(id, covered) : name,
      (name === "picture" || name === "leaveOut") && value === id ? covered : value,
    ]);
  return { ...kept, fields: [...renamed, [peopleField(covered), "covered"]] };
}
