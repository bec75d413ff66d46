import { keepMove, moveActor } from "../../store/moves.ts";
import { idOf } from "../document.ts";
import { FetchFailed } from "../download.ts";
import { findMoved } from "../moves.ts";
import { type InboxHandler, once } from "./context.ts";

/** The sender has moved to another account. Where that cannot be had just now, the worker asks for it later. */
export const onMove: InboxHandler = async (context, activity) => {
  const { sender } = context;
  const target = idOf(activity.document["target"]);
  if (idOf(activity.document["object"]) !== sender.id || !target) return;
  try {
    const moved = await findMoved(context, sender.id, target);
    if (moved) await once(context, activity, (sql) => moveActor(sql, sender.id, moved));
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    await once(context, activity, async (sql) => {
      if (!(await keepMove(sql, { actorId: sender.id, target }))) throw error;
    });
  }
};
