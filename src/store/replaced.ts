import type { OwnActivity } from "./activities.ts";
import type { Sql } from "./sql.ts";

// What is newer about an object takes the place of what has not arrived yet, and never waits behind it.

/**
 * What deliveries of an activity are ordered by: the post, its Event, its place among the pins, its boost, the foreign object, or
 * the account itself. What is undone and its Undo are about one.
 */
export function subject(sql: Sql, { type, postId, event, object }: OwnActivity) {
  if (postId !== null) {
    if (event) return sql`${`${postId}/event`}`;
    if (type === "Add" || type === "Remove") return sql`${`${postId}/pin`}`;
    if (type === "Announce" || type === "Undo") return sql`${`${postId}/boost`}`;
    return sql`${postId}`;
  }
  if (type === "Undo")
    return sql`coalesce((select undone.object from activity undone where undone.id = ${object}), ${object})`;
  return sql`${object ?? "account"}`;
}

/** So often a Create is tried that a host refuses by itself; then a later Update goes in its place. */
const mostCreates = 6;

/** Older changes of the same object need not be sent where this one goes. Rows under way are left to their worker. */
export async function cancelReplaced(sql: Sql, { id, type, postId, event }: OwnActivity): Promise<void> {
  if (type !== "Update") return;
  await sql`
    update delivery set state = 'cancelled', settled_at = now()
    where activity_id = any(array(
        select activity.id from activity
        where type = 'Update' and activity.id <> ${id} and event = ${event}
          and ${postId === null ? sql`post_id is null` : sql`post_id = ${postId}`}
      ))
      and state in ('waiting', 'held') and (leased_until is null or leased_until < now())
      and exists (
        select 1 from delivery newer where newer.activity_id = ${id} and newer.inbox = delivery.inbox
      )`;
}

/** Whether the host of a row of `delivery` has taken another since this one began to fail: then it fails by itself. */
export const failsAlone = (sql: Sql) => sql`
  coalesce(
    (select last_success_at from host where host.host = delivery.host) > delivery.failing_since, false)`;

/** Whether something that waits makes it needless to try a row of `delivery` again. */
export const isReplaced = (sql: Sql) => sql`
  (
    select later.id from delivery later
    join activity newer on newer.id = later.activity_id
    join activity older on older.id = delivery.activity_id
    where later.inbox = delivery.inbox and later.object = delivery.object and later.id > delivery.id
      and later.state in ('waiting', 'held')
      and (newer.type = 'Delete'
        or newer.type = 'Update' and older.type = 'Update'
        or newer.type = 'Update' and older.type = 'Create' and delivery.attempts >= ${mostCreates} and ${failsAlone(sql)})
    limit 1
  ) is not null`;
