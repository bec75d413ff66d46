import { NotFound } from "../errors.ts";
import { refuseInPanic } from "./panic.ts";
import type { Sql } from "./sql.ts";

/** Keeps readers from seeing what a post said before, or lets them. @throws {NotFound} */
export async function hideHistory(sql: Sql, postId: string, hidden: boolean): Promise<void> {
  await refuseInPanic(sql);
  const rows = await sql`update post set history_hidden = ${hidden} where id = ${postId} returning id`;
  if (rows.length === 0) throw new NotFound(`There is no post ${postId}.`);
}
