import { randomId } from "./ids.ts";
import type { Sql } from "./sql.ts";
import { roundedNow } from "./times.ts";

export type ActivityType =
  | "Create"
  | "Update"
  | "Delete"
  | "Announce"
  | "Like"
  | "Undo"
  | "Follow"
  | "Accept"
  | "Reject"
  | "Add"
  | "Remove"
  | "Flag";

/** An activity of ours. Its document is rendered from this row whenever it is delivered or fetched. */
export interface OwnActivity {
  id: string;
  type: ActivityType;
  /** The post and its revision; null for an Update of the account itself, and for what is about foreign objects. */
  postId: string | null;
  revision: number | null;
  /** Whether it is about the Event that the post is as a call-out, and not about the post itself. */
  event: boolean;
  /** The foreign object liked, boosted, followed or reported; for an Undo, the id of the undone activity of ours. */
  object: string | null;
  /** The foreign activity that is answered, or what a report says. */
  embedded: unknown;
  /** The actor it is addressed to besides, or instead of, the public. */
  recipient: string | null;
  createdAt: Date;
}

const columns = (sql: Sql) => sql`
  id, type, post_id as "postId", revision, event, object, embedded, recipient, created_at as "createdAt"`;

export async function addActivity(
  sql: Sql,
  activity: { type: ActivityType } & Partial<Omit<OwnActivity, "id" | "type">>,
): Promise<OwnActivity> {
  const { type, postId, revision, event, object, embedded, recipient, createdAt } = activity;
  const [added] = await sql<OwnActivity[]>`
    insert into activity (id, type, post_id, revision, event, object, embedded, recipient, created_at)
    values (${randomId()}, ${type}, ${postId ?? null}, ${revision ?? null}, ${event ?? false},
      ${object ?? null}, ${embedded === undefined ? null : sql.json(embedded as never)}, ${recipient ?? null},
      ${createdAt ?? roundedNow(sql)})
    returning ${columns(sql)}`;
  return added!;
}

export async function findActivity(sql: Sql, id: string): Promise<OwnActivity | undefined> {
  const [row] = await sql<OwnActivity[]>`select ${columns(sql)} from activity where id = ${id}`;
  return row;
}

/** Of one that was to nobody. */
export async function removeActivity(sql: Sql, id: string): Promise<void> {
  await sql`delete from activity where id = ${id}`;
}

/** The Like, Announce or Follow of a foreign object that still stands. */
export async function findStandingActivity(
  sql: Sql,
  type: "Like" | "Announce" | "Follow",
  object: string,
): Promise<OwnActivity | undefined> {
  const [row] = await sql<OwnActivity[]>`
    select ${columns(sql)} from activity
    where type = ${type} and object = ${object} and undone_at is null`;
  return row;
}

export async function markUndone(sql: Sql, id: string): Promise<void> {
  await sql`update activity set undone_at = now() where id = ${id}`;
}

/**
 * The public Creates and Announces that stand, newest first; `before` is the id the last page ended with. An Event is not
 * among them: Friendica reads whole outboxes, and would show the call-out twice.
 */
export async function listOutbox(
  sql: Sql,
  before: string | undefined,
  limit: number,
): Promise<OwnActivity[]> {
  return sql<OwnActivity[]>`
    select ${columns(sql)} from activity
    where type in ('Create', 'Announce') and undone_at is null and not event
      and not exists (select 1 from post where post.id = post_id and withdrawn_at is not null)
      ${before ? sql`and (created_at, id) < (select created_at, id from activity where id = ${before})` : sql``}
    order by created_at desc, id desc
    limit ${limit}`;
}

export async function countOutbox(sql: Sql): Promise<number> {
  // Each standing post has one Create, and is counted by its month.
  const [row] = await sql<{ count: number }[]>`
    select (
      (select coalesce(sum(posts), 0) from month_count)
        + (
          select count(*) from activity
          where type = 'Announce' and undone_at is null
            and not exists (select 1 from post where post.id = post_id and withdrawn_at is not null)
        )
    )::integer as count`;
  return row!.count;
}
