import { issueInvitation, revokeInvitation } from "../../store/invitations.ts";
import { isRole } from "../../store/members.ts";
import { refuseInPanic } from "../../store/panic.ts";
import { issuedInvitationPage } from "../../views/admin/invitations.ts";
import { textOf } from "../form.ts";
import { originOf } from "../onion.ts";
import type { RouteOptions } from "../options.ts";
import { proposeIt } from "./decisions.ts";
import { logged } from "./log.ts";
import { type MemberApp, redirectDone, show, showRefusal } from "./visit.ts";

/** Links that let somebody in. Each is shown once, to the admin who made it. */
export function invitations(app: MemberApp, options: RouteOptions): void {
  const { sql, config, secret } = options;
  app.post("/admin/members/invitations", async (c) => {
    const visit = c.get("visit");
    const role = textOf(c.get("form"), "role");
    if (!isRole(role)) return showRefusal(c, 422, visit.m.errors.unknownRole);
    if (role === "admin") return proposeIt(c, options, { kind: "inviteAdmin" });
    const { token, invitation } = await logged(c, sql, "invite", role).begin(async (tx) => {
      await refuseInPanic(tx);
      return issueInvitation(tx, secret, role, { by: visit.member.id });
    });
    const link = `${originOf(c, config)}/invitation/${token}`;
    return show(c, visit.m.invitations.issuedTitle, issuedInvitationPage(visit, link, invitation));
  });

  app.post("/admin/members/invitations/revoke", async (c) => {
    const id = textOf(c.get("form"), "id");
    await logged(c, sql, "revokeInvitation", id).begin((tx) => revokeInvitation(tx, id));
    return redirectDone(c, "/admin/members", "invitationRevoked");
  });
}
