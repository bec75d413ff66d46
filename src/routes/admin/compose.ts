import { createHash, randomUUID } from "node:crypto";
import { Conflict, Invalid, NotFound } from "../../errors.ts";
import { findForeignPost } from "../../store/allied-posts.ts";
import { hideHistory } from "../../store/history.ts";
import { findPost, listPosts } from "../../store/post-lists.ts";
import { editPost, type NewPost, type Post, publishPost, type Published } from "../../store/posts.ts";
import type { Database, Sql } from "../../store/sql.ts";
import { isLanguage } from "../../text/language.ts";
import { composePage, composePaths, type Composing, type Draft } from "../../views/admin/compose.ts";
import {
  answeredPost,
  otherVersion,
  preview,
  publishAgainNote,
  undescribedQuestion,
  withdrawnMeanwhile,
} from "../../views/admin/compose-notes.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import type { ShownPost } from "../../views/post.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { discardForgotten } from "./covering.ts";
import { blankDraft, checkPost, draftOf, readDraft, takenPictures, unansweredPeople } from "./draft.ts";
import { logged } from "./log.ts";
import { onlyOnce } from "./once.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

export interface Submitted {
  /** The post that is edited; undefined for a new one. */
  id: string | undefined;
  draft: Draft;
  errors: FieldErrors;
}

/** Writing, previewing and publishing posts, and editing those that are published. */
export function compose(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;
  const once = onlyOnce<Published>();

  app.get("/admin/posts/new", async (c) => {
    const { collective, m } = c.get("visit");
    const { again, reply, language = "" } = c.req.query();
    const withdrawn = again === undefined ? undefined : await findPost(sql, again);
    if (withdrawn) {
      const draft = { ...draftOf(withdrawn, collective.timeZone), revision: undefined };
      const above = publishAgainNote(c.get("visit"));
      return showForm(c, options, { id: undefined, draft, errors: {}, title: m.compose.againTitle, above });
    }
    const draft = blankDraft(isLanguage(language) ? language : collective.language, collective.timeZone);
    if (reply !== undefined && !(await findForeignPost(sql, reply))) {
      throw new NotFound(`No post ${reply} has reached this server.`);
    }
    return showForm(c, options, { id: undefined, draft: { ...draft, inReplyTo: reply ?? "" }, errors: {} });
  });

  app.post("/admin/posts/new", async (c) => showAgain(c, options, await readSubmitted(c, options)));

  app.post("/admin/posts", async (c) => {
    const submitted = await readSubmitted(c, options);
    return carryOut(c, options, submitted, async (post) => {
      const { id } = await once(formKey(submitted), async () =>
        publishPost(noted(c, sql), await toNewPost(post)),
      );
      return redirectDone(c, `/admin/posts/${id}`, "published");
    });

    async function toNewPost(post: CheckedForm): Promise<NewPost> {
      const { pinned, inReplyTo } = submitted.draft;
      if (inReplyTo === "") return { ...post, pinned };
      const answered = await findForeignPost(sql, inReplyTo);
      if (!answered) throw new Invalid("answeredGone", "source");
      return { ...post, pinned, inReplyTo: { id: answered.id, actorId: answered.actorId } };
    }
  });

  app.get("/admin/posts/:id/edit", async (c) => {
    const post = await standingPost(options, c.req.param("id"));
    if (post.withdrawn) return c.redirect(`/admin/posts/${post.id}`);
    const draft = draftOf(post, c.get("visit").collective.timeZone);
    return showForm(c, options, { id: post.id, draft, errors: {} });
  });

  app.post("/admin/posts/:id/edit", async (c) => showAgain(c, options, await readSubmitted(c, options)));

  app.post("/admin/posts/:id", async (c) => {
    const submitted = await readSubmitted(c, options);
    const id = c.req.param("id");
    return carryOut(c, options, submitted, async (post) => {
      const { pinned, revision } = submitted.draft;
      const edit = { ...post, pinned, ...(revision !== undefined && { revision }) };
      try {
        await once(formKey(submitted), async () => {
          // First, so that nobody sees in between what is to be hidden.
          await hideHistory(sql, id, submitted.draft.historyHidden);
          return editPost(logged(c, sql, "edit", id), id, edit);
        });
      } catch (error) {
        if (error instanceof Conflict) return showConflict(c, options, submitted);
        throw error;
      }
      return c.redirect(`/admin/posts/${id}?done=edited`, 303);
    });
  });
}

const noted = (c: MemberContext, sql: Database) => logged<Published>(c, sql, "publish", ({ id }) => id);

type CheckedForm = NonNullable<ReturnType<typeof checkPost>["post"]>;

/** Who goes back after publishing and changes the text means another post. */
function formKey({ draft: { once, ...written } }: Submitted): string {
  return (
    once &&
    createHash("sha256")
      .update(JSON.stringify([once, written]))
      .digest("hex")
  );
}

async function standingPost({ sql }: RouteOptions, id: string): Promise<Post> {
  const post = await findPost(sql, id);
  if (!post) throw new NotFound(`There is no post ${id}.`);
  return post;
}

function readSubmitted(c: MemberContext, options: RouteOptions): Promise<Submitted> {
  return readPost(c, options, c.req.param("id"));
}

