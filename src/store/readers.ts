import type { OwnActivity } from "./activities.ts";
import type { Sql } from "./sql.ts";

/** By their names in NodeInfo: who reads an Event beside the Note without showing its readers the same thing twice. */
export const eventReaders = ["gancio", "mobilizon"];

/** Of these, who reads nothing else: Gancio answers 404 to a post, as if the inbox were gone, and to an Update of a profile nothing. */
export const readersOfEventsAlone = ["gancio"];

/** By its name in NodeInfo: it reads Events where its Event Bridge follows, and shows a call-out twice where somebody else does. */
export const bridged = "wordpress";

/**
 * Whether a row of `follower` and its `actor` follows by the Event Bridge of WordPress: as the blog's own account, under an id made of
 * both. NodeInfo says nothing of plugins. The reader named Friends makes such ids as well, for the accounts of people.
 */
export const isBridge = (sql: Sql) => sql`
  (starts_with(follow_id, actor.id || '#follow-')
    and (actor.type <> 'Person' or actor.id ~ '([?&]author=|/actors/)0$'))`;

/** Whether the Event has reached a row of `recipient`, or is on its way. */
const hasEvent = (sql: Sql, { id, postId }: OwnActivity) => sql`
  exists (
    select 1 from activity told
    join delivery sent on sent.activity_id = told.id and sent.inbox = recipient.inbox
    where told.post_id = ${postId} and told.event and told.type <> 'Delete' and told.id <> ${id}
      and sent.state in ('delivered', 'waiting', 'held')
  )`;

/**
 * Whether a row of `recipient`, with its `host`, reads the activity. An Event is new where a calendar is kept that has not had it, or is
 * to have it `again`, and changes wherever it is. Everything else goes to all but those that read nothing else.
 */
export const reads = (sql: Sql, activity: OwnActivity, again: boolean) => {
  if (!activity.event) return sql`(software is null or software <> all(${readersOfEventsAlone}))`;
  if (activity.type === "Update") return hasEvent(sql, activity);
  const keepsCalendar = sql`(software = any(${eventReaders}) or software = ${bridged} and by_bridge)`;
  if (activity.type === "Delete") return sql`(${keepsCalendar} or ${hasEvent(sql, activity)})`;
  return again ? keepsCalendar : sql`${keepsCalendar} and not ${hasEvent(sql, activity)}`;
};

/** Those on a host, or those behind an inbox. */
export type Recipients = { host: string } | { inbox: string };

/** Whether a row of `actor` is among them. */
export const isAmong = (sql: Sql, among: Recipients) =>
  "host" in among
    ? sql`actor.host = ${among.host}`
    : sql`coalesce(actor.shared_inbox, actor.inbox) = ${among.inbox}`;

/** Whether a row of `delivery` goes to them. */
export const goesTo = (sql: Sql, among: Recipients) =>
  "host" in among ? sql`delivery.host = ${among.host}` : sql`delivery.inbox = ${among.inbox}`;
