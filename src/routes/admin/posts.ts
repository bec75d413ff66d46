import { Conflict, NotFound } from "../../errors.ts";
import { countDeliveries, listHostProgress, listProgress } from "../../store/delivery-report.ts";
import { listChangesOf } from "../../store/draft-lists.ts";
import { hideHistory } from "../../store/history.ts";
import { findPost, listPostsForMembers, listRevisions } from "../../store/post-lists.ts";
import { type Post, withdrawPost } from "../../store/posts.ts";
import { findReminder, listMissedReminders } from "../../store/reminders.ts";
import { listBehind } from "../../store/translations.ts";
import { unsettled } from "../../views/admin/deliveries.ts";
import { postPage, versionPage, withdrawPage } from "../../views/admin/post.ts";
import { postsPage, titleOf } from "../../views/admin/posts.ts";
import { script } from "../assets.ts";
import { textOf } from "../form.ts";
import { allowScript } from "../headers.ts";
import type { RouteOptions } from "../options.ts";
import { decodeCursor, encodeCursor } from "../site/site.ts";
import { listPage } from "./lists.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

const pageSize = 30;

/** The posts that are published or were, and how their deliveries stand. */
export function posts(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;

  async function postOf(c: MemberContext) {
    const post = await findPost(sql, c.req.param("id") ?? "");
    if (!post) throw new NotFound(`There is no post ${c.req.param("id")}.`);
    return post;
  }

  app.get("/admin/posts", async (c) => {
    const visit = c.get("visit");
    const word = c.req.query("before");
    const before = word === undefined ? {} : { before: decodeCursor(word) };
    const found = await listPostsForMembers(sql, { ...before, limit: pageSize + 1 });
    const shown = found.slice(0, pageSize);
    const ids = shown.map((post) => post.id);
    const deliveries = await countDeliveries(sql, ids);
    const last = shown.at(-1);
    const older = found.length > pageSize && last ? `/admin/posts?before=${encodeCursor(last)}` : undefined;
    return show(c, visit.m.post.title, postsPage(visit, { posts: shown, deliveries, older }));
  });

  app.get("/admin/posts/:id", async (c) => {
    return showPost(c, options, await postOf(c));
  });

  app.post("/admin/posts/:id/history", async (c) => {
    const id = c.req.param("id");
    const hide = textOf(c.get("form"), "hidden") === "true";
    await logged(c, sql, "history", id).begin((tx) => hideHistory(tx, id, hide));
    return redirectDone(c, `/admin/posts/${id}`, "saved");
  });

  app.get("/admin/posts/:id/withdraw", async (c) => {
    const visit = c.get("visit");
    const post = await postOf(c);
    if (post.withdrawn) return c.redirect(`/admin/posts/${post.id}`);
    return show(c, visit.m.post.withdrawTitle, withdrawPage(visit, post));
  });

  app.post("/admin/posts/:id/withdraw", async (c) => {
    const { id } = await postOf(c);
    try {
      await withdrawPost(logged(c, sql, "withdraw", id), id);
    } catch (error) {
      // Pressed twice, or by two: it is withdrawn, as was asked.
      if (!(error instanceof Conflict)) throw error;
    }
    return redirectDone(c, `/admin/posts/${id}`, "withdrawn");
  });
}

/** One post with its deliveries, its versions and what is being done to it; or one of its versions. */
async function showPost(c: MemberContext, { sql, secret }: RouteOptions, post: Post) {
  const visit = c.get("visit");
  const revisions = await listRevisions(sql, post.id);
  const asked = c.req.query("version");
  if (asked !== undefined) {
    const revision = revisions.find(({ number }) => String(number) === asked);
    const version = revision && (await findPost(sql, post.id, revision.number));
    if (!version) throw new NotFound(`There is no version ${asked}.`);
    const present = post.withdrawn === null && version.revision !== post.revision;
    return show(
      c,
      titleOf(version),
      versionPage(visit, version, { createdAt: revision.createdAt, earlier: present }),
    );
  }
  const page = listPage(c);
  const [progress, found, changes, behind, dueAt, missed] = await Promise.all([
    listProgress(sql, post.id),
    listHostProgress(sql, post.id, page),
    visit.panicked ? [] : listChangesOf(sql, secret, post.id),
    listBehind(sql, { postId: post.id, limit: 1 }),
    findReminder(sql, post.id),
    listMissedReminders(sql, post.id),
  ]);
  const reminder = { dueAt, missed: missed.length > 0 };
  const { items: hosts, newer, older } = page.shownOf(found);
  if (progress.some((each) => unsettled(each) > 0)) allowScript(c);
  const board = { postId: post.id, progress, hosts, newer, older, script: script("progress") };
  return show(
    c,
    titleOf(post),
    postPage(visit, { post, board, revisions, changes, behind: behind[0], reminder }),
  );
}
