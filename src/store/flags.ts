import { Conflict, NotFound } from "../errors.ts";
import { hostOf } from "../text/address.ts";
import { longestReport } from "../text/draft.ts";
import type { Enclosed } from "../text/enclosed.ts";
import { addActivity } from "./activities.ts";
import { findActor } from "./actors.ts";
import { hostIs } from "./blocked.ts";
import { deliverToActors } from "./deliveries.ts";
import { randomId } from "./ids.ts";
import { refuseInPanic } from "./panic.ts";
import type { Database, Sql } from "./sql.ts";

/** A report that another server sent us, about the account or its posts. */
export interface Flag {
  id: string;
  actorId: string;
  host: string;
  content: string;
  objects: string[];
  createdAt: Date;
  closedAt: Date | null;
}

/** Of what one account reports, so many posts are named. */
const mostObjects = 20;

/** Keeps a report for the members. What an account reports while its last report is still open is added to that one. */
export async function addFlag(
  tx: Sql,
  {
    activityId,
    actorId,
    content,
    objects,
  }: { activityId: string; actorId: string; content: string; objects: string[] },
): Promise<void> {
  // One at a time for each account: a second open report would be one more to read.
  await tx`select 1 from actor where id = ${actorId} for update`;
  const { count } = await tx`
    update flag
    set content = left(concat_ws(${"\n\n"}::text, nullif(content, ''), ${content}::text), ${longestReport}),
      objects = (array(select distinct unnest(objects || ${objects}::text[])))[:${mostObjects}]
    where actor_id = ${actorId} and closed_at is null`;
  if (count > 0) return;
  await tx`
    insert into flag (id, activity_id, actor_id, content, objects)
    values (${randomId()}, ${activityId}, ${actorId}, ${content.slice(0, longestReport)},
      ${objects.slice(0, mostObjects)})`;
}

/** How many reports no member has closed yet. */
export async function countOpenFlags(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from flag where closed_at is null`;
  return row!.count;
}

export async function listFlags(sql: Sql, options: { open: boolean; limit: number }): Promise<Flag[]> {
  return sql<Flag[]>`
    select flag.id, actor_id as "actorId", host, content, objects, flag.created_at as "createdAt",
      closed_at as "closedAt"
    from flag
    join actor on actor.id = actor_id
    where ${options.open ? sql`closed_at is null` : sql`true`}
    order by flag.created_at desc, flag.id
    limit ${options.limit}`;
}

/** @throws {NotFound} */
export async function closeFlag(sql: Sql, id: string): Promise<void> {
  const rows = await sql`update flag set closed_at = now() where id = ${id} returning id`;
  if (rows.length === 0) throw new NotFound(`There is no report ${id}.`);
}

/** Closes every open report from a host. */
export async function closeFlagsOf(sql: Sql, host: string): Promise<void> {
  await sql`
    update flag set closed_at = now()
    from actor
    where actor.id = actor_id and actor.host = ${host} and closed_at is null`;
}

/** What a report of ours says; its activity holds it, and names nobody who wrote it. */
export interface Report {
  /** The reported actor, then posts of its. */
  object: string[];
  content: string;
}

/**
 * Reports an actor, and posts of its, to those who keep its server. Returns the id of the activity.
 * @throws {NotFound} for an actor that never reached us, {Conflict} for posts that are not its own, and for a server that
 * is blocked: nothing is sent there.
 */
export async function sendFlag(
  sql: Database,
  { actorId, objects, content }: { actorId: string; objects: string[]; content: string },
): Promise<string> {
  return sql.begin(async (tx) => {
    await refuseInPanic(tx);
    const actor = await findActor(tx, actorId);
    if (!actor) throw new NotFound(`${actorId} has not reached this server.`);
    if (objects.some((id) => hostOf(id) !== actor.host)) throw new Conflict("reportForeign");
    const [blocked] = await tx`
      select 1 from actor where id = ${actorId} and ${hostIs(tx, "block", tx`actor.host`)}`;
    if (blocked) throw new Conflict("reportBlocked");
    const report: Report = { object: [actorId, ...new Set(objects)], content };
    const flag = await addActivity(tx, {
      type: "Flag",
      object: actorId,
      embedded: report,
      recipient: actorId,
    });
    await deliverToActors(tx, flag, [actorId]);
    return flag.id;
  });
}

/** A post by which an actor may be reported. */
export interface ReportablePost {
  id: string;
  url: string;
  name: string;
  summary: string;
  /** Sanitised HTML. */
  content: string;
  enclosed: Enclosed;
  language: string | null;
  published: Date;
}

/** What reached us of an actor's posts, the newest first. */
export async function listReportablePosts(
  sql: Sql,
  actorId: string,
  limit: number,
): Promise<ReportablePost[]> {
  return sql<ReportablePost[]>`
    select id, url, name, summary, content, enclosed, language, published from reply where actor_id = ${actorId}
    union all
    select id, url, name, summary, content, enclosed, language, published from allied_post where actor_id = ${actorId}
    order by published desc, id
    limit ${limit}`;
}
