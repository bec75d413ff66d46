import type { Database } from "./sql.ts";

/** What ties members to what they wrote or did, and what nobody else may read. */
const tables = [
  "draft",
  "draft_revision",
  "draft_note",
  "draft_picture",
  "draft_editor",
  "post_editor",
  "audit",
  "decision",
];

/**
 * Writes anew the tables from which something was erased: a row that was deleted or changed stays in the table's file until then, and
 * in a copy of the disk could still be read. They are small, and nobody waits long. Gives their names.
 */
export async function rewriteErased(sql: Database): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_stat_user_tables
    where schemaname = current_schema and relname in ${sql(tables)} and n_dead_tup > 0
    order by relname`;
  for (const { name } of rows) await sql`vacuum (full, freeze, analyze) ${sql(name)}`;
  return rows.map(({ name }) => name);
}
