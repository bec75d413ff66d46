import { NotFound } from "../errors.ts";
import { randomId } from "./ids.ts";
import type { Sql } from "./sql.ts";

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
