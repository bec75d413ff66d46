import { Conflict, Invalid, NotFound } from "../errors.ts";
import type { FindAccounts, Mention } from "../text/mention.ts";
import { mentionsIn } from "../text/own-html.ts";
import { checkTyped, unansweredPeople } from "../text/typed-draft.ts";
import { findForeignAuthor } from "./allied-posts.ts";
import { cameInPause } from "./clock.ts";
import { addNote, type NoteAct } from "./draft-notes.ts";
import {
  type DraftFacts,
  type DraftState,
  type DraftVersion,
  findDraft,
  type KeptDraft,
  lockDraft,
} from "./drafts.ts";
import { handOf } from "./hands.ts";
import { refuseWriter } from "./members.ts";
import { refuseInPanic } from "./panic.ts";
import { type Published, revisePost, sendPost } from "./posts.ts";
import type { HasFiles } from "./pictures.ts";
import type { SecretKey } from "./secret.ts";
import { type Database, isWithoutDatabase, lostRace, type Sql } from "./sql.ts";

// The ways from state to state are held by a trigger, see sql/0021-drafts.sql; so is that nobody approves their own text.

/** A step that a member takes with a draft; `remark` is empty for none. */
export interface Step extends DraftVersion {
  memberId: string;
  remark?: string | undefined;
}

export const askForReview = (sql: Sql, secret: SecretKey, step: Step) =>
  move(sql, secret, step, { from: ["draft"], to: "in-review", act: "review" });

/** Back to who writes: something is to be changed, or it was asked for too early. While it waits for a review, they may go on writing. */
export async function returnDraft(sql: Sql, secret: SecretKey, step: Step): Promise<void> {
  const [waiting] = await sql<DraftVersion[]>`
    select id, version from draft where id = ${step.id} and state = 'in-review' for update`;
  const from: DraftState[] = ["in-review", "approved", "scheduled"];
  await move(sql, secret, { ...step, ...waiting }, { from, to: "draft", act: "return" });
}

/** @throws {Conflict} `ownText`: two persons have to have seen it. */
export const approveDraft = (sql: Sql, secret: SecretKey, step: Step) =>
  move(sql, secret, step, { from: ["draft", "in-review"], to: "approved", act: "approve" });

export const unscheduleDraft = (sql: Sql, secret: SecretKey, step: Step) =>
  move(sql, secret, step, { from: ["scheduled"], to: "approved", act: "unschedule" });

/** Approves it where that is still to be done, and has it published at `at`. */
export async function scheduleDraft(sql: Sql, secret: SecretKey, step: Step & { at: Date }): Promise<void> {
  await refuseInPanic(sql);
  if (step.at.getTime() <= Date.now()) throw new Invalid("scheduleLate", "at");
  const approved = await approveFirst(sql, secret, step);
  await readyDraft(sql, secret, step.id);
  await move(
    sql,
    secret,
    { ...step, ...approved },
    { from: ["approved"], to: "scheduled", act: "schedule", at: step.at },
  );
}

async function approveFirst(sql: Sql, secret: SecretKey, step: Step): Promise<DraftVersion> {
  const { state } = await lockDraft(sql, step);
  if (state === "approved" || state === "scheduled") return { id: step.id, version: step.version };
  await approveDraft(sql, secret, { ...step, remark: "" });
  return { id: step.id, version: step.version + 1 };
}

async function move(
  sql: Sql,
  secret: SecretKey,
  { id, version, memberId, remark = "" }: Step,
  { from, to, act, at = null }: { from: DraftState[]; to: DraftState; act: NoteAct; at?: Date | null },
): Promise<void> {
  const { state, number } = await lockDraft(sql, { id, version });
  if (!from.includes(state)) throw new Conflict("draftChanged");
  if (state === "scheduled") await refuseWriter(sql, memberId);
  const hand = handOf(secret, id, memberId);
  if (to === "approved" && state !== "scheduled") await refuseOwnText(sql, id, hand);
  await sql`
    update draft
    set state = ${to}, version = version + 1, updated_at = now(), scheduled_at = ${at},
      approved_hand = ${to === "approved" && state !== "scheduled" ? hand : to === "draft" || to === "in-review" ? null : sql`approved_hand`}
    where id = ${id}`;
  await addNote(sql, secret, { draftId: id, act, number, text: remark, memberId });
}

/** The trigger would refuse it as well; this says why. */
async function refuseOwnText(sql: Sql, id: string, hand: Buffer): Promise<void> {
  const [own] = await sql`
    select 1 from draft
    where id = ${id} and is_own_hand(id, number, ${hand}) and exists (select 1 from collective where two_person)`;
  if (own) throw new Conflict("ownText");
}

/** The draft as a post. @throws {NotFound} @throws {Invalid} with the first thing that is to be mended. */
async function readyDraft(sql: Sql, secret: SecretKey, id: string) {
  const draft = await findDraft(sql, secret, id);
  if (!draft) throw new NotFound(`There is no draft ${id}.`);
  const [collective] = await sql<{ origin: string }[]>`select origin from collective`;
  const checked = checkTyped(draft.text, draft.rendered, draft.pictures, collective!.origin);
  const problem = checked.ok ? unansweredPeople(draft.pictures)[0] : checked.problems[0];
  if (!checked.ok || problem) throw new Invalid(problem!.key, problem!.field);
  return { draft, post: checked.post };
}

/**
 * Publishes it as a post of its own, or as the change of one: all that `publishPost` or `editPost` write and the end of the
 * draft are committed together. What has not been approved is approved by who publishes it. Call it in a transaction.
 * @throws {Conflict} `ownText`, `draftChanged`, `editedMeanwhile` @throws {Invalid} @throws {NotFound}
 */
