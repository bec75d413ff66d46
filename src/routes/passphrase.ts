import { gate } from "../gate.ts";
import { findMemberByPassphrase, type Member } from "../store/members.ts";
import type { Database } from "../store/sql.ts";
import { countAttempts } from "./attempts.ts";

/** `visitor` is whoever stands at the door, as `visitorOf` tells them apart. */
export type PassphraseCheck = (
  name: string,
  passphrase: string,
  visitor?: string,
) => Promise<Member | "wrong" | "tooMany">;

/** Checks passphrases, slowly for those who guess. Each check takes 64 MiB: two run at once, others wait in line. */
export function passphraseCheck(sql: Database): PassphraseCheck {
  const attempts = countAttempts();
  const byVisitor = countAttempts({ of: "visitor" });
  const twoAtOnce = gate(2);
  return async (name, passphrase, visitor) => {
    if (visitor !== undefined && !byVisitor.begin(visitor)) return "tooMany";
    if (!attempts.begin(name)) return "tooMany";
    const member = await twoAtOnce(() => findMemberByPassphrase(sql, name, passphrase));
    if (!member) return "wrong";
    attempts.succeed(name);
    if (visitor !== undefined) byVisitor.succeed(visitor);
    return member;
  };
}
