import { Conflict, Invalid, NotFound } from "../errors.ts";
import { postUrl } from "../text/address.ts";
import type { Rendered } from "../text/own-html.ts";
import { addActivity, findStandingActivity, markUndone } from "./activities.ts";
import { cameInPause } from "./clock.ts";
import { deliverToFollowers } from "./deliveries.ts";
import { isPanicked, refuseInPanic } from "./panic.ts";
import { type KeptText, withHtml } from "./rendered.ts";
import type { Database, Sql } from "./sql.ts";

/** When followers are to be reminded of a call-out. */
export async function findReminder(sql: Sql, postId: string): Promise<Date | undefined> {
  const [row] = await sql<
    { dueAt: Date }[]
  >`select due_at as "dueAt" from reminder where post_id = ${postId}`;
  return row?.dueAt;
}

export interface MissedReminder extends Rendered {
  postId: string;
  dueAt: Date;
  name: string;
  language: string;
}

/** Those that do not go out by themselves any more, since their time came in a pause; of one post, or of all. */
export async function listMissedReminders(sql: Sql, postId?: string): Promise<MissedReminder[]> {
  const rows = await sql<(MissedReminder & KeptText)[]>`
    select reminder.post_id as "postId", due_at as "dueAt", name, source, html, renderer, language
    from reminder
    join post on post.id = reminder.post_id
    join revision on revision.post_id = post.id and revision.number = post.revision
    where ${isMissed(sql)} and post.id = coalesce(${postId ?? null}, post.id)
    order by due_at, reminder.post_id
    limit 100`;
  return withHtml(rows);
}

const isMissed = (sql: Sql) => cameInPause(sql, sql`due_at`);

/**
 * Has followers reminded of an open call-out then, in place of any time that was set before.
 * @throws {NotFound} @throws {Conflict} when there is nothing to come to any more. @throws {Invalid} for a time that is past, or
 * at which the call-out is over.
 */
export async function planReminder(sql: Database, postId: string, dueAt: Date): Promise<void> {
  await sql.begin(async (tx) => {
    await refuseInPanic(tx);
    const [post] = await tx<{ open: boolean; past: boolean; late: boolean }[]>`
      select ${isOpen(tx)} as open, ${dueAt} <= now() as past, ${dueAt} >= open_until as late
      from post
      join revision_callout on post_id = post.id and number = post.revision
      where post.id = ${postId}
      for share of post`;
    if (!post) throw new NotFound(`The post ${postId} is no call-out.`);
    if (!post.open) throw new Conflict("This call-out is over, cancelled or postponed.");
    if (post.past) throw new Invalid("reminderPast", "date");
    if (post.late) throw new Invalid("reminderLate", "date");
    await tx`
      insert into reminder (post_id, due_at) values (${postId}, ${dueAt})
      on conflict (post_id) do update set due_at = excluded.due_at`;
  });
}

/** Whether there is anything to come to: see also text/reminder.ts. */
const isOpen = (sql: Sql) => sql`
  (withdrawn_at is null and open_until > now() and status <> 'cancelled'
    and not (status = 'postponed' and starts_at is null))`;

/** @throws {Conflict} when there is none: it may have gone out. */
export async function cancelReminder(sql: Database, postId: string): Promise<void> {
  await sql.begin(async (tx) => {
    await refuseInPanic(tx);
    if (!(await removeReminder(tx, postId))) throw new Conflict("There is no reminder.");
  });
}

export async function removeReminder(sql: Sql, postId: string): Promise<boolean> {
  const { count } = await sql`delete from reminder where post_id = ${postId}`;
  return count > 0;
}

/**
 * Carries out one reminder that is due; false when there is none. One whose time came in a pause waits for a member. The row goes together with its boost, so that it is sent once
 * by however many workers, and whenever one dies. Of a call-out that is over, cancelled, postponed without a
 * date or withdrawn nobody is reminded; in a panic it waits.
 */
export async function sendReminder(sql: Database, origin: string): Promise<boolean> {
  return sql.begin(async (tx) => {
    if (await isPanicked(tx)) return false;
    const [due] = await tx<{ postId: string }[]>`
      select post_id as "postId" from reminder
      where due_at <= now() and not (${isMissed(tx)} and exists (
        select 1 from post
        join revision_callout on revision_callout.post_id = post.id and number = post.revision
        where post.id = reminder.post_id and ${isOpen(tx)}))
      order by due_at, post_id
      limit 1
      for update skip locked`;
    if (!due) return false;
    if (await lockOpen(tx, due.postId)) await boostPost(tx, due.postId, origin);
    await removeReminder(tx, due.postId);
    return true;
  });
}

/** Carries out a reminder that waits for a member. @throws {Conflict} when there is none, or nothing to come to any more. */
export async function sendMissedReminder(sql: Database, postId: string, origin: string): Promise<void> {
  await sql.begin(async (tx) => {
    await refuseInPanic(tx);
    const [missed] = await tx`
      delete from reminder where post_id = ${postId} and ${isMissed(tx)} returning post_id`;
    if (!missed || !(await lockOpen(tx, postId))) throw new Conflict("There is no reminder.");
    await boostPost(tx, postId, origin);
  });
}

/** Whether the post is a call-out that one can come to, and stays one until the transaction ends. */
async function lockOpen(tx: Sql, postId: string): Promise<boolean> {
  const open = await tx`
    select 1 from post
    join revision_callout on post_id = post.id and number = post.revision
    where post.id = ${postId} and ${isOpen(tx)}
    for share of post`;
  return open.length > 0;
}

/** A former boost is taken back first: servers show no post twice that is boosted already. */
async function boostPost(sql: Sql, postId: string, origin: string): Promise<void> {
  const object = postUrl(origin, postId);
  const former = await findStandingActivity(sql, "Announce", object);
  if (former) {
    await markUndone(sql, former.id);
    await deliverToFollowers(sql, await addActivity(sql, { type: "Undo", postId, object: former.id }));
  }
  // Not rounded: the time was set beforehand, and Mastodon shows nothing in home timelines that is older than six hours.
  const boost = await addActivity(sql, { type: "Announce", postId, object, createdAt: new Date() });
  await deliverToFollowers(sql, boost);
}
