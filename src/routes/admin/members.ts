import { Conflict, Invalid } from "../../errors.ts";
import { listInvitations } from "../../store/invitations.ts";
import {
  changeRole,
  findMember,
  isRole,
  listMembers,
  removeMember,
  restoreMember,
  setPassphrase,
  suspendMember,
} from "../../store/members.ts";
import { listAlike } from "../../store/members-alike.ts";
import { refuseInPanic } from "../../store/panic.ts";
import {
  isSecondFactorRequired,
  requireSecondFactor,
  resetSecondFactor,
} from "../../store/second-factors.ts";
import { endSessions } from "../../store/sessions.ts";
import { passphraseProblem } from "../../text/passphrase.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { membersPage, passphrasePage } from "../../views/admin/members.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { startSession } from "../session.ts";
import { proposeIt } from "./decisions.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show, showRefusal } from "./visit.ts";

/** The members: their roles, and their passphrases. */
export function members(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;

  async function showList(c: MemberContext, errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const [members, alike, invitations, required] = await Promise.all([
      listMembers(sql),
      listAlike(sql),
      listInvitations(sql),
      isSecondFactorRequired(sql),
    ]);
    const main = membersPage(visit, { members, alike, invitations, required, errors });
    return show(c, visit.m.settings.membersTitle, main, Object.keys(errors).length > 0 ? 422 : 200);
  }

  app.get("/admin/members", (c) => showList(c));

  app.post("/admin/members/passphrase", async (c) => {
    const form = c.get("form");
    try {
      await logged<string>(c, sql, "setPassphrase", nameAsItWas).begin(async (tx) => {
        await refuseInPanic(tx);
        return setPassphrase(tx, memberOf(c), textOf(form, "newPassphrase"));
      });
    } catch (error) {
      const wrong = problemOf(c, error);
      if (!wrong) throw error;
      return showList(c, { "invite-title": wrong.passphrase });
    }
    return redirectDone(c, "/admin/members", "passphraseSet");
  });

  app.post("/admin/members/remove", (c) =>
    unlessRefused(c, showList, async () => {
      const work = logged<string>(c, sql, "removeMember", nameAsItWas);
      await work.begin((tx) => removeMember(tx, memberOf(c)));
      return redirectDone(c, "/admin/members", "memberRemoved");
    }),
  );

  standing(app, options, showList);
  ownPassphrase(app, options);
  othersDoors(app, options);
}

/** Whom the form is about: a name may look like another's, an id is one member's alone. */
const memberOf = (c: MemberContext) => ({ id: textOf(c.get("form"), "id") });

const nameAsItWas = (name: string | undefined) => name;

type ShowList = (c: MemberContext, errors: FieldErrors) => Promise<Response>;

/** What must not happen to this member is said above the list. */
async function unlessRefused(
  c: MemberContext,
  showList: ShowList,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    const { errors } = c.get("visit").m;
    return showList(c, { members: error.message === "lastAdmin" ? errors.lastAdmin : errors.ownMembership });
  }
}

/** Who is kept out, and who may do what. */
function standing(app: MemberApp, options: RouteOptions, showList: ShowList): void {
  const { sql } = options;
  app.post("/admin/members/suspend", (c) =>
    unlessRefused(c, showList, async () => {
      const { id: by } = c.get("visit").member;
      const work = logged<string | undefined>(c, sql, "suspendMember", nameAsItWas);
      await work.begin((tx) => suspendMember(tx, memberOf(c), { by }));
      return redirectDone(c, "/admin/members", "memberSuspended");
    }),
  );

  app.post("/admin/members/restore", async (c) => {
    const work = logged<string | undefined>(c, sql, "restoreMember", nameAsItWas);
    await work.begin(async (tx) => {
      await refuseInPanic(tx);
      return restoreMember(tx, memberOf(c));
    });
    return redirectDone(c, "/admin/members", "memberRestored");
  });

  app.post("/admin/members/role", (c) =>
    unlessRefused(c, showList, async () => {
      const { m, member } = c.get("visit");
      const role = textOf(c.get("form"), "role");
      if (!isRole(role)) return showRefusal(c, 422, m.errors.unknownRole);
      const { id: memberId, name, role: present } = await findMember(sql, memberOf(c));
      if (role === "admin" && present !== "admin") {
        return proposeIt(c, options, { kind: "makeAdmin", memberId, name });
      }
      const work = logged<string | undefined>(
        c,
        sql,
        "changeRole",
        (changed) => changed && `${changed}: ${role}`,
      );
      await work.begin(async (tx) => {
        await refuseInPanic(tx);
        return changeRole(tx, memberOf(c), role, { by: member.id });
      });
      return redirectDone(c, "/admin/members", "roleChanged");
    }),
  );
}

