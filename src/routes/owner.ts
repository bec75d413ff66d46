import { findSecondFactor } from "../store/second-factors.ts";
import type { Member } from "../store/members.ts";
import type { Messages } from "../text/messages.ts";
import { type Form, textOf } from "./form.ts";
import type { RouteOptions } from "./options.ts";

/** What is wrong with what was shown, by the field of the form; undefined where it is the member. */
export type OwnerCheck = (
  of: { member: Member; sessionId: string; form: Form; m: Messages },
  asks?: { needsFactor?: boolean },
) => Promise<{ present?: string; code?: string } | undefined>;

/**
 * Whoever changes their own door, or decides alone, shows the passphrase, and a code where they have a second factor: to have
 * found an open browser is not enough. `needsFactor` refuses those who have none.
 */
export function ownerCheck({ sql, door }: RouteOptions): OwnerCheck {
  return async ({ member, sessionId, form, m }, { needsFactor = false } = {}) => {
    const hasFactor = (await findSecondFactor(sql, member.id)) !== undefined;
    if (needsFactor && !hasFactor) return { code: m.decisions.factorFirst };
    const trying = { name: member.name, browser: sessionId };
    const passphrase = await door.checkPassphrase({ ...trying, passphrase: textOf(form, "present") });
    if (passphrase === "busy") return { present: m.admin.signIn.busy };
    if (passphrase === "tooMany") return { present: m.admin.signIn.tooMany };
    if (passphrase === "wrong") return { present: m.errors.wrongPassphrase };
    if (!hasFactor) return undefined;
    const code = await door.checkCode({ ...trying, memberId: member.id }, textOf(form, "code"));
    if (code === "tooMany") return { code: m.account.secondFactor.tooMany };
    return code === "wrong" ? { code: m.account.secondFactor.wrong } : undefined;
  };
}
