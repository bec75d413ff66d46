import { Invalid, NotFound } from "../../errors.ts";
import { type Covered, coverDraftPicture } from "../../store/covers.ts";
import { listReviewedWith } from "../../store/draft-changes.ts";
import { formatCover } from "../../text/cover.ts";
import { peopleField } from "../../text/typed-draft.ts";
import { coverPage } from "../../views/admin/cover.ts";
import type { Kept } from "../../views/admin/door.ts";
import type { MemberVisit } from "../../views/admin/page.ts";
import { pictureFieldNames } from "../../views/admin/pictures.ts";
import { textOf } from "../form.ts";
import { readKept } from "../kept.ts";
import { script } from "../assets.ts";
import { allowScript } from "../headers.ts";
import type { RouteOptions } from "../options.ts";
import { carryOutCovers, loggedCovering, pictureOf, preview, readCovering } from "./covering.ts";
import { keepPost, showPost } from "./kept-post.ts";
import { onlyOnce } from "./once.ts";
import { followSettings, keepSettings, showKeptSettings } from "./settings-form.ts";
import { type MemberApp, type MemberContext, show } from "./visit.ts";

/** A form with pictures: how it travels along while faces are covered in one of them, and comes back with the covered one. */
interface PicturedForm {
  path: string;
  keep: (c: MemberContext, options: RouteOptions) => Promise<Kept | Response>;
  show: (c: MemberContext, options: RouteOptions, kept: Kept, covered?: Covered) => Promise<Response>;
  follow: (visit: MemberVisit, kept: Kept, id: string, covered: Covered) => Kept;
}

const postForm: PicturedForm = {
  path: "/admin/pictures",
  keep: keepPost,
  show: showPost,
  follow: followPost,
};

const settingsForm: PicturedForm = {
  path: "/admin/settings/pictures",
  keep: keepSettings,
  show: (c, options, kept, covered) => showKeptSettings(c, options, kept, covered?.id),
  follow: (visit, kept, id, covered) => followSettings(visit, kept, id, covered.id),
};

/** Covering faces in a picture of a draft, or of the account itself. */
export function covers(app: MemberApp, options: RouteOptions): void {
  app.get("/admin/pictures/:id/preview", async (c) => {
    const bytes = await preview(options, c.req.param("id"), new URL(c.req.url).searchParams);
    return c.body(new Uint8Array(bytes), 200, {
      "Content-Type": "image/jpeg",
      "Cache-Control": "private, no-store",
    });
  });

  coversOf(app, options, postForm);
  coversOf(app, options, settingsForm);
}

function coversOf(app: MemberApp, options: RouteOptions, form: PicturedForm): void {
  const once = onlyOnce<Covered>();

  app.post(`${form.path}/:id/cover`, async (c) => {
    const kept = readKept(c.get("form")) ?? (await form.keep(c, options));
    return "fields" in kept ? showCovers(c, kept) : kept;
  });

  app.post(`${form.path}/:id/covered`, async (c) => {
    const kept = readKept(c.get("form"));
    if (!kept) throw new Invalid("invalid");
    if (textOf(c.get("form"), "intent") === "back") return form.show(c, options, kept);
    const visit = c.get("visit");
    const { covers, errors } = readCovering(c.get("form"), visit.m);
    if (covers.length === 0 || Object.keys(errors).length > 0) return showCovers(c, kept, true);
    const id = c.req.param("id");
    const by = { secret: options.secret, memberId: visit.member.id };
    try {
      const covered = await once([id, ...covers.map(formatCover)].join(" "), async () =>
        carryOutCovers(options, await pictureOf(options, id), covers, (picture) =>
          coverDraftPicture(loggedCovering(c, options.sql, "coverDraft"), id, picture, by),
        ),
      );
      return await form.show(c, options, form.follow(visit, kept, id, covered), covered);
    } catch (error) {
      // Covered by somebody else, or forgotten: the form says so, and the text is not lost.
      if (error instanceof NotFound) return form.show(c, options, kept);
      throw error;
    }
  });

  /** `confirmed`: it was asked to carry out what cannot be. */
  async function showCovers(c: MemberContext, kept: Kept, confirmed = false) {
    const id = c.req.param("id") ?? "";
    const visit = c.get("visit");
    const picture = await pictureOf(options, id).catch(() => undefined);
    if (!picture) return form.show(c, options, kept);
    const covering = readCovering(c.get("form"), visit.m);
    if (confirmed && covering.covers.length === 0) covering.errors.corner ??= visit.m.errors.coversNone;
    const path = `${form.path}/${id}`;
    const main = coverPage(visit, {
      picture,
      covering,
      again: `${path}/cover`,
      done: `${path}/covered`,
      kept,
      script: script("cover"),
      reviewed: await listReviewedWith(options.sql, id),
    });
    allowScript(c);
    const wrong = Object.keys(covering.errors).length > 0;
    return show(c, visit.m.faces.title, main, wrong ? 422 : 200);
  }
}

/** The form with the covered picture in the uncovered one's place, and of the draft as it is now. */
function followPost(
  _: MemberVisit,
  { fields, ...kept }: Kept,
  id: string,
  { id: covered, drafts }: Covered,
): Kept {
  const valueOf = (field: string) => fields.find(([name]) => name === field)?.[1];
  const own = drafts.find((draft) => draft.id === valueOf("draftId"));
  const known = own && String(own.before) === valueOf("version") ? String(own.version) : undefined;
  const renamed = fields
    .map(([name, value]): [string, string] => [name, name === "version" ? (known ?? value) : value])
    .filter(([name]) => name !== peopleField(id))
    .map(([name, value]): [string, string] => [
      pictureFieldNames.some((field) => name === `${field}-${id}`) ? name.replace(id, covered) : name,
      (name === "picture" || name === "leaveOut") && value === id ? covered : value,
    ]);
  return { ...kept, fields: [...renamed, [peopleField(covered), "covered"]] };
}
