import { hasFeed } from "../../store/notifications.ts";
import { findSecondFactor } from "../../store/second-factors.ts";
import { endSession, endSessions, listSessions } from "../../store/sessions.ts";
import { accountPage } from "../../views/admin/account.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { logged } from "./log.ts";
import { type MemberApp, redirectDone, show } from "./visit.ts";

/** What a member has here of their own: passphrase, second factor, sessions. */
export function account(app: MemberApp, { sql }: RouteOptions): void {
  app.get("/admin/account", async (c) => {
    const visit = c.get("visit");
    const { id } = visit.member;
    const [secondFactor, sessions, withFeed] = await Promise.all([
      findSecondFactor(sql, id),
      listSessions(sql, id),
      hasFeed(sql, id),
    ]);
    const notices = { hasFeed: withFeed };
    return show(c, visit.m.account.title, accountPage(visit, { secondFactor, sessions, notices }));
  });

  app.post("/admin/account/sessions", async (c) => {
    const { member, sessionId } = c.get("visit");
    const id = textOf(c.get("form"), "id");
    await logged(c, sql, "endSessions", member.name).begin((tx) =>
      id === "" ? endSessions(tx, member.id, { but: sessionId }) : endSession(tx, member.id, id),
    );
    return redirectDone(c, "/admin/account", "sessionsEnded");
  });
}
