import { handOf, listHands } from "./hands.ts";
import type { SecretKey } from "./secret.ts";
import type { Sql } from "./sql.ts";

/** What a member may have open in the form. */
export interface Opened {
  kind: "draft" | "post";
  id: string;
}

const tables = {
  draft: { table: "draft_editor", column: "draft_id" },
  post: { table: "post_editor", column: "post_id" },
} as const;

const toldFor = "15 minutes";

/** Says that the member has it open, and who else had it in the last quarter of an hour. */
export async function openText(
  sql: Sql,
  secret: SecretKey,
  { kind, id }: Opened,
  memberId: string,
): Promise<string[]> {
  const { table, column } = tables[kind];
  const hand = handOf(secret, id, memberId);
  await sql`
    insert into ${sql(table)} (${sql(column)}, hand)
    select id, ${hand} from ${sql(kind)} where id = ${id}
    on conflict (${sql(column)}, hand) do update set seen_at = now()`;
  const rows = await sql<{ hand: Uint8Array }[]>`
    select hand
    from ${sql(table)}
    where ${sql(column)} = ${id} and hand <> ${hand} and seen_at > now() - ${toldFor}::interval
    order by seen_at desc
    limit 10`;
  const authorOf = await listHands(sql, secret);
  return rows.flatMap((row) => authorOf(id, row.hand)?.name ?? []);
}

/** They have saved, and do not write any more. */
export async function closeText(
  sql: Sql,
  secret: SecretKey,
  { kind, id }: Opened,
  memberId: string,
): Promise<void> {
  const { table, column } = tables[kind];
  await sql`delete from ${sql(table)} where ${sql(column)} = ${id} and hand = ${handOf(secret, id, memberId)}`;
}

/** Who wrote is not kept: when nobody is told of it any more, it goes. */
export async function removeOldEditors(sql: Sql, limit = 5000): Promise<number> {
  let removed = 0;
  for (const { table, column } of Object.values(tables)) {
    const { count } = await sql`
      delete from ${sql(table)} where (${sql(column)}, hand) in (
        select ${sql(column)}, hand from ${sql(table)}
        where seen_at < now() - ${toldFor}::interval
        limit ${limit}
      )`;
    removed += count;
  }
  return removed;
}
