import { listBoostedPosts } from "../../store/boosts.ts";
import { countDeliveries } from "../../store/delivery-report.ts";
import { listDecisions } from "../../store/decisions.ts";
import { listDrafts } from "../../store/draft-lists.ts";
import { listTroubledHosts } from "../../store/hosts.ts";
import { listPostsForMembers } from "../../store/post-lists.ts";
import { listUndescribed } from "../../store/pictures.ts";
import { listMissedReminders } from "../../store/reminders.ts";
import { listMembers } from "../../store/members.ts";
import { listBehind } from "../../store/translations.ts";
import { listWaiting } from "../../store/waiting.ts";
import { mayActAs } from "../../views/admin/page.ts";
import { overviewPage } from "../../views/admin/overview.ts";
import type { RouteOptions } from "../options.ts";
import { type MemberApp, show } from "./visit.ts";

const mostHosts = 5;
const mostBoosted = 5;

/** The desk: what waits for whom, what was published, where it does not arrive, and who passed it on. */
export function overview(app: MemberApp, { sql, secret, config }: RouteOptions): void {
  app.get("/admin", async (c) => {
    const visit = c.get("visit");
    const posts = await listPostsForMembers(sql, { limit: 5 });
    const deliveries = await countDeliveries(
      sql,
      posts.map((post) => post.id),
    );
    const [members, decisions, undescribed, waiting, timed, reminders, behind, troubled, boosted] =
      await Promise.all([
        listMembers(sql),
        mayActAs(visit.member, "editor") ? listDecisions(sql, secret) : [],
        listUndescribed(sql),
        listWaiting(sql),
        visit.panicked ? [] : listDrafts(sql, secret, { states: ["scheduled"], limit: 100 }),
        listMissedReminders(sql),
        listBehind(sql),
        listTroubledHosts(sql, mostHosts),
        listBoostedPosts(sql, { days: 14, limit: mostBoosted }),
      ]);
    const main = overviewPage(visit, {
      posts,
      decisions,
      undescribed,
      deliveries,
      waiting,
      scheduled: timed.filter(({ overdue }) => !overdue).slice(0, 10),
      overdue: { drafts: timed.filter(({ overdue }) => overdue), reminders },
      behind,
      troubled,
      boosted,
      alone: members.length < 2,
      publicOrigin: config.publicOrigin,
    });
    return show(c, visit.m.admin.overview.title, main);
  });
}
