import { Invalid } from "../../errors.ts";
import { listOwnReactions } from "../../store/allied-posts.ts";
import {
  countPendingMentions,
  countReplies,
  listReplies,
  moderateReply,
  releaseReply,
} from "../../store/replies.ts";
import { repliesPage, replyTabs } from "../../views/admin/replies.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { listPage } from "./lists.ts";
import { logged } from "./log.ts";
import { type MemberApp, redirectDone, show } from "./visit.ts";

const decisions = ["approved", "hidden", "refused"] as const;

/** What other people answered, and which of it everybody gets to see. */
export function replies(app: MemberApp, { sql }: RouteOptions): void {
  app.get("/admin/replies", async (c) => {
    const visit = c.get("visit");
    const tab = replyTabs.find((each) => each === c.req.query("tab")) ?? "pending";
    const page = listPage(c, { tab });
    const { offset, limit } = page;
    const asked =
      tab === "mentions" || tab === "pending"
        ? { state: "pending" as const, mentions: tab === "mentions" }
        : { state: tab };
    const { items, newer, older } = page.shownOf(await listReplies(sql, { ...asked, offset, limit }));
    const [counted, mentions, own] = await Promise.all([
      countReplies(sql),
      countPendingMentions(sql),
      listOwnReactions(
        sql,
        items.map((reply) => reply.id),
      ),
    ]);
    const counts = { ...counted, pending: counted.pending - mentions, mentions };
    const listed = items.map((reply) => ({
      ...reply,
      liked: own.liked.has(reply.id),
      boosted: own.boosted.has(reply.id),
    }));
    const main = repliesPage(visit, { tab, counts, replies: listed, newer, older });
    return show(c, visit.m.moderation.repliesTitle, main);
  });

  app.post("/admin/replies", async (c) => {
    const form = c.get("form");
    const id = textOf(form, "id");
    if (textOf(form, "state") === "pending") {
      await logged(c, sql, "released", id).begin((tx) => releaseReply(tx, id));
      return redirectDone(c, "/admin/replies?tab=held", "released");
    }
    const state = decisions.find((each) => each === textOf(form, "state"));
    if (!state) throw new Invalid("invalid", "state");
    await logged(c, sql, state, id).begin((tx) => moderateReply(tx, id, state));
    return redirectDone(c, "/admin/replies", state);
  });
}
