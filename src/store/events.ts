import type { Callout } from "../text/callout.ts";
import { addActivity, findActivity, type OwnActivity, removeActivity } from "./activities.ts";
import { cancelDeliveries, deliverToEarlierRecipients, deliverToFollowers } from "./deliveries.ts";
import type { CalloutPost } from "./callouts.ts";
import { findSentPost } from "./post-lists.ts";
import { goesTo, type Recipients } from "./readers.ts";
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
  const post = await findSentPost(sql, postId, revision);
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
 * a Delete when the post calls to nothing any more. Where the Event has not arrived there is nothing to update: there it is created.
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
  const tell = async (type: "Create" | "Update") => {
    const activity = await addActivity(sql, { type, postId, revision, event: true });
    return { activity, told: await deliverToFollowers(sql, activity) };
  };
  if (!was("Create")) return void (await tell("Create"));
  await tell("Update");
  const { activity, told } = await tell("Create");
  if (told === 0) await removeActivity(sql, activity.id);
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
/** So many activities of one kind are made about an Event as it is, however often a server leaves and follows again. */
const mostAgain = 20;

/**
 * The open call-outs, for servers that keep a calendar and follow, or that have turned out to keep one: each as it is now. Who had one
 * before as it was then ignores a second Create, and is sent an Update besides.
 */
export async function deliverOpenEvents(sql: Sql, within: Recipients): Promise<void> {
  const open = await sql<{ postId: string; revision: number; outdated: boolean }[]>`
    select post.id as "postId", post.revision,
      coalesce((
        select max(told.revision) from activity told
        join delivery on activity_id = told.id and ${goesTo(sql, within)} and delivery.state = 'delivered'
        where told.post_id = post.id and told.event
      ) < post.revision, false) as outdated
    from post
    join revision_callout on post_id = post.id and number = post.revision
    where withdrawn_at is null and open_until > now()
      and exists (select 1 from activity made where made.post_id = post.id and made.event and made.type = 'Create')
      and not exists (select 1 from activity gone where gone.post_id = post.id and gone.event and gone.type = 'Delete')
    order by open_until, post.id
    limit ${mostOpen}`;
  for (const { outdated, ...event } of open) {
    for (const type of outdated ? (["Create", "Update"] as const) : (["Create"] as const)) {
      const activity = await findUnsent(sql, type, event, within);
      if (activity) await deliverToFollowers(sql, activity, { within, again: true });
    }
  }
}

/** An activity about the Event as it is in `revision` that was not sent there yet: servers know activities again by their ids. */
async function findUnsent(
  sql: Sql,
  type: "Create" | "Update",
  { postId, revision }: { postId: string; revision: number },
  within: Recipients,
): Promise<OwnActivity | undefined> {
  const made = await sql<{ id: string; sent: boolean }[]>`
    select id, exists (select 1 from delivery where activity_id = activity.id and ${goesTo(sql, within)}) as sent
    from activity
    where post_id = ${postId} and event and type = ${type} and revision = ${revision}
    order by created_at, id
    limit ${mostAgain}`;
  const unsent = made.find(({ sent }) => !sent);
  if (unsent) return findActivity(sql, unsent.id);
  return made.length < mostAgain ? addActivity(sql, { type, postId, revision, event: true }) : undefined;
}
