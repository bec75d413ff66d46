import { setTimeout as sleep } from "node:timers/promises";
import { findMemberByPassphrase, type Member } from "../store/members.ts";
import type { Database } from "../store/sql.ts";
import { normal } from "../text/normal.ts";
import { countTries, type Trying } from "./attempts.ts";
import { createLine, type Place } from "./line.ts";
import type { Shown } from "./tickets.ts";

export interface Entering extends Trying {
  passphrase: string;
  /** What the form has shown, if it has. */
  shown?: Shown | undefined;
  /** Aborts when whoever asks has gone. */
  signal?: AbortSignal | undefined;
}

export type PassphraseCheck = ((entering: Entering) => Promise<Member | "wrong" | "tooMany" | "busy">) & {
  /** Whether more come than can be checked. */
  isCrowded: () => boolean;
};

/** So many wait: one more would wait longer than anybody does. */
const mostWaiting = 18;
/** From so many on the line is long. It counts as crowded for some time, since whoever is shown the form now comes later. */
const many = 6;
const crowdedFor = 60_000;

/**
 * Checks passphrases, slowly for those who guess. Each check takes 64 MiB: two run at once, others wait in a short line, in the
 * order of `goesBefore`, and browsers that a member is known in have a line of their own. Names of members do not go before
 * others: how long somebody waits would tell which exist.
 */
export function passphraseCheck(sql: Database, now: () => number = Date.now): PassphraseCheck {
  const begin = countTries(now);
  const lines = {
    known: createLine({ running: 1, most: mostWaiting }),
    strange: createLine({ running: 2, most: mostWaiting }),
  };
  let crowdedUntil = -Infinity;
  const isCrowded = () => {
    if (lines.strange.waiting() >= many) crowdedUntil = now() + crowdedFor;
    return now() < crowdedUntil;
  };

  async function check(entering: Entering): Promise<Member | "wrong" | "tooMany" | "busy"> {
    const { name, passphrase, browser, shown, signal } = entering;
    const crowded = isCrowded();
    const attempt = begin(entering);
    if (!attempt) return "tooMany";
    // Where nobody waits nobody has to; and whoever is too quick for a person waits like one.
    if (browser === undefined && shown && crowded) await sleep(Math.max(shown.from - now(), 0));
    const line = browser === undefined ? lines.strange : lines.known;
    const found = await line.pass(placeOf(entering, now), async () => {
      if (signal?.aborted) return undefined;
      return { member: await findMemberByPassphrase(sql, name, passphrase) };
    });
    if (!found) {
      crowdedUntil = now() + crowdedFor;
      attempt.takeBack();
      return "busy";
    }
    if (!found.member) return "wrong";
    attempt.succeed();
    return found.member;
  }

  return Object.assign(check, { isCrowded });
}

/** Behind a form whose every picture was fetched; behind a form; and without any. */
function placeOf({ name, shown }: Entering, now: () => number): Place {
  const rank = shown ? (shown.stepped ? 2 : 1) : 0;
  return { name: normal(name, "NFKC").trim().toLowerCase(), rank, since: shown?.issued ?? now() };
}
