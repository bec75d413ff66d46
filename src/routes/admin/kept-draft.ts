import { randomUUID } from "node:crypto";
import { NotFound } from "../../errors.ts";
import { listNotes } from "../../store/draft-notes.ts";
import { listDraftRevisions, listTranslationDrafts } from "../../store/draft-lists.ts";
import { type DraftVersion, findDraft, type KeptDraft } from "../../store/drafts.ts";
import { findPost } from "../../store/post-lists.ts";
import type { Post } from "../../store/posts.ts";
import { checkCallout } from "../../text/callout.ts";
import type { Readable } from "../../views/admin/compose-notes.ts";
import { type DraftView, draftPage } from "../../views/admin/draft.ts";
import { draftTitle } from "../../views/admin/posts.ts";
import { foldedPanels } from "../../views/admin/previews.ts";
import { linesOf, textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { checkPost, keptDraftOf, unansweredErrors } from "./draft.ts";
import { findMissing } from "./files.ts";
import { previewedPost } from "./previewed.ts";
import { type MemberContext, show } from "./visit.ts";

/** @throws {NotFound} */
export async function keptDraft({ sql, secret }: RouteOptions, id: string): Promise<KeptDraft> {
  const draft = await findDraft(sql, secret, id);
  if (!draft) throw new NotFound(`There is no draft ${id}.`);
  return draft;
}

/** The post that the draft is to change, where it says something else since the change was begun. */
export async function changedMeanwhile(
  { sql }: RouteOptions,
  { base, postId }: KeptDraft,
): Promise<Post | undefined> {
  const post = base === null ? undefined : await findPost(sql, postId!);
  return post && post.withdrawn === null && post.revision !== base ? post : undefined;
}

/** Which draft the form is about, and what of it the form knew. */
export function draftVersion(c: MemberContext): DraftVersion {
  const version = Number(textOf(c.get("form"), "version"));
  return { id: c.req.param("id") ?? "", version: Number.isSafeInteger(version) ? version : 0 };
}

/** What is said of a draft. */
export function remarkOf(c: MemberContext, field: string): string {
  return linesOf(c.get("form"), field);
}

/** A draft to be read where it cannot be typed into. */
export function readableOf({ text }: KeptDraft): Readable {
  const calling = checkCallout(text.callout);
  return { ...text, callout: calling.ok ? calling.callout : null };
}

/** `typed`: what was sent to one of its forms and not taken. */
export async function showDraft(
  c: MemberContext,
  options: RouteOptions,
  draft: KeptDraft,
  typed?: DraftView["typed"],
  status: 200 | 409 | 422 = typed ? 422 : 200,
) {
  const { sql, secret } = options;
  const visit = c.get("visit");
  const form = keptDraftOf(draft);
  const { post, errors = {} } = checkPost(form, draft.rendered, visit.m, visit.origin);
  const changed = await changedMeanwhile(options, draft);
  const gone = await findMissing(options, draft);
  const [notes, revisions, translations] = await Promise.all([
    listNotes(sql, secret, draft.id),
    listDraftRevisions(sql, secret, draft.id),
    listTranslationDrafts(sql, secret, draft),
  ]);
  const id = draft.base === null ? undefined : draft.postId!;
  const view: DraftView = {
    draft,
    shown: post && foldedPanels(visit, await previewedPost(sql, { id, draft: form }, post)),
    wrong: {
      ...(changed && { theirs: visit.m.errors.editedMeanwhile }),
      ...(gone.length > 0 && { pictures: visit.m.errors.pictureGone }),
      ...errors,
      ...unansweredErrors(form, visit.m),
    },
    gone,
    notes,
    revisions,
    translations,
    once: randomUUID(),
    own: visit.collective.twoPerson && draft.author?.id === visit.member.id,
    ...(typed && { typed }),
  };
  return show(c, draftTitle(draft) || visit.m.drafts.untitled, draftPage(visit, view), status);
}
