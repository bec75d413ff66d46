import { actorIs } from "./blocked.ts";
import { addReply, findReply, type NewReply, type ReplyEdit } from "./replies.ts";
import type { Sql } from "./sql.ts";

/** One at a time for each reply: an answer to it and the reply itself would else miss each other. */
const inTurn = (tx: Sql, id: string) => tx`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`;

/** Keeps a reply, and with it what came earlier and answers it. */
export async function keepReply(tx: Sql, reply: NewReply): Promise<void> {
  await inTurn(tx, reply.id);
  if ((await addReply(tx, reply)) && reply.postId !== null) await placeEarly(tx, reply.id, reply.postId);
}

/** Keeps an answer to what has not come yet. The caller has found no place for it, which may have come to be since. */
export async function keepEarlyReply(tx: Sql, reply: NewReply & { inReplyTo: string }): Promise<void> {
  await inTurn(tx, reply.inReplyTo);
  const answered = await findReply(tx, reply.inReplyTo);
  if (answered?.postId) return keepReply(tx, { ...reply, postId: answered.postId });
  await tx`
    insert into early_reply (id, actor_id, in_reply_to, reply, updated)
    values (${reply.id}, ${reply.actorId}, ${reply.inReplyTo}, ${tx.json(reply as never)}, ${reply.updated ?? reply.published})
    on conflict (id) do nothing`;
}

/** The author's newer version of an answer that waits for its place. */
export async function updateEarlyReply(tx: Sql, edit: ReplyEdit): Promise<boolean> {
  const { id, actorId, limited: _, ...changed } = edit;
  const rows = await tx`
    update early_reply set reply = reply || ${tx.json(changed as never)}, updated = ${edit.updated}
    where id = ${id} and actor_id = ${actorId} and ${edit.updated} > updated
    returning id`;
  return rows.length > 0;
}

export async function removeEarlyReply(tx: Sql, id: string, actorId: string): Promise<void> {
  await tx`delete from early_reply where id = ${id} and actor_id = ${actorId}`;
}

/** Gives what answers a reply its place below the same post, and what answers that. Nothing of who was blocked meanwhile. */
async function placeEarly(tx: Sql, id: string, postId: string): Promise<void> {
  let answered = [id];
  // Each is taken once, so that answers which claim to answer each other make no circle.
  while (answered.length > 0) {
    const early = await tx<{ reply: NewReply; blocked: boolean }[]>`
      delete from early_reply using actor
      where actor.id = actor_id and in_reply_to = any(${answered})
      returning reply, ${actorIs(tx, "block")} as blocked`;
    const mentions = await tx<{ id: string }[]>`
      update reply set post_id = ${postId}
      where in_reply_to = any(${answered}) and post_id is null
      returning id`;
    answered = mentions.map((mention) => mention.id);
    for (const { reply, blocked } of early) {
      if (blocked) continue;
      const { published, updated } = reply;
      await addReply(tx, {
        ...reply,
        postId,
        published: new Date(published),
        updated: updated ? new Date(updated) : null,
      });
      answered.push(reply.id);
    }
  }
}

/** Deliveries are tried again for days, but what has not come after three does not come. Returns how many were removed. */
export async function removeOldEarlyReplies(sql: Sql, limit = 5000): Promise<number> {
  const { count } = await sql`
    delete from early_reply where id in (
      select id from early_reply where received_at < now() - interval '3 days' limit ${limit}
    )`;
  return count;
}
