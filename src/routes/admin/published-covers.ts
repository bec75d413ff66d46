import { Conflict, NotFound } from "../../errors.ts";
import { type Covered, coverPublishedPicture } from "../../store/covers.ts";
import { listReviewedWith } from "../../store/draft-changes.ts";
import { findPost } from "../../store/post-lists.ts";
import { withdrawPost } from "../../store/posts.ts";
import { coverPage, postCoversPage } from "../../views/admin/cover.ts";
import { script } from "../assets.ts";
import { allowScript } from "../headers.ts";
import type { RouteOptions } from "../options.ts";
import { carryOutCovers, loggedCovering, readCovering } from "./covering.ts";
import { logged } from "./log.ts";
import { onlyOnce } from "./once.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** Covering faces in what is published already: somebody has withdrawn their consent. */
export function publishedCovers(app: MemberApp, options: RouteOptions): void {
  const once = onlyOnce<Covered>();

  app.get("/admin/posts/:id/cover", async (c) => {
    const visit = c.get("visit");
    return show(c, visit.m.faces.publishedTitle, postCoversPage(visit, await postOf(c)));
  });

  app.get("/admin/posts/:id/cover/:picture", (c) => showCovers(c));
  app.post("/admin/posts/:id/cover/:picture", (c) => showCovers(c));

  app.post("/admin/posts/:id/covered/:picture", async (c) => {
    const { covers, errors } = readCovering(c.get("form"), c.get("visit").m);
    if (covers.length === 0 || Object.keys(errors).length > 0) return showCovers(c, true);
    const id = c.req.param("picture");
    const by = { secret: options.secret, memberId: c.get("visit").member.id };
    // Pressed twice, the second press is led where the first one is.
    await once(id, async () =>
      carryOutCovers(options, await attachedPicture(c), covers, (picture) =>
        coverPublishedPicture(loggedCovering(c, options.sql, "cover", c.req.param("id")), id, picture, by),
      ),
    );
    return redirectDone(c, `/admin/posts/${c.req.param("id")}/cover`, "covered");
  });

  app.post("/admin/posts/:id/anew", async (c) => {
    const { id } = await postOf(c);
    try {
      await withdrawPost(logged(c, options.sql, "withdraw", id), id);
    } catch (error) {
      // Pressed twice, or by two: it is withdrawn, as was asked.
      if (!(error instanceof Conflict)) throw error;
    }
    return c.redirect(`/admin/posts/new?again=${id}&done=withdrawn`, 303);
  });

  async function postOf(c: MemberContext) {
    const id = c.req.param("id") ?? "";
    const post = await findPost(options.sql, id);
    if (!post) throw new NotFound(`There is no post ${id}.`);
    return post;
  }

  async function attachedPicture(c: MemberContext) {
    const id = c.req.param("picture");
    const picture = (await postOf(c)).pictures.find((each) => each.id === id);
    if (!picture) throw new NotFound(`The post has no picture ${id}.`);
    return picture;
  }

  /** `confirmed`: it was asked to carry out what cannot be. */
  async function showCovers(c: MemberContext, confirmed = false) {
    const visit = c.get("visit");
    const picture = await attachedPicture(c);
    const covering = readCovering(c.get("form") ?? { data: new FormData(), cut: false }, visit.m);
    if (confirmed && covering.covers.length === 0) covering.errors.corner ??= visit.m.errors.coversNone;
    const path = `/admin/posts/${c.req.param("id")}`;
    const paths = {
      again: `${path}/cover/${picture.id}`,
      done: `${path}/covered/${picture.id}`,
      back: `${path}/cover`,
      script: script("cover"),
      reviewed: await listReviewedWith(options.sql, picture.id),
    };
    allowScript(c);
    const wrong = Object.keys(covering.errors).length > 0;
    return show(c, visit.m.faces.title, coverPage(visit, { picture, covering, ...paths }), wrong ? 422 : 200);
  }
}