/** What was typed into the form of a new post, or of the one with this id. */
export async function readPost(
  c: MemberContext,
  options: RouteOptions,
  id: string | undefined,
): Promise<Submitted> {
  const { m, collective } = c.get("visit");
  const { draft, errors } = await readDraft(c.get("form"), m, options, collective.timeZone);
  if (id !== undefined) {
    const { type, inReplyTo } = await standingPost(options, id);
    return { id, draft: { ...draft, type, inReplyTo: inReplyTo ?? "" }, errors };
  }
  if (draft.inReplyTo === "" || (await findForeignPost(options.sql, draft.inReplyTo)))
    return { id, draft, errors };
  // Its author took it away meanwhile.
  return { id, draft: { ...draft, inReplyTo: "" }, errors: { ...errors, source: m.errors.answeredGone } };
}

export async function showForm(
  c: MemberContext,
  { sql }: RouteOptions,
  composing: Submitted & Partial<Composing>,
  status: 200 | 409 | 413 | 422 = 200,
) {
  const { id, draft } = composing;
  const visit = { ...c.get("visit"), path: composePaths(id).again };
  c.set("visit", visit);
  const words = visit.m.compose;
  const answered = draft.inReplyTo === "" ? undefined : await findForeignPost(sql, draft.inReplyTo);
  const title = id === undefined ? (answered ? words.answerTitle : words.newTitle) : words.editTitle;
  const main = composePage(visit, {
    title,
    offered: await offeredPosts(sql, composing),
    ...composing,
    answered: answered && answeredPost(visit, answered),
  });
  return show(c, title, main, status);
}

/** Recent posts to choose from, and the one that is chosen, however old. */
async function offeredPosts(sql: Sql, { id, draft }: Submitted): Promise<Post[]> {
  const recent = (await listPosts(sql, { limit: 30 })).filter((post) => post.id !== id);
  const { translationOf } = draft;
  if (translationOf === "" || recent.some((post) => post.id === translationOf)) return recent;
  const chosen = await findPost(sql, translationOf);
  return chosen && !chosen.withdrawn ? [chosen, ...recent] : recent;
}

/** The form once more, with its pictures taken in, and the preview if that was asked for. */
function showAgain(c: MemberContext, options: RouteOptions, submitted: Submitted) {
  const { draft, errors: uploadErrors } = submitted;
  const visit = c.get("visit");
  const wantsPreview = textOf(c.get("form"), "intent") === "preview";
  const status = c.get("form").cut ? 413 : 200;
  if (!wantsPreview) return showForm(c, options, submitted, status);
  const { post, errors } = checkPost(draft, visit.m, visit.origin);
  if (!post) return showForm(c, options, { ...submitted, errors: { ...errors, ...uploadErrors } }, 422);
  const shown: ShownPost = {
    ...post,
    id: "preview",
    pictures: takenPictures(draft),
    pinned: draft.pinned,
    published: new Date(),
    updated: null,
  };
  const above = preview(visit, { id: submitted.id, post: shown, type: post.type });
  return showForm(c, options, { ...submitted, above, headed: true, title: visit.m.compose.goOn }, status);
}

/** Publishes or saves by `act`, unless something is wrong or has to be asked first. */
async function carryOut(
  c: MemberContext,
  options: RouteOptions,
  submitted: Submitted,
  act: (post: CheckedForm) => Promise<Response>,
) {
  const visit = c.get("visit");
  const form = c.get("form");
  const { post, errors } = checkPost(submitted.draft, visit.m, visit.origin);
  const wrong = { ...errors, ...unansweredPeople(submitted.draft, visit.m), ...submitted.errors };
  if (!post || Object.keys(wrong).length > 0) {
    return showForm(c, options, { ...submitted, errors: wrong }, form.cut ? 413 : 422);
  }
  const undescribed = post.pictures.filter(({ description }) => description === "").map(({ id }) => id);
  if (undescribed.length > 0 && textOf(form, "intent") !== "anyway") {
    const above = undescribedQuestion(visit, submitted.id, undescribed);
    return showForm(c, options, { ...submitted, above }, 422);
  }
  try {
    const response = await act(post);
    // Uncovered pictures, if covered ones have just taken their place.
    await discardForgotten(options);
    return response;
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const known: Record<string, string> = visit.m.errors;
    const message = known[error.key] ?? visit.m.errors.invalid;
    return showForm(c, options, { ...submitted, errors: { [error.field ?? "source"]: message } }, 422);
  }
}

/** Somebody was faster: both versions are shown, or the form becomes that of a new post where there is none left. */
async function showConflict(c: MemberContext, options: RouteOptions, submitted: Submitted) {
  const visit = c.get("visit");
  const { draft, errors } = submitted;
  const present = await standingPost(options, submitted.id!);
  if (present.withdrawn) {
    const anew = { id: undefined, draft: { ...draft, revision: undefined }, errors };
    return showForm(c, options, { ...anew, above: withdrawnMeanwhile(visit) }, 409);
  }
  const mine = { ...draft, revision: present.revision, once: randomUUID() };
  const title = visit.m.compose.yours;
  return showForm(c, options, { ...submitted, draft: mine, above: otherVersion(visit, present), title }, 409);
}
