import { skeleton } from "../text/skeleton.ts";
import type { Database, Sql } from "./sql.ts";

/** Members whose names can be taken for one another, from before that was refused: nobody is kept out by it. */
export async function listAlike(sql: Sql): Promise<string[][]> {
  const rows = await sql<{ names: string[] }[]>`
    select array_agg(name order by created_at, id) as names
    from member
    group by skeleton
    having count(*) > 1 and skeleton is not null
    order by min(created_at)
    limit 100`;
  return rows.map(({ names }) => names);
}

/**
 * Sees what the names of members from before look like; says whether there were any to look at. The first of several that look alike has its look to
 * itself.
 */
export async function lookAtNames(sql: Database): Promise<boolean> {
  return sql.begin(async (tx) => {
    const unseen = await tx<{ id: string; name: string }[]>`
      select id, name from member where skeleton is null order by created_at, id for update`;
    for (const { id, name } of unseen) {
      const look = skeleton(name);
      await tx`
        update member
        set skeleton = ${look}, alike = exists (select 1 from member other where other.skeleton = ${look})
        where id = ${id}`;
    }
    return unseen.length > 0;
  });
}
