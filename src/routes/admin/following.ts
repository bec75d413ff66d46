import { Conflict } from "../../errors.ts";
import { listFollowing, requestFollowing, stopFollowing } from "../../store/following.ts";
import { readAccount } from "../../text/handle.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { followingPage } from "../../views/admin/people.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

export function following(app: MemberApp, { sql }: RouteOptions): void {
  async function showList(c: MemberContext, typed = "", errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const main = followingPage(visit, { following: await listFollowing(sql, { limit: 500 }), typed, errors });
    return show(c, visit.m.moderation.followingTitle, main, errors.handle ? 422 : 200);
  }

  app.get("/admin/following", (c) => showList(c));

  app.post("/admin/following", async (c) => {
    const { errors } = c.get("visit").m;
    const typed = textOf(c.get("form"), "handle").trim();
    const handle = readAccount(typed);
    if (handle === undefined) return showList(c, typed, { handle: errors.followHandle });
    try {
      await logged(c, sql, "follow", handle).begin((tx) => requestFollowing(tx, handle));
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const problem = error.message === "followBlocked" ? "followBlocked" : "followedAlready";
      return showList(c, typed, { handle: errors[problem] });
    }
    return redirectDone(c, "/admin/following", "followAsked");
  });

  app.post("/admin/following/stop", async (c) => {
    const handle = textOf(c.get("form"), "handle");
    await stopFollowing(logged(c, sql, "unfollow", handle), handle);
    return redirectDone(c, "/admin/following", "followStopped");
  });
}
