import { Invalid } from "../../errors.ts";
import { countFollowers, decideFollower, listDepartures, listFollowers } from "../../store/followers.ts";
import { groupId } from "../../text/address.ts";
import { followersPage } from "../../views/admin/people.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { listPage } from "./lists.ts";
import { logged } from "./log.ts";
import { type MemberApp, redirectDone, show } from "./visit.ts";

export function followers(app: MemberApp, { sql, config }: RouteOptions): void {
  app.get("/admin/followers", async (c) => {
    const visit = c.get("visit");
    const page = listPage(c);
    const { offset, limit } = page;
    const [pending, found, count, departures] = await Promise.all([
      listFollowers(sql, { state: "pending", limit: 100 }),
      listFollowers(sql, { state: "accepted", offset, limit }),
      countFollowers(sql),
      listDepartures(sql, 100),
    ]);
    const { items, newer, older } = page.shownOf(found);
    const main = followersPage(visit, { pending, accepted: items, count, departures, newer, older });
    return show(c, visit.m.moderation.followersTitle, main);
  });

  app.post("/admin/followers", async (c) => {
    const form = c.get("form");
    const id = textOf(form, "id");
    const decision = textOf(form, "decision");
    if (decision === "Accept") {
      await decideFollower(logged(c, sql, "acceptFollower", id), id, "Accept", groupId(config.origin));
      return redirectDone(c, "/admin/followers", "accepted");
    }
    // A Reject also ends a follow that stood, so that the other server does not go on showing it.
    if (decision !== "Reject" && decision !== "remove") throw new Invalid("invalid", "decision");
    await decideFollower(logged(c, sql, "rejectFollower", id), id, "Reject", groupId(config.origin));
    return redirectDone(c, "/admin/followers", decision === "Reject" ? "rejected" : "followerRemoved");
  });
}
