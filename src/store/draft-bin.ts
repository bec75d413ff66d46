import { Conflict } from "../errors.ts";
import { type DraftVersion, lockDraft } from "./drafts.ts";
import { handOf } from "./hands.ts";
import { forgetUnused } from "./pictures.ts";
import type { SecretKey } from "./secret.ts";
import type { Sql } from "./sql.ts";

/** Throws it away with everything in it. Whoever is not an editor can do so with what they alone have written. */
export async function discardDraft(
  sql: Sql,
  secret: SecretKey,
  at: DraftVersion,
  { memberId, anybodys }: { memberId: string; anybodys: boolean },
): Promise<void> {
  const { state } = await lockDraft(sql, at);
  if (state === "published" || state === "withdrawn") throw new Conflict("draftPublished");
  const [others] = await sql`
    select 1 from draft_revision where draft_id = ${at.id} and hand is distinct from ${handOf(secret, at.id, memberId)}`;
  if (others && !anybodys) throw new Conflict("draftOfOthers");
  if (state === "scheduled" && !anybodys) throw new Conflict("scheduledFixed");
  const pictures = await sql<{ id: string }[]>`
    select distinct picture_id as id from draft_picture where draft_id = ${at.id}`;
  await sql`delete from draft where id = ${at.id}`;
  await forgetUnused(
    sql,
    pictures.map(({ id }) => id),
  );
}
