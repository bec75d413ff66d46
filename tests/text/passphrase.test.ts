import { expect, test } from "vitest";
import { passphraseProblem } from "../../src/text/passphrase.ts";

test.each([
  "correct horse battery",
  "a kettle on a cold stove",
  "Der Zug fährt um neun",
  "xK9#vQ2$mZ7!",
  "چهار کلمه بی ربط اینجا",
  "quatre mots sans rapport",
])("%s will do", (passphrase) => {
  expect(passphraseProblem(passphrase, ["ines", "Harbour Street"])).toBeUndefined();
});

test.each([
  ["eleven char", "passphraseTooShort"],
  ["password1234", "passphraseCommon"],
  ["P@ssw0rd2026!", "passphraseCommon"],
  ["motdepasse123!", "passphraseCommon"],
  ["aaaaaaaaaaaa", "passphraseCommon"],
  ["abcabcabcabcabc", "passphraseCommon"],
  ["qwertyuiop12", "passphraseCommon"],
  ["azertyuiop!!", "passphraseCommon"],
  ["123456789012", "passphraseCommon"],
  ["zyxwvutsrqpo", "passphraseCommon"],
  ["1qaz2wsx3edc", "passphraseCommon"],
  ["Révolution2026", "passphraseCommon"],
  ["iloveyouiloveyou", "passphraseCommon"],
  ["Ines Harbour-Street 1", "passphraseCommon"],
  [".-.-.-.-.-.-", "passphraseCommon"],
])("%s will not: %s", (passphrase, problem) => {
  expect(passphraseProblem(passphrase, ["ines", "Harbour Street"])).toBe(problem);
});

test("one of a million characters is judged at once", () => {
  expect(passphraseProblem("ab".repeat(500_000))).toBe("passphraseCommon");
});
