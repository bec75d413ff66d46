import { countDeliveries } from "../../store/delivery-report.ts";
import { listPostsForMembers } from "../../store/post-lists.ts";
import { listUndescribed } from "../../store/pictures.ts";
import { listMembers } from "../../store/members.ts";
import { overviewPage } from "../../views/admin/overview.ts";
import type { RouteOptions } from "../options.ts";
import { type MemberApp, show } from "./visit.ts";

export function overview(app: MemberApp, { sql, config }: RouteOptions): void {
  app.get("/admin", async (c) => {
    const visit = c.get("visit");
    const posts = await listPostsForMembers(sql, { limit: 5 });
    const deliveries = await countDeliveries(
      sql,
      posts.map((post) => post.id),
    );
    const alone = (await listMembers(sql)).length < 2;
    const undescribed = await listUndescribed(sql);
    const main = overviewPage(visit, {
      posts,
      undescribed,
      deliveries,
      alone,
      publicOrigin: config.publicOrigin,
    });
    return show(c, visit.m.admin.overview.title, main);
  });
}
