import { takeCode } from "../store/second-factors.ts";
import { countAttempts } from "./attempts.ts";
import type { RouteOptions } from "./options.ts";

export type CodeCheck = (
  member: { memberId: string; name: string },
  code: string,
) => Promise<"right" | "wrong" | "tooMany">;

/** Checks codes of second factors, slowly for those who guess: six digits are a million, and three of them are right. */
export function codeCheck({ sql, secret }: Pick<RouteOptions, "sql" | "secret">): CodeCheck {
  const attempts = countAttempts();
  return async ({ memberId, name }, code) => {
    if (!attempts.begin(name)) return "tooMany";
    if (!(await takeCode(sql, secret, { memberId, code }))) return "wrong";
    attempts.succeed(name);
    return "right";
  };
}
