import { randomUUID } from "node:crypto";
import { html } from "hono/html";
import { NotFound } from "../../errors.ts";
import { findForeignPost } from "../../store/allied-posts.ts";
import { listTranslationDrafts } from "../../store/draft-lists.ts";
import { findDraft, findDraftFacts } from "../../store/drafts.ts";
import { openText } from "../../store/editors.ts";
import { findPost, listPosts } from "../../store/post-lists.ts";
import { render } from "../../rendering/index.ts";
import type { Post } from "../../store/posts.ts";
import type { Sql } from "../../store/sql.ts";
import { againPath, composePage, type Composing, type Draft } from "../../views/admin/compose.ts";
import {
  answeredPost,
  discardedMeanwhile,
  original,
  otherVersion,
  othersWriting,
  preview,
  reviewedNote,
  withdrawnMeanwhile,
} from "../../views/admin/compose-notes.ts";
import type { Rendered } from "../../text/own-html.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import type { Html } from "../../views/html.ts";
import { script } from "../assets.ts";
import { textOf } from "../form.ts";
import { allowScript } from "../headers.ts";
import type { RouteOptions } from "../options.ts";
import { checkPost, readDraft } from "./draft.ts";
import { readableOf } from "./kept-draft.ts";
import { onceKey } from "./once.ts";
import { previewedPost } from "./previewed.ts";
import { cutStatus } from "./uploads.ts";
import { type MemberContext, show } from "./visit.ts";

/** What stands in the form of a post. */
interface Filled {
  /** The post that is edited; undefined for a new one. */
  id: string | undefined;
  draft: Draft;
  errors: FieldErrors;
}

/** What came in by it. */
export interface Submitted extends Filled {
  /** The text as HTML; undefined where it cannot be rendered. */
  rendered: Rendered | undefined;
}

/** Names what the form says. */
export const formKey = ({ draft: { once, ...written } }: Filled) => onceKey(once, written);

/** @throws {NotFound} */
export async function standingPost({ sql }: RouteOptions, id: string): Promise<Post> {
  const post = await findPost(sql, id);
  if (!post) throw new NotFound(`There is no post ${id}.`);
  return post;
}

/** What was typed into the form of a new post, of the one with this id, or of a draft that names itself. */
export async function readPost(c: MemberContext, options: RouteOptions, id?: string): Promise<Submitted> {
  const { m, collective } = c.get("visit");
  const form = c.get("form");
  const { draft, errors } = await readDraft(form, m, options, collective.timeZone);
  const rendered = await render(draft);
  const postId = id ?? (textOf(form, "postId") || undefined);
  if (postId !== undefined) {
    const post = await findPost(options.sql, postId);
    if (!post) {
      // Its text is not lost with it.
      const gone = { ...errors, source: m.compose.withdrawnMeanwhile };
      return { id: undefined, draft: { ...draft, revision: undefined }, rendered, errors: gone };
    }
    const { type, inReplyTo } = post;
    return { id: postId, draft: { ...draft, type, inReplyTo: inReplyTo ?? "" }, rendered, errors };
  }
  if (draft.inReplyTo === "" || (await findForeignPost(options.sql, draft.inReplyTo)))
    return { id: undefined, draft, rendered, errors };
  // Its author took it away meanwhile.
  return {
    id: undefined,
    draft: { ...draft, inReplyTo: "" },
    rendered,
    errors: { ...errors, source: m.errors.answeredGone },
  };
}

export async function showForm(
  c: MemberContext,
  options: RouteOptions,
  composing: Filled & Partial<Composing>,
  status: 200 | 409 | 413 | 422 | 503 = 200,
) {
  const { sql } = options;
  const { id, draft } = composing;
  const visit = { ...c.get("visit"), path: againPath(id, draft) };
  c.set("visit", visit);
  allowScript(c);
  const words = visit.m.compose;
  const answered = draft.inReplyTo === "" ? undefined : await findForeignPost(sql, draft.inReplyTo);
  const isNew = id === undefined && draft.draftId === "";
  const title = isNew ? (answered ? words.answerTitle : words.newTitle) : words.editTitle;
  const main = composePage(visit, {
    title,
    offered: await offeredPosts(sql, composing),
    scripts: { writing: script("compose"), uploads: script("uploads") },
    unsaved: c.req.method === "POST",
    // Their version is not written over before somebody has put both together.
    autosaves: status !== 409,
    ...composing,
    others: html`${await reviewed(c, options, draft)}${await others(c, options, composing)}`,
    beside: await translated(c, options, composing),
    answered: answered && answeredPost(visit, answered),
  });
  return show(c, title, main, status);
}

/** Says that the member has the draft or the post open, and who else has. */
async function others(
  c: MemberContext,
  { sql, secret }: RouteOptions,
  { id, draft }: Filled,
): Promise<Html | undefined> {
  const visit = c.get("visit");
  const names = await Promise.all([
    draft.draftId === "" ? [] : openText(sql, secret, { kind: "draft", id: draft.draftId }, visit.member.id),
    id === undefined ? [] : openText(sql, secret, { kind: "post", id }, visit.member.id),
  ]);
  return othersWriting(visit, [...new Set(names.flat())]);
}

