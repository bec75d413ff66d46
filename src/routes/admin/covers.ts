import { Invalid, NotFound } from "../../errors.ts";
import { coverDraftPicture } from "../../store/covers.ts";
import { formatCover } from "../../text/cover.ts";
import { peopleField } from "../../text/typed-draft.ts";
import { coverPage } from "../../views/admin/cover.ts";
import type { Kept } from "../../views/admin/door.ts";
import { pictureFieldNames } from "../../views/admin/pictures.ts";
import { textOf } from "../form.ts";
import { readKept } from "../kept.ts";
import { script } from "../assets.ts";
import { allowScript } from "../headers.ts";
import type { RouteOptions } from "../options.ts";
import { carryOutCovers, pictureOf, preview, readCovering } from "./covering.ts";
import { keepPost, showPost } from "./kept-post.ts";
import { logged } from "./log.ts";
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
          coverDraftPicture(logged<string>(c, options.sql, "coverDraft"), id, picture),
        ),
      );
      return await showPost(c, options, follow(kept, id, covered), covered);
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
      script: script("cover"),
    });
    allowScript(c);
    const wrong = Object.keys(covering.errors).length > 0;
    return show(c, visit.m.faces.title, main, wrong ? 422 : 200);
  }
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
