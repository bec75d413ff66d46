import { renewFeed, revokeFeed } from "../../store/notifications.ts";
import { madeFeedPage } from "../../views/admin/notices.ts";
import { originOf } from "../onion.ts";
import type { RouteOptions } from "../options.ts";
import { logged } from "./log.ts";
import { type MemberApp, redirectDone, show } from "./visit.ts";

/** How a member is told that something waits. */
export function notices(app: MemberApp, { sql, config }: RouteOptions): void {
  app.post("/admin/account/feed", async (c) => {
    const visit = c.get("visit");
    const { id, name } = visit.member;
    const token = await logged(c, sql, "notices", name).begin((tx) => renewFeed(tx, id, visit.language));
    return show(c, visit.m.notices.feedMade, madeFeedPage(visit, `${originOf(c, config)}/waiting/${token}`));
  });

  app.post("/admin/account/feed/remove", async (c) => {
    const { id, name } = c.get("visit").member;
    await logged(c, sql, "notices", name).begin((tx) => revokeFeed(tx, id));
    return redirectDone(c, "/admin/account", "saved");
  });
}
