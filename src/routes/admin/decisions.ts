import { NotFound } from "../../errors.ts";
import type { Act } from "../../store/audit.ts";
import { actOf, carryOutDecision } from "../../store/decision-acts.ts";
import {
  type Decision,
  dropDecision,
  findDecision,
  propose,
  type Proposal,
  standingTo,
  takeDecision,
} from "../../store/decisions.ts";
import { findPage } from "../../store/pages.ts";
import { decisionPage } from "../../views/admin/decisions.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { issuedInvitationPage } from "../../views/admin/invitations.ts";
import { originOf } from "../onion.ts";
import type { RouteOptions } from "../options.ts";
import { ownerCheck, proofOf } from "../owner.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** Has a second person asked, and leads to where that is said. */
export async function proposeIt(c: MemberContext, { sql, secret }: RouteOptions, proposal: Proposal) {
  const { id: memberId } = c.get("visit").member;
  const work = logged<string>(c, sql, "propose", proposal.kind);
  const id = (await work.begin((tx) => propose(tx, secret, proposal, memberId))) as string;
  return c.redirect(`/admin/decisions/${id}?done=proposed`, 303);
}

/** What waits for a second person. */
export function decisions(app: MemberApp, options: RouteOptions): void {
  const { sql, secret, config } = options;
  const checkOwner = ownerCheck(options);

  app.get("/admin/decisions/:id", async (c) => showDecision(c, await decisionOf(c)));

  app.post("/admin/decisions/:id/confirm", async (c) => carryOut(c, await decisionOf(c)));

  app.post("/admin/decisions/:id/alone", async (c) => {
    const decision = await decisionOf(c);
    const asked = { ...c.get("visit"), form: c.get("form") };
    const errors = await checkOwner(c, asked, { needsFactor: needsFactor(decision) });
    return errors ? showDecision(c, decision, errors) : carryOut(c, decision, true);
  });

  app.post("/admin/decisions/:id/refuse", async (c) => {
    const { proposal } = await decisionOf(c);
    const id = c.req.param("id");
    await logged(c, sql, "refuseProposal", proposal.kind).begin((tx) => dropDecision(tx, secret, id));
    return redirectDone(c, "/admin", "proposalRefused");
  });

  async function decisionOf(c: MemberContext): Promise<Decision> {
    const id = c.req.param("id") ?? "";
    const decision = await findDecision(sql, secret, id);
    if (!decision) throw new NotFound(`There is no decision ${id}.`);
    return decision;
  }

  async function showDecision(c: MemberContext, decision: Decision, errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const { proposal } = decision;
    const standing = await standingTo(sql, decision.id, visit.member.id);
    const [proof, present] = await Promise.all([
      standing === "alone" ? proofOf(c, options, visit) : { factor: undefined, passkey: undefined },
      proposal.kind === "savePage" ? findPage(sql, proposal.page.slug, proposal.page.language) : undefined,
    ]);
    const asksCode = proof.factor !== undefined || needsFactor(decision);
    const main = decisionPage(visit, { decision, standing, proof, asksCode, present, errors });
    return show(c, visit.m.decisions.title, main, Object.keys(errors).length > 0 ? 422 : 200);
  }

  async function carryOut(c: MemberContext, decision: Decision, alone = false): Promise<Response> {
    const visit = c.get("visit");
    const { act, object } = actOf(decision.proposal);
    const work = logged(c, named(c, act, object), "confirm", decision.proposer.name);
    const issued = await work.begin(async (tx) => {
      const by = { memberId: visit.member.id, alone };
      return carryOutDecision(tx, secret, await takeDecision(tx, secret, decision.id, by));
    });
    if (!issued) return redirectDone(c, "/admin", "proposalDone");
    const { token, invitation } = issued as NonNullable<Awaited<ReturnType<typeof carryOutDecision>>>;
    const link = `${originOf(c, config)}/invitation/${token}`;
    return show(c, visit.m.invitations.issuedTitle, issuedInvitationPage(visit, link, invitation));
  }

  const named = (c: MemberContext, act: Act, object: string) => logged(c, sql, act, object);
}

/** In the first days of a collective whoever is alone has nothing to wait for, and may have no second factor yet. */
const needsFactor = ({ aloneFrom, createdAt }: Decision) =>
  aloneFrom !== null && aloneFrom.getTime() !== createdAt.getTime();
