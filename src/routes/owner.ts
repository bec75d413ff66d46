import type { Context } from "hono";
import { findSecondFactor } from "../store/second-factors.ts";
import type { Member } from "../store/members.ts";
import type { Messages } from "../text/messages.ts";
import type { Proof } from "../views/admin/proof.ts";
import { type Form, textOf } from "./form.ts";
import { originOf } from "./onion.ts";
import type { RouteOptions } from "./options.ts";
import { askForPasskey } from "./passkeys.ts";

interface Owner {
  member: Member;
  sessionId: string;
}

/** What is wrong with what was shown, by the field of the form; undefined where it is the member. */
export type OwnerCheck = (
  c: Context,
  of: Owner & { form: Form; m: Messages },
  asks?: { needsFactor?: boolean },
) => Promise<{ present?: string; code?: string } | undefined>;

const bindingOf = ({ sessionId }: Owner) => `owner ${sessionId}`;

/** What the page asks of whoever changes their own door, or decides alone. */
export async function proofOf(c: Context, options: RouteOptions, owner: Owner): Promise<Proof> {
  const { id } = owner.member;
  const factor = await findSecondFactor(options.sql, id);
  return { factor, passkey: factor && (await askForPasskey(c, options, id, bindingOf(owner))) };
}

/**
 * Whoever changes their own door, or decides alone, shows the passphrase, and a code or a passkey where they have a second factor:
 * to have found an open browser is not enough. `needsFactor` refuses those who have none.
 */
export function ownerCheck(options: RouteOptions): OwnerCheck {
  const { sql, door, config } = options;
  return async (c, { form, m, ...owner }, { needsFactor = false } = {}) => {
    const { member, sessionId } = owner;
    const words = m.account.secondFactor;
    const factor = await findSecondFactor(sql, member.id);
    if (needsFactor && !factor) return { code: m.decisions.factorFirst };
    const trying = { name: member.name, browser: sessionId };
    const passphrase = await door.checkPassphrase({ ...trying, passphrase: textOf(form, "present") });
    if (passphrase === "busy") return { present: m.admin.signIn.busy };
    if (passphrase === "tooMany") return { present: m.admin.signIn.tooMany };
    if (passphrase === "wrong") return { present: m.errors.wrongPassphrase };
    if (!factor) return undefined;
    const shown = { ...trying, memberId: member.id };
    const answer = textOf(form, "passkey");
    if (answer !== "") {
      const asked = { origin: originOf(c, config), binding: bindingOf(owner) };
      const passkey = await door.checkPasskey({ ...shown, ...asked, answer });
      if (passkey === "tooMany") return { code: words.tooMany };
      return passkey === "wrong" ? { code: m.account.passkeys.wrong } : undefined;
    }
    const code = await door.checkCode(shown, textOf(form, "code"));
    if (code === "tooMany") return { code: words.tooMany };
    return code === "wrong" ? { code: factor.key ? words.wrongKey : words.wrong } : undefined;
  };
}