/** Says what a change would take away from a draft. */
async function reviewed(c: MemberContext, { sql }: RouteOptions, { draftId }: Draft) {
  const facts = draftId === "" ? undefined : await findDraftFacts(sql, draftId);
  return facts && reviewedNote(c.get("visit"), facts);
}

/** What the text is a translation of, until it is published. */
async function translated(
  c: MemberContext,
  options: RouteOptions,
  { id, draft }: Filled,
): Promise<Html | undefined> {
  const { sql, secret } = options;
  const visit = c.get("visit");
  if (id !== undefined) return undefined;
  const post = draft.translationOf === "" ? undefined : await findPost(sql, draft.translationOf);
  if (post) return original(visit, post);
  const own = draft.draftId === "" ? undefined : await findDraft(sql, secret, draft.draftId);
  const [sibling] = own ? await listTranslationDrafts(sql, secret, own) : [];
  const translates = draft.translates || sibling?.id;
  const kept = translates === undefined ? undefined : await findDraft(sql, secret, translates);
  return kept && original(visit, { ...readableOf(kept), pictures: kept.pictures });
}

/** Recent posts to choose from, and the one that is chosen, however old. */
async function offeredPosts(sql: Sql, { id, draft }: Filled): Promise<Post[]> {
  const recent = (await listPosts(sql, { limit: 30 })).filter((post) => post.id !== id);
  const { translationOf } = draft;
  if (translationOf === "" || recent.some((post) => post.id === translationOf)) return recent;
  const chosen = await findPost(sql, translationOf);
  return chosen && !chosen.withdrawn ? [chosen, ...recent] : recent;
}

/** The form once more, with its pictures taken in, and the preview if that was asked for. */
export async function showAgain(c: MemberContext, options: RouteOptions, submitted: Submitted) {
  const { draft, rendered, errors: uploadErrors } = submitted;
  const visit = c.get("visit");
  const wantsPreview = textOf(c.get("form"), "intent") === "preview";
  const status = cutStatus(c.get("form"), 200);
  if (!wantsPreview) return showForm(c, options, submitted, status);
  const { post, errors } = checkPost(draft, rendered, visit.m, visit.origin);
  if (!post) return showForm(c, options, { ...submitted, errors: { ...errors, ...uploadErrors } }, 422);
  const above = preview(visit, await previewedPost(options.sql, submitted, post));
  return showForm(c, options, { ...submitted, above, headed: true, title: visit.m.compose.goOn }, status);
}

/** Somebody was faster: both versions are shown, or the form becomes that of a new post or draft where there is none left. */
export async function showConflict(
  c: MemberContext,
  options: RouteOptions,
  submitted: Submitted,
  { message }: Error,
) {
  const visit = c.get("visit");
  const { draft, errors } = submitted;
  if (message === "scheduledFixed") {
    const refused = { ...errors, source: visit.m.drafts.scheduledUnsaved };
    return showForm(c, options, { ...submitted, errors: refused }, 409);
  }
  const title = visit.m.compose.yours;
  const lost = await lostDraft(options, draft);
  if (lost) {
    const mine = { ...draft, ...lost, once: randomUUID() };
    const above = discardedMeanwhile(visit, lost);
    return showForm(c, options, { ...submitted, draft: mine, above, title }, 409);
  }
  const kept = draft.draftId === "" ? undefined : await findDraft(options.sql, options.secret, draft.draftId);
  if (kept && kept.version !== draft.version && kept.state !== "published") {
    const mine = { ...draft, version: kept.version, once: randomUUID() };
    const above = otherVersion(visit, readableOf(kept));
    return showForm(c, options, { ...submitted, draft: mine, above, title }, 409);
  }
  const present = await findPost(options.sql, kept?.postId ?? submitted.id ?? "");
  if (!present || present.withdrawn) {
    const anew = { id: undefined, draft: { ...draft, ...unkept }, errors };
    return showForm(c, options, { ...anew, above: withdrawnMeanwhile(visit) }, 409);
  }
  // A draft that somebody has published meanwhile goes on as a change of the post.
  const going = kept?.state === "published" ? unkept : {};
  const mine = { ...draft, ...going, revision: present.revision, once: randomUUID() };
  const composing = { ...submitted, id: present.id, draft: mine, above: otherVersion(visit, present), title };
  return showForm(c, options, composing, 409);
}

/** How the form goes on without the draft that it, or its original, was; undefined where both are there. */
async function lostDraft({ sql }: RouteOptions, { draftId, translates }: Draft) {
  if (draftId !== "" && !(await findDraftFacts(sql, draftId))) return { draftId: "", version: undefined };
  if (draftId === "" && translates !== "" && !(await findDraftFacts(sql, translates)))
    return { translates: "" };
  return undefined;
}

const unkept = { draftId: "", version: undefined, revision: undefined };
