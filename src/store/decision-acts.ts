import type { Act } from "./audit.ts";
import { loosenRules } from "./collective.ts";
import type { Decision, Proposal } from "./decisions.ts";
import { type Invitation, issueInvitation } from "./invitations.ts";
import { changeRole } from "./members.ts";
import { addPage, editPage, movePage, removePage } from "./pages.ts";
import { liftPanic } from "./panic.ts";
import type { SecretKey } from "./secret.ts";
import type { Sql } from "./sql.ts";

/** How the log names what a decision does, and what it does it to. */
export function actOf(proposal: Proposal): { act: Act; object: string } {
  switch (proposal.kind) {
    case "liftPanic":
      return { act: "liftPanic", object: "" };
    case "makeAdmin":
      return { act: "changeRole", object: `${proposal.name}: admin` };
    case "inviteAdmin":
      return { act: "invite", object: "admin" };
    case "loosenRules":
      return { act: "rules", object: "" };
    case "savePage":
      return { act: "savePage", object: `${proposal.page.slug} ${proposal.page.language}` };
    case "removePage":
      return { act: "removePage", object: `${proposal.slug} ${proposal.language}` };
    case "movePage":
      return { act: "orderPages", object: "" };
  }
}

/**
 * Does what was decided, in the transaction that has taken the decision. Gives the link of an invitation, which is shown once, to
 * whoever confirmed. Throws what the deed throws.
 */
export async function carryOutDecision(
  tx: Sql,
  secret: SecretKey,
  { proposal, proposer }: Decision,
): Promise<{ token: string; invitation: Invitation } | undefined> {
  switch (proposal.kind) {
    case "liftPanic":
      await liftPanic(tx);
      break;
    case "makeAdmin":
      await changeRole(tx, { id: proposal.memberId }, "admin");
      break;
    case "inviteAdmin":
      return issueInvitation(tx, secret, "admin", { by: proposer.id });
    case "loosenRules":
      await loosenRules(tx, proposal);
      break;
    case "savePage":
      await (proposal.version === undefined
        ? addPage(tx, proposal.page)
        : editPage(tx, { ...proposal.page, version: proposal.version }));
      break;
    case "removePage":
      await removePage(tx, proposal.slug, proposal.language);
      break;
    case "movePage":
      await movePage(tx, proposal.slug, proposal.direction);
  }
  return undefined;
}