export async function publishDraft(
  sql: Sql,
  secret: SecretKey,
  step: Step,
  outside: Outside,
): Promise<Published> {
  await refuseInPanic(sql);
  await approveFirst(sql, secret, step);
  return sendDraft(sql, secret, step.id, outside);
}

/** What publishing asks for and the database does not know. */
export interface Outside {
  hasFiles: HasFiles;
  /** Of the accounts that the text names, those that were found. */
  mentions: Mention[];
}

async function sendDraft(sql: Sql, secret: SecretKey, id: string, outside: Outside): Promise<Published> {
  const { draft, post: checked } = await readyDraft(sql, secret, id);
  await requireFiles(draft, outside.hasFiles);
  const post = { ...checked, mentions: outside.mentions };
  const translationOf = post.translationOf ?? (await publishedTranslation(sql, draft));
  const { historyHidden, translationsStand, inReplyTo } = draft.text;
  const published =
    draft.base === null
      ? await sendPost(sql, { ...post, translationOf, ...(await answered(sql, inReplyTo)) })
      : await revisePost(sql, draft.postId!, {
          ...post,
          translationOf,
          revision: draft.base,
          historyHidden,
          translationsStand,
        });
  await sql`
    update draft
    set state = 'published', post_id = ${published.id}, scheduled_at = null, version = version + 1,
      updated_at = now(), published_at = now()
    where id = ${id}`;
  return published;
}

/** After a restore, the pictures of drafts are not there. @throws {Invalid} */
export async function requireFiles(
  { pictures }: Pick<KeptDraft, "pictures">,
  hasFiles: HasFiles,
): Promise<void> {
  const taken = pictures.filter(({ leftOut }) => !leftOut);
  const files = taken.flatMap(({ full, small }) => [full.name, small.name]);
  if (!(await hasFiles(files))) throw new Invalid("pictureGone", "pictures");
}

async function answered(sql: Sql, id: string) {
  if (id === "") return {};
  const actorId = await findForeignAuthor(sql, id);
  if (actorId === undefined) throw new Invalid("answeredGone", "source");
  return { inReplyTo: { id, actorId } };
}

/** The post that a draft which says the same has become. */
async function publishedTranslation(
  sql: Sql,
  { id, translationGroup }: Pick<DraftFacts, "id" | "translationGroup">,
): Promise<string | null> {
  const [row] = await sql<{ postId: string }[]>`
    select post_id as "postId" from draft
    where translation_group = ${translationGroup} and id <> ${id} and state = 'published'
    order by updated_at, id
    limit 1`;
  return row?.postId ?? null;
}

/** What should have gone out this long ago does not go out by itself any more: the moment it was written for is over. */
const longestDelay = "12 hours";

/**
 * Publishes the next draft whose time has come; whether there was one. One whose time came in a pause waits for a member. Several workers never publish the same twice. What
 * cannot be published stays approved, with the reason in its notes; one that nobody expected is thrown after that.
 */
export async function publishDue(
  sql: Database,
  secret: SecretKey,
  { hasFiles, findAccounts }: { hasFiles: HasFiles; findAccounts: FindAccounts },
): Promise<boolean> {
  const [due] = await sql<(DraftVersion & { late: boolean })[]>`
    select id, version, scheduled_at < now() - ${longestDelay}::interval as late
    from draft
    where state = 'scheduled' and scheduled_at <= now() and not ${cameInPause(sql, sql`scheduled_at`)}
      and not exists (select 1 from collective where panicked_at is not null)
    order by scheduled_at, id
    limit 1`;
  if (!due) return false;
  try {
    // Nobody is asked before it goes out: that a text names somebody is not known until then.
    const draft = due.late ? undefined : await findDraft(sql, secret, due.id);
    const mentions = await findAccounts(draft?.rendered ? mentionsIn(draft.rendered.html) : []);
    await sql.begin(async (tx) => {
      await refuseInPanic(tx);
      await lockDraft(tx, due);
      if (due.late) throw new Conflict("scheduleMissed");
      await sendDraft(tx, secret, due.id, { hasFiles, mentions });
    });
  } catch (error) {
    const reason = reasonOf(error);
    // Nothing is wrong with the draft: it goes out when the database is there, or at the next turn.
    if (reason === undefined && (isWithoutDatabase(error) || lostRace(error))) throw error;
    await sql.begin((tx) => takeFromSchedule(tx, secret, due, reason ?? "unexpected"));
    // Told in the log; those whose time has come after it are not held up.
    if (reason === undefined) throw error;
  }
  return true;
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof Invalid) return error.key;
  return error instanceof Conflict || error instanceof NotFound ? error.message : undefined;
}

async function takeFromSchedule(
  sql: Sql,
  secret: SecretKey,
  { id, version }: DraftVersion,
  reason: string,
): Promise<void> {
  const [taken] = await sql<{ number: number }[]>`
    update draft set state = 'approved', scheduled_at = null, version = version + 1, updated_at = now()
    where id = ${id} and version = ${version}
    returning number`;
  // Another worker has published it, or a member was faster.
  if (!taken) return;
  await addNote(sql, secret, {
    draftId: id,
    act: "failed",
    number: taken.number,
    text: reason,
    memberId: null,
  });
}

/** What ties members to what they published goes after the days that the collective chose. */
export async function removeOldDrafts(sql: Sql, limit = 1000): Promise<number> {
  const { count } = await sql`
    delete from draft where id in (
      select id from draft
      where published_at < now() - (select retention_days from collective) * interval '1 day'
      limit ${limit}
    )`;
  return count;
}
