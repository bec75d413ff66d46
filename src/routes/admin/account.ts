import { findMailing, hasFeed } from "../../store/notifications.ts";
import { findSecondFactor } from "../../store/second-factors.ts";
import { endSession, endSessions, listSessions } from "../../store/sessions.ts";
import { accountPage } from "../../views/admin/account.ts";
import type { TypedMailing } from "../../views/admin/notices.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** What a member has here of their own: passphrase, second factor, sessions. */
export function account(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;
  app.get("/admin/account", (c) => showAccount(c, options));

  app.post("/admin/account/sessions", async (c) => {
    const { member, sessionId } = c.get("visit");
    const id = textOf(c.get("form"), "id");
    await logged(c, sql, "endSessions", member.name).begin((tx) =>
      id === "" ? endSessions(tx, member.id, { but: sessionId }) : endSession(tx, member.id, id),
    );
    return redirectDone(c, "/admin/account", "sessionsEnded");
  });
}

/** The page of the account, with what was typed into its form for mails. */
export async function showAccount(
  c: MemberContext,
  { sql, secret, config }: RouteOptions,
  typed?: TypedMailing,
): Promise<Response> {
  const visit = c.get("visit");
  const { id } = visit.member;
  const [secondFactor, sessions, withFeed, { address, ...mailing }] = await Promise.all([
    findSecondFactor(sql, id),
    listSessions(sql, id),
    hasFeed(sql, id),
    findMailing(sql, secret, id),
  ]);
  const filled = { ...mailing, address: address ?? "", errors: {}, ...typed };
  const notices = { hasFeed: withFeed, ...(config.mail && { mailing: filled }) };
  const main = accountPage(visit, { secondFactor, sessions, notices });
  return show(c, visit.m.account.title, main, typed ? 422 : 200);
}
