import { Conflict, Invalid, NotFound } from "../../errors.ts";
import { askForReview } from "../../store/draft-states.ts";
import {
  beginDraft,
  type DraftVersion,
  type KeptDraft,
  lockDraft,
  type SavedDraft,
  saveDraft,
  type Writing,
} from "../../store/drafts.ts";
import { closeText } from "../../store/editors.ts";
import type { SecretKey } from "../../store/secret.ts";
import type { Database, Sql } from "../../store/sql.ts";
import { formatTime } from "../../text/date.ts";
import { isBlank, tooMuch } from "../../text/typed-draft.ts";
import type { Messages } from "../../text/messages.ts";
import type { Draft } from "../../views/admin/compose.ts";
import { otherVersion } from "../../views/admin/compose-notes.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { readPost, showAgain, showConflict, showForm, type Submitted } from "./composing.ts";
import { errorsOf, keptDraftOf } from "./draft.ts";
import { findMissing } from "./files.ts";
import { changedMeanwhile, keptDraft } from "./kept-draft.ts";
import { logged } from "./log.ts";
import { cutStatus } from "./uploads.ts";
import type { MemberApp, MemberContext } from "./visit.ts";

/** Keeping what is written as a draft: by a button, or by itself. */
export function keeping(app: MemberApp, options: RouteOptions): void {
  const { sql, secret } = options;

  app.post("/admin/drafts", async (c) => {
    const submitted = await readPost(c, options);
    const { m, member } = c.get("visit");
    const wrong = { ...refusedBy(submitted, m), ...submitted.errors };
    if (Object.keys(wrong).length > 0) {
      return showForm(c, options, { ...submitted, errors: wrong }, cutStatus(c.get("form"), 422));
    }
    const review = textOf(c.get("form"), "intent") === "review";
    try {
      const { id } = await reopening(c, sql).begin(async (tx) => {
        const at = await keepDraft(tx, secret, submitted, member.id);
        await closeText(tx, secret, { kind: "draft", id: at.id }, member.id);
        if (submitted.id !== undefined)
          await closeText(tx, secret, { kind: "post", id: submitted.id }, member.id);
        if (review) await reviewUnlessAsked(tx, at, member.id);
        return at;
      });
      return c.redirect(`/admin/drafts/${id}?done=${review ? "reviewAsked" : "draftKept"}`, 303);
    } catch (error) {
      if (error instanceof Conflict || error instanceof NotFound)
        return showConflict(c, options, submitted, error);
      if (!(error instanceof Invalid)) throw error;
      const known: Record<string, string> = m.errors;
      const errors = { [error.field ?? "source"]: known[error.key] ?? m.errors.invalid };
      return showForm(c, options, { ...submitted, errors }, 422);
    }
  });

  async function reviewUnlessAsked(tx: Sql, at: DraftVersion, memberId: string) {
    const { state } = await lockDraft(tx, at);
    if (state === "draft") await askForReview(tx, secret, { ...at, memberId });
  }

  app.get("/admin/drafts/:id/edit", async (c) => {
    const kept = await keptDraft(options, c.req.param("id"));
    if (kept.state === "published" || kept.state === "withdrawn")
      return c.redirect(`/admin/posts/${kept.postId}`);
    const composing = await formOf(kept, options, c.get("visit").m);
    const changed = await changedMeanwhile(options, kept);
    if (!changed) return showForm(c, options, composing);
    const visit = c.get("visit");
    const draft = { ...composing.draft, revision: changed.revision };
    const above = otherVersion(visit, changed);
    return showForm(c, options, { ...composing, draft, above, title: visit.m.compose.yours });
  });

  app.post("/admin/drafts/:id/edit", async (c) => showAgain(c, options, await readPost(c, options)));

  autosaving(app, options);
}

/** What the script of the form sends while it is typed. */
function autosaving(app: MemberApp, options: RouteOptions): void {
  const { sql, secret } = options;

  // The script's answer is for itself; it shows `message` and `saved` as they are.
  app.post("/admin/drafts/autosave", async (c) => {
    const { m, member, language, collective } = c.get("visit");
    const submitted = await readPost(c, options);
    const [wrong] = Object.values(refusedBy(submitted, m));
    if (wrong !== undefined) return c.json({ message: wrong }, 422);
    try {
      const at = await sql.begin((tx) => keepDraft(tx, secret, submitted, member.id, { autosaved: true }));
      const saved = m.drafts.savedAt(formatTime(new Date(), language, collective.timeZone));
      return c.json({ ...at, path: `/admin/drafts/${at.id}/edit`, saved });
    } catch (error) {
      if (error instanceof NotFound) return c.json({ message: m.drafts.discardedUnsaved }, 409);
      if (error instanceof Conflict) return c.json(conflictOf(error, submitted.draft, m), 409);
      if (error instanceof Invalid) return c.json({ message: m.errors.pictureGone }, 422);
      throw error;
    }
  });
}

function conflictOf({ message: key }: Conflict, { draftId }: Draft, m: Messages) {
  if (key === "scheduledFixed") return { message: m.drafts.scheduledUnsaved };
  if (key === "notByItself") return { message: m.errors.notByItself };
  return { message: m.drafts.changedMeanwhile, theirs: `/admin/drafts/${draftId}/edit` };
}

/** The database for saving a draft: who takes an approval or a time away by it stands in the log. */
export function reopening(c: MemberContext, sql: Database): Database {
  const naming = (act: "changeApproved" | "changeScheduled", work: Database) =>
    logged<SavedDraft>(c, work, act, ({ id, reopened }) => (reopened === act ? id : undefined));
  return naming("changeScheduled", naming("changeApproved", sql));
}

/** The form filled with a draft, which says what of it was lost. */
async function formOf(kept: KeptDraft, options: RouteOptions, { drafts }: Messages) {
  const gone = await findMissing(options, kept);
  const errors: FieldErrors = Object.fromEntries(gone.map((id) => [`picture-${id}`, drafts.pictureMissing]));
  return { id: kept.postId ?? undefined, draft: keptDraftOf(kept), errors };
}

/** Why it cannot even be kept: there is nothing, or too much. What else is wrong may wait until it is published. */
function refusedBy({ draft, rendered }: Submitted, m: Messages): FieldErrors {
  if (isBlank(draft, draft.pictures)) return { source: m.errors.sourceEmpty };
  return errorsOf(tooMuch(draft, rendered, draft.pictures), m);
}

/** Writes what the form says into its draft, or into a new one. Call it in a transaction. */
export async function keepDraft(
  tx: Sql,
  secret: SecretKey,
  { id, draft, rendered }: Submitted,
  memberId: string,
  { autosaved = false } = {},
): Promise<SavedDraft> {
  const { pictures, draftId, version, translates, revision, once, ...text } = draft;
  const writing: Writing = { text, rendered, pictures, memberId, autosaved, once };
  if (draftId !== "") {
    return saveDraft(tx, secret, { id: draftId, version: version ?? 0 }, { ...writing, base: revision });
  }
  const changes = id === undefined || revision === undefined ? undefined : { postId: id, revision };
  return beginDraft(tx, secret, { ...writing, changes, translates: translates || undefined });
}