/** What admins may do about how others sign in. */
function othersDoors(app: MemberApp, { sql }: RouteOptions): void {
  app.post("/admin/members/sessions", async (c) => {
    const id = textOf(c.get("form"), "id");
    const name = (await listMembers(sql)).find((member) => member.id === id)?.name ?? "";
    await logged(c, sql, "endSessions", name).begin((tx) => endSessions(tx, id));
    return redirectDone(c, "/admin/members", "sessionsEnded");
  });

  app.post("/admin/members/second-factor", async (c) => {
    await logged<string>(c, sql, "resetSecondFactor", nameAsItWas).begin(async (tx) => {
      await refuseInPanic(tx);
      return resetSecondFactor(tx, memberOf(c));
    });
    return redirectDone(c, "/admin/members", "secondFactorReset");
  });

  app.post("/admin/members/second-factor-required", async (c) => {
    const required = textOf(c.get("form"), "required") === "on";
    await logged(c, sql, "requireSecondFactor", required ? "+" : "−").begin((tx) =>
      requireSecondFactor(tx, required),
    );
    return redirectDone(c, "/admin/members", "saved");
  });
}

/** Every member changes their own passphrase; who only found an open browser cannot. */
function ownPassphrase(app: MemberApp, options: RouteOptions): void {
  const { sql, door } = options;

  function showForm(c: MemberContext, errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const main = passphrasePage(visit, errors);
    return show(c, visit.m.settings.passphraseTitle, main, Object.keys(errors).length > 0 ? 422 : 200);
  }

  app.get("/admin/passphrase", (c) => showForm(c));

  app.post("/admin/passphrase", async (c) => {
    const form = c.get("form");
    const { member, m, collective, sessionId } = c.get("visit");
    const passphrase = textOf(form, "passphrase");
    const problem = passphraseProblem(passphrase, [member.name, collective.name, collective.handle]);
    if (problem) return showForm(c, { passphrase: m.errors[problem] });
    if (passphrase !== textOf(form, "passphraseAgain")) {
      return showForm(c, { passphraseAgain: m.errors.passphrasesDiffer });
    }
    const trying = { name: member.name, browser: sessionId };
    const checked = await door.checkPassphrase({ ...trying, passphrase: textOf(form, "present") });
    if (checked === "busy") return showForm(c, { present: m.admin.signIn.busy });
    if (checked === "tooMany") return showForm(c, { present: m.admin.signIn.tooMany });
    if (checked === "wrong") return showForm(c, { present: m.errors.wrongPassphrase });
    await logged(c, sql, "setPassphrase", member.name).begin((tx) =>
      setPassphrase(tx, { id: member.id }, passphrase, { own: true }),
    );
    await startSession(c, options, member.id);
    return redirectDone(c, "/admin", "passphraseSet");
  });
}

function problemOf(c: MemberContext, error: unknown): FieldErrors | undefined {
  const { errors } = c.get("visit").m;
  if (!(error instanceof Invalid) || error.field === undefined) return undefined;
  const known: Record<string, string> = errors;
  return { [error.field]: known[error.key] ?? errors.invalid };
}
