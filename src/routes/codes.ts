import { takeCode } from "../store/second-factors.ts";
import { countTries, type Trying } from "./attempts.ts";
import type { PageOptions } from "./options.ts";

export type CodeCheck = (
  trying: Trying & { memberId: string },
  code: string,
) => Promise<"right" | "wrong" | "tooMany">;

/**
 * Checks codes of second factors, slowly for those who guess: six digits are a million, and three of them are right, of a key twenty. Whoever has
 * found out a passphrase, and guesses, keeps the member out neither in a browser that is remembered nor, where visitors are told
 * apart, elsewhere.
 */
export function codeCheck({ sql, secret }: Pick<PageOptions, "sql" | "secret">): CodeCheck {
  const begin = countTries();
  return async ({ memberId, ...trying }, code) => {
    const attempt = begin(trying);
    if (!attempt) return "tooMany";
    if (!(await takeCode(sql, secret, { memberId, code }))) return "wrong";
    attempt.succeed();
    return "right";
  };
}
