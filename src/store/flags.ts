import { Conflict, NotFound } from "../errors.ts";
import { hostOf } from "../text/address.ts";
import { addActivity } from "./activities.ts";
import { findActor } from "./actors.ts";
import { hostIs } from "./blocked.ts";
import { deliverToActors } from "./deliveries.ts";
import { randomId } from "./ids.ts";
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

export async function addFlag(
  sql: Sql,
  flag: { activityId: string; actorId: string; content: string; objects: string[] },
): Promise<void> {
  await sql`
    insert into flag (id, activity_id, actor_id, content, objects)
    values (${randomId()}, ${flag.activityId}, ${flag.actorId}, ${flag.content}, ${flag.objects})`;
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
  summary: string;
  /** Sanitised HTML. */
  content: string;
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
    select id, url, summary, content, language, published from reply where actor_id = ${actorId}
    union all
    select id, url, summary, content, language, published from allied_post where actor_id = ${actorId}
    order by published desc, id
    limit ${limit}`;
}
