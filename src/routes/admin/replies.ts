import { randomUUID } from "node:crypto";
import { Invalid } from "../../errors.ts";
import type { Act } from "../../store/audit.ts";
import {
  type Decided,
  listReplies,
  moderateReplies,
  moderateReply,
  releaseReply,
} from "../../store/replies.ts";
import { repliesPage, replyTabs } from "../../views/admin/replies.ts";
import { textOf, textsOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { countTabs, showConversation, withOurs } from "./conversation.ts";
import { showHeld } from "./held.ts";
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
    const { post, host } = c.req.query();
    if (post !== undefined) return showConversation(c, sql, post);
    const tab = replyTabs.find((each) => each === c.req.query("tab")) ?? "pending";
    if (tab === "held" && host === undefined) return showHeld(c, sql);
    const visit = c.get("visit");
    const page = listPage(c, { tab, ...(host !== undefined && { host }) });
    const { offset, limit } = page;
    const asked =
      tab === "mentions" || tab === "pending"
        ? { state: "pending" as const, mentions: tab === "mentions" }
        : { state: tab };
    const found = await listReplies(sql, { ...asked, ...(host !== undefined && { host }), offset, limit });
    const { items, newer, older } = page.shownOf(found);
    const [counts, listed] = await Promise.all([countTabs(sql), withOurs(sql, items)]);
    const chosen = c.req.query("chosen") === "all";
    const list = { tab, counts, replies: listed, chosen, once: randomUUID(), host, newer, older };
    return show(c, visit.m.moderation.repliesTitle, repliesPage(visit, list));
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
