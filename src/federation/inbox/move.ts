import { Conflict } from "../../errors.ts";
import { recordMove } from "../../store/actors.ts";
import { findFollowing, followThere, isFollowing } from "../../store/following.ts";
import type { Sql } from "../../store/sql.ts";
import { idOf } from "../document.ts";
import { fetchActor } from "../remote-actors.ts";
import { type InboxHandler, once } from "./context.ts";

/**
 * The sender has moved to another account, which must name the old one among its aliases. Whom we follow we follow
 * there; a follower keeps receiving where it asked to, until the new account follows by itself: a server that was
 * not asked drops what is sent to it.
 */
export const onMove: InboxHandler = async (context, activity) => {
  const target = idOf(activity.document["target"]);
  if (idOf(activity.document["object"]) !== context.sender.id || !target) return;
  const moved = await fetchActor(context.sql, context.client, target);
  if (!moved.alsoKnownAs.includes(context.sender.id)) return;
  // What was fetched may be of another id than what was named.
  if ((await context.policy.severityOf([moved.id])) === "block") return;
  await once(context, activity, async (sql) => {
    await recordMove(sql, context.sender.id, moved.id);
    const wanted = (await isFollowing(sql, context.sender.id)) && !(await findFollowing(sql, moved.id));
    if (wanted) await askToFollow(sql, moved.id);
  });
};

async function askToFollow(sql: Sql, id: string): Promise<void> {
  try {
    await followThere(sql, id);
  } catch (error) {
    // An earlier Move to it has asked already.
    if (!(error instanceof Conflict)) throw error;
  }
}
