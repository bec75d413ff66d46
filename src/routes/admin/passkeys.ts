import { Conflict, Invalid } from "../../errors.ts";
import { addPasskey, checkMade } from "../../store/passkeys.ts";
import { endSessions } from "../../store/sessions.ts";
import { secondFactorPath } from "../../views/admin/account.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { newPasskeyPage } from "../../views/admin/passkeys.ts";
import { recoveryCodesPage } from "../../views/admin/second-factor.ts";
import { lineOf, textOf } from "../form.ts";
import { originOf } from "../onion.ts";
import type { RouteOptions } from "../options.ts";
import { askForNewPasskey } from "../passkeys.ts";
import { showFactorChoice } from "./factor-choice.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** The challenge of the page shows that passphrase and second factor were right a moment ago. */
const bindingOf = (c: MemberContext) => `add ${c.get("visit").sessionId}`;

/** A member adds a passkey: a second factor, or one that opens the door by itself. */
export function passkeys(app: MemberApp, options: RouteOptions): void {
  const { sql, door, config } = options;

  app.post(`${secondFactorPath}/passkeys`, async (c) => {
    const visit = c.get("visit");
    const { id: memberId, name: memberName } = visit.member;
    const form = c.get("form");
    const alone = textOf(form, "alone") === "on";
    const takeChallenge = (challenge: string) => door.challenges.spend(challenge, bindingOf(c));
    const expected = { origin: originOf(c, config), takeChallenge };
    const made = await checkMade(textOf(form, "passkey"), expected, { alone });
    const words = visit.m.account.passkeys;
    if (!made) return showFactorChoice(c, options, { "kind-passkey": words.notMade });
    try {
      const work = logged<string[] | undefined>(c, sql, "addPasskey", memberName);
      const codes = (await work.begin((tx) =>
        addPasskey(tx, made, { memberId, name: lineOf(form, "passkeyName"), alone }),
      )) as string[] | undefined;
      // Whoever was signed in elsewhere has shown no passkey there.
      await endSessions(sql, memberId, { but: visit.sessionId });
      if (!codes) return redirectDone(c, secondFactorPath, "passkeyAdded");
      const main = recoveryCodesPage(visit, codes, { isNew: true });
      return show(c, visit.m.account.secondFactor.codesTitle, main);
    } catch (error) {
      const known: Record<string, string> = words.problems;
      if (!(error instanceof Invalid || error instanceof Conflict) || !Object.hasOwn(known, error.message))
        throw error;
      return showNewPasskey(c, options, { passkeyName: known[error.message] });
    }
  });
}

/** The page on which the device makes its key, for whoever has just shown that it is them. */
export async function showNewPasskey(c: MemberContext, options: RouteOptions, errors: FieldErrors = {}) {
  const visit = c.get("visit");
  const form = c.get("form");
  const of = { memberId: visit.member.id, siteName: visit.collective.name, binding: bindingOf(c) };
  const ask = await askForNewPasskey(c, options, of);
  const typed = { name: lineOf(form, "passkeyName"), alone: textOf(form, "alone") === "on" };
  const main = newPasskeyPage(visit, { ask, ...typed, errors });
  return show(c, visit.m.account.passkeys.addTitle, main, Object.keys(errors).length > 0 ? 422 : 200);
}
