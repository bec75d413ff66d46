import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addMember } from "../../src/store/members.ts";
import {
  confirmSecondFactor,
  findOfferedSecret,
  findSecondFactor,
  offerSecondFactor,
  takeCode,
} from "../../src/store/second-factors.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let memberId: string;
let codeAt: (seconds: number) => string;
let recoveryCodes: string[];

const secret = randomBytes(32);
/** The middle of a step, so that 30 seconds more or less are the next step or the one before. */
const noon = Date.UTC(2026, 5, 1, 12, 0, 15);
const at = (seconds: number) => new Date(noon + seconds * 1000);
const take = (code: string, seconds: number) =>
  takeCode(database.sql, secret, { memberId, code, now: at(seconds) });

beforeAll(async () => {
  database = await testDatabase();
  const member = { name: "ines", role: "writer", passphrase: "correct horse battery" } as const;
  ({ id: memberId } = await addMember(database.sql, member));
});
afterAll(() => database.drop());

beforeEach(async () => {
  const { sql } = database;
  await offerSecondFactor(sql, secret, memberId);
  const totp = new TOTP({ secret: Secret.fromBase32((await findOfferedSecret(sql, secret, memberId))!) });
  codeAt = (seconds) => totp.generate({ timestamp: noon + seconds * 1000 });
  // As of an hour ago, so that the codes of the tests are still to come.
  const confirmed = { memberId, code: codeAt(-3600), now: at(-3600) };
  recoveryCodes = (await confirmSecondFactor(sql, secret, confirmed))!;
});

test("a code is taken once, from 30 seconds before to 30 seconds after its time", async () => {
  expect(await take(codeAt(0), 60)).toBe(false);
  expect(await take(codeAt(0), -60)).toBe(false);
  expect(await take(codeAt(0), 30)).toBe(true);
  expect(await take(codeAt(0), 30)).toBe(false);
  expect(await take(codeAt(60), 30)).toBe(true);
});

test("no code older than the last one that was taken is good", async () => {
  expect(await take(codeAt(30), 0)).toBe(true);
  expect(await take(codeAt(0), 0)).toBe(false);
});

test("of ten who bring the same code at once, one gets in", async () => {
  const taken = await Promise.all(Array.from({ length: 10 }, () => take(codeAt(0), 0)));
  expect(taken.filter(Boolean)).toHaveLength(1);
});

test("a recovery code is used up by being used, however it is written", async () => {
  const [first = "", second = ""] = recoveryCodes;
  expect(recoveryCodes).toHaveLength(10);
  expect(await take(first.toUpperCase().replaceAll("-", " "), 0)).toBe(true);
  expect(await take(first, 0)).toBe(false);
  expect(await take(second, 0)).toBe(true);
  expect(await findSecondFactor(database.sql, memberId)).toMatchObject({ recoveryCodesLeft: 8 });
});

test("an offer changes nothing until a code has confirmed it", async () => {
  await offerSecondFactor(database.sql, secret, memberId);
  const wrong = { memberId, code: codeAt(0), now: at(0) };
  expect(await confirmSecondFactor(database.sql, secret, wrong)).toBeUndefined();
  expect(await take(codeAt(0), 0)).toBe(true);
});

test("neither secret nor recovery codes lie in clear in the database", async () => {
  await offerSecondFactor(database.sql, secret, memberId);
  const offered = (await findOfferedSecret(database.sql, secret, memberId))!;
  const rows = await database.sql`
    select to_jsonb(second_factor)::text || to_jsonb(second_factor_offer)::text as whole
    from second_factor, second_factor_offer
    union all select to_jsonb(recovery_code)::text from recovery_code`;
  const stored = rows.map(({ whole }) => whole).join("\n");
  expect(stored).toContain("secret_jwe");
  for (const clear of [offered, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll("-", ""))]) {
    expect(stored).not.toContain(clear);
  }
});
