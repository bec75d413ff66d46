import type { Published } from "./posts.ts";
import type { Sql } from "./sql.ts";

export interface Sent {
  /** The post. */
  id: string;
  /** The form had been sent before: nothing was done now. */
  again: boolean;
}

/**
 * Publishes what a form says once, whatever ended in between: whoever presses twice gets the post of the first press. An empty
 * `once` is no form. Call it in a transaction: the second press waits until the first one's ends.
 */
export async function publishOnce(sql: Sql, once: string, publish: () => Promise<Published>): Promise<Sent> {
  if (once === "") return { id: (await publish()).id, again: false };
  const { count } = await sql`insert into sent_form (once) values (${once}) on conflict (once) do nothing`;
  if (count === 0) {
    const [first] = await sql<{ id: string }[]>`select post_id as id from sent_form where once = ${once}`;
    return { id: first!.id, again: true };
  }
  const { id } = await publish();
  await sql`update sent_form set post_id = ${id} where once = ${once}`;
  return { id, again: false };
}

/** Nobody presses for a second time after a week. */
export async function removeOldSentForms(sql: Sql, limit = 5000): Promise<number> {
  const { count } = await sql`
    delete from sent_form where once in (
      select once from sent_form where sent_on < current_date - 7 limit ${limit}
    )`;
  return count;
}
