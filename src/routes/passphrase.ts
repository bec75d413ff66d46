import { gate } from "../gate.ts";
import { findMemberByPassphrase, type Member } from "../store/members.ts";
import type { Database } from "../store/sql.ts";
import { countAttempts } from "./attempts.ts";

/** `visitor` is whoever stands at the door, as `visitorOf` tells them apart. */
export type PassphraseCheck = (
  name: string,
  passphrase: string,
  visitor?: string,
) => Promise<Member | "wrong" | "tooMany" | "busy">;

/** So many wait: one more would wait longer than anybody does. */
const mostWaiting = 20;

/**
 * Checks passphrases, slowly for those who guess. Each check takes 64 MiB: two run at once, others wait in a short line. Names of
 * members do not go before others: how long somebody waits would tell which exist.
 */
export function passphraseCheck(sql: Database): PassphraseCheck {
  const attempts = countAttempts();
  const byVisitor = countAttempts({ of: "visitor" });
  const twoAtOnce = gate(2);
  let underWay = 0;

  async function checkInTurn(name: string, passphrase: string) {
    underWay++;
    try {
      return await twoAtOnce(() => findMemberByPassphrase(sql, name, passphrase));
    } finally {
      underWay--;
    }
  }

  return async (name, passphrase, visitor) => {
    // First: whoever is turned away for the others' sake has not guessed.
    if (underWay >= mostWaiting) return "busy";
    if (visitor !== undefined && !byVisitor.begin(visitor)) return "tooMany";
    if (!attempts.begin(name)) return "tooMany";
    const member = await checkInTurn(name, passphrase);
    if (!member) return "wrong";
    attempts.succeed(name);
    if (visitor !== undefined) byVisitor.succeed(visitor);
    return member;
  };
}
