import { randomUUID } from "node:crypto";
import { NotFound } from "../../errors.ts";
import { findActorHistory, listNeighbours } from "../../store/actor-history.ts";
import { listReplies } from "../../store/replies.ts";
import { actorPage } from "../../views/admin/actor-history.ts";
import type { RouteOptions } from "../options.ts";
import { withOurs } from "./conversation.ts";
import { listPage } from "./lists.ts";
import { type MemberApp, show } from "./visit.ts";

const mostNeighbours = 20;

/** What an account of another server did here before. */
export function actors(app: MemberApp, { sql }: RouteOptions): void {
  app.get("/admin/actors", async (c) => {
    const visit = c.get("visit");
    const { id = "", chosen } = c.req.query();
    const history = await findActorHistory(sql, id);
    if (!history) throw new NotFound(`${id} has not reached this server.`);
    const page = listPage(c, { id });
    const { offset, limit } = page;
    const [neighbours, found] = await Promise.all([
      listNeighbours(sql, history.actor, mostNeighbours + 1),
      listReplies(sql, { actorId: id, offset, limit }),
    ]);
    const { items, newer, older } = page.shownOf(found);
    const main = actorPage(visit, {
      history,
      neighbours: neighbours.slice(0, mostNeighbours),
      cut: neighbours.length > mostNeighbours,
      replies: await withOurs(sql, items),
      chosen: chosen === "all",
      once: randomUUID(),
      newer,
      older,
    });
    return show(c, visit.m.conversation.history.title, main);
  });
}
