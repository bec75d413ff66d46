import { type Challenges, createChallenges } from "./challenges.ts";
import { type CodeCheck, codeCheck } from "./codes.ts";
import type { PageOptions } from "./options.ts";
import { type PasskeyCheck, passkeyCheck } from "./passkeys.ts";
import { type PassphraseCheck, passphraseCheck } from "./passphrase.ts";
import { createTickets, steps, type Tickets } from "./tickets.ts";

/** The form of a sign-in. */
export interface DoorForm {
  ticket: string;
  /** Addresses of small pictures, where the door is crowded. */
  steps: string[];
}

/** What checks whoever comes in. There is one: each check takes its memory, and those who come by any form share it. */
export interface Door {
  checkPassphrase: PassphraseCheck;
  checkCode: CodeCheck;
  checkPasskey: PasskeyCheck;
  /** What passkeys sign. */
  challenges: Challenges;
  tickets: Tickets;
  form: () => DoorForm;
}

export const stepPath = "/login/step";

export function createDoor({ sql, secret }: Pick<PageOptions, "sql" | "secret">): Door {
  const checkPassphrase = passphraseCheck(sql);
  const tickets = createTickets();
  const challenges = createChallenges();
  return {
    checkPassphrase,
    checkCode: codeCheck({ sql, secret }),
    checkPasskey: passkeyCheck({ sql, secret }, challenges),
    challenges,
    tickets,
    form() {
      const ticket = tickets.issue();
      const wanted = checkPassphrase.isCrowded() ? steps : 0;
      return {
        ticket,
        steps: Array.from({ length: wanted }, (_, number) => `${stepPath}/${ticket}/${number}.gif`),
      };
    },
  };
}
