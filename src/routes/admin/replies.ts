import { randomUUID } from "node:crypto";
import { Invalid } from "../../errors.ts";
import type { Act } from "../../store/audit.ts";
import {
  countPendingMentions,
  countReplies,
  type Decided,
  listReplies,
  moderateReplies,
  moderateReply,
  releaseReply,
} from "../../store/replies.ts";
import { repliesPage, replyTabs } from "../../views/admin/replies.ts";
import { textOf, textsOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { showConversation, withOurs } from "./conversation.ts";
import { listPage } from "./lists.ts";
import { logged } from "./log.ts";
import { type MemberApp, redirectDone, show } from "./visit.ts";

const decisions = ["approved", "hidden", "refused"] as const;

/** As it stands in the log. */
const acts = {
  approved: "approved",
  hidden: "hidden",
  refused: "refused",
  pending: "released",
} as const satisfies Record<string, Act>;

/** More than a page shows cannot have been ticked on it. */
const mostChosen = 500;

/** What other people answered, and which of it everybody gets to see. */
export function replies(app: MemberApp, { sql }: RouteOptions): void {
  app.get("/admin/replies", async (c) => {
    const { post } = c.req.query();
    if (post !== undefined) return showConversation(c, sql, post);
    const visit = c.get("visit");
    const tab = replyTabs.find((each) => each === c.req.query("tab")) ?? "pending";
    const page = listPage(c, { tab });
    const { offset, limit } = page;
    const asked =
      tab === "mentions" || tab === "pending"
        ? { state: "pending" as const, mentions: tab === "mentions" }
        : { state: tab };
    const { items, newer, older } = page.shownOf(await listReplies(sql, { ...asked, offset, limit }));
    const [counted, mentions, listed] = await Promise.all([
      countReplies(sql),
      countPendingMentions(sql),
      withOurs(sql, items),
    ]);
    const counts = { ...counted, pending: counted.pending - mentions, mentions };
    const chosen = c.req.query("chosen") === "all";
    const main = repliesPage(visit, {
      tab,
      counts,
      replies: listed,
      chosen,
      once: randomUUID(),
      newer,
      older,
    });
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

  app.post("/admin/replies/chosen", async (c) => {
    const form = c.get("form");
    const state = [...decisions, "pending" as const].find((each) => each === textOf(form, "state"));
    if (!state) throw new Invalid("invalid", "state");
    const ids = textsOf(form, "chosen").slice(0, mostChosen);
    const { changed, left } = await logged<Decided>(c, sql, acts[state], (decided) => decided.changed).begin(
      (tx) => moderateReplies(tx, ids, state),
    );
    return redirectDone(c, "/admin/replies", "decided", { changed: changed.length, left });
  });
}
