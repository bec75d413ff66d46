import type { Callout } from "../text/callout.ts";
import { addActivity, type OwnActivity } from "./activities.ts";
import { cancelDeliveries, deliverToEarlierRecipients, deliverToFollowers } from "./deliveries.ts";
import type { CalloutPost } from "./callouts.ts";
import { findPost } from "./post-lists.ts";
import type { Sql } from "./sql.ts";

/** A call-out as an Event, which has to have a start (FEP-8a8e). */
export type EventPost = CalloutPost & {
  /** The start it has; of one that is postponed without a new date, the last it had. */
  start: Date;
  end: Date | null;
};

/**
 * The call-out with its start, as it is or was in `revision`; undefined where there is none, or has been none yet. A postponed
 * one keeps its last start: whoever noted it would otherwise not learn at that place that nothing happens then.
 */
export async function findEvent(sql: Sql, postId: string, revision?: number): Promise<EventPost | undefined> {
  const post = await findPost(sql, postId, revision);
  if (!post?.callout) return undefined;
  const [last] = await sql<{ start: Date; end: Date | null }[]>`
    select starts_at as start, ends_at as "end" from revision_callout
    where post_id = ${postId} and number <= ${post.revision} and starts_at is not null
    order by number desc
    limit 1`;
  return last && { ...post, callout: post.callout, ...last };
}

/** When the Event of a post was deleted. Its id is gone for ever then, since servers remember that it is. */
export async function findEventDeletion(sql: Sql, postId: string): Promise<Date | undefined> {
  const [row] = await sql<{ at: Date }[]>`
    select created_at as at from activity where post_id = ${postId} and event and type = 'Delete' limit 1`;
  return row?.at;
}

/**
 * Tells the servers that keep calendars what a new revision makes of the Event: a Create with the first start, an Update, or
 * a Delete when the post calls to nothing any more.
 */
export async function tellEvent(
  sql: Sql,
  { postId, revision, callout }: { postId: string; revision: number; callout: Callout | null | undefined },
): Promise<void> {
  const known = await sql<{ type: string }[]>`
    select distinct type from activity where post_id = ${postId} and event`;
  const was = (type: OwnActivity["type"]) => known.some((activity) => activity.type === type);
  if (was("Delete")) return;
  if (was("Create") && !callout) return deleteEvent(sql, postId);
  if (!was("Create") && !callout?.startsAt) return;
  const type = was("Create") ? "Update" : "Create";
  await deliverToFollowers(sql, await addActivity(sql, { type, postId, revision, event: true }));
}

/** Writes the Create of a call-out's Event, and delivers nothing; servers that turn out to keep calendars get it while it is open. */
export async function insertEvent(sql: Sql, postId: string, createdAt: Date): Promise<void> {
  await addActivity(sql, { type: "Create", postId, revision: 1, event: true, createdAt });
}

/** The Event goes, and with it what was still to be said of it; servers that had it are told. */
export async function deleteEvent(sql: Sql, postId: string): Promise<void> {
  const [told] = await sql`
    select 1 from activity where post_id = ${postId} and event
    having bool_or(type = 'Create') and not bool_or(type = 'Delete')`;
  if (!told) return;
  await cancelDeliveries(sql, postId, { event: true });
  const removal = await addActivity(sql, { type: "Delete", postId, event: true });
  await deliverToFollowers(sql, removal);
  await deliverToEarlierRecipients(sql, removal);
}

/** Of so many open call-outs a server learns that has just turned out to keep a calendar. */
const mostOpen = 50;

/** The open call-outs, for a server that has turned out to keep a calendar: how each began, and how it is now. */
export async function deliverOpenEvents(sql: Sql, host: string): Promise<void> {
  const activities = await sql<OwnActivity[]>`
    select activity.id, type, activity.post_id as "postId", activity.revision, event, object, embedded, recipient,
      activity.created_at as "createdAt"
    from (
      select post.id, post.revision from post
      join revision_callout on post_id = post.id and number = post.revision
      where withdrawn_at is null and open_until > now()
      order by open_until, post.id
      limit ${mostOpen}
    ) open
    join activity on activity.post_id = open.id and event
      and (type = 'Create' or (type = 'Update' and activity.revision = open.revision))
    where not exists (
      select 1 from activity gone where gone.post_id = open.id and gone.event and gone.type = 'Delete'
    )
    order by activity.revision`;
  for (const activity of activities) await deliverToFollowers(sql, activity, host);
}
