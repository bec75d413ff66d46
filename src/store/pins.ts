import { addActivity } from "./activities.ts";
import { deliverToFollowers } from "./deliveries.ts";
import { isPanicked } from "./panic.ts";
import type { Database, Sql } from "./sql.ts";

/** Mastodon and others keep the pins of an account by these, without fetching `featured` anew. */
export async function deliverPin(sql: Sql, type: "Add" | "Remove", postId: string): Promise<void> {
  await deliverToFollowers(sql, await addActivity(sql, { type, postId }));
}

/**
 * Call-outs that are over are no pins any more, unless members pinned them. The flag falls together with the Remove: however
 * many workers look, and whenever one dies, it is sent once. Returns how many were over.
 */
export async function unpinOverCallouts(sql: Database, limit = 50): Promise<number> {
  return sql.begin(async (tx) => {
    if (await isPanicked(tx)) return 0;
    const over = await tx<{ id: string; pinned: boolean }[]>`
      update post set calling = false
      where id in (
        select post.id from post
        join revision_callout on post_id = post.id and number = post.revision
        where calling and withdrawn_at is null and open_until <= now()
        order by post.id
        limit ${limit}
        for update of post skip locked
      )
      returning id, pinned_at is not null as pinned`;
    for (const { id, pinned } of over) if (!pinned) await deliverPin(tx, "Remove", id);
    return over.length;
  });
}
