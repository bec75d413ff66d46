import { expect, test } from "vitest";
import { passphraseProblem } from "../../src/text/passphrase.ts";
import { chances } from "../support/chance.ts";

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
  ["jetaimelechocolat", "passphraseCommon"],
  ["Je t’aime, le chocolat !", "passphraseCommon"],
  ["liberteegalitefraternite", "passphraseCommon"],
  ["Liberté, Égalité, Fraternité 1789", "passphraseCommon"],
  ["power to the people 2026", "passphraseCommon"],
  ["ACAB ACAB antifa!", "passphraseCommon"],
  ["tout le monde déteste la police", "passphraseCommon"],
  ["correct horse battery staple", "passphraseCommon"],
])("%s will not: %s", (passphrase, problem) => {
  expect(passphraseProblem(passphrase, ["ines", "Harbour Street"])).toBe(problem);
});

test.each([
  "Harbour Street Tenants",
  "tenants union 2026",
  "Union Harbour 1998!",
  "ines-the-quay-tenants",
  "QuaiLibre QuaiLibre",
])("%s tells those who know the collective nothing new", (passphrase) => {
  const names = ["ines", "The Quay: Harbour Street Tenants Union", "quai_libre"];
  expect(passphraseProblem(passphrase, names)).toBe("passphraseCommon");
});

/** Words of the kind that dice choose, some of them common, in English, French and German. */
const diceWords =
  `abacus anchor apron basalt beetle biscuit blanket bramble bucket candle canoe carpet cello cobalt copper cradle cushion
  dagger denim ember fennel ferry filter gravel hammock hinge jigsaw kettle ladder lantern lemon magnet mitten mustard nickel
  orbit otter paddle pebble pepper piano pillow quartz radish ribbon saddle spoon stove teapot timber tulip velvet wagon walnut
  whisper zipper horse coffee summer house friend moon amour fleur chien aiguille ardoise balcon brouette caillou cerise
  citron coussin crayon cuivre échelle fenêtre feutre ficelle fougère girafe grenier hameau ivoire jonquille lavande loupe
  marmite noisette oreiller panier parapluie pinceau poivre radeau sable sapin seigle tambour tiroir tonneau velours
  Apfelbaum Besen Dachziegel Eimer Fahrrad Gurke Hammer Kessel Leiter Nadel Regen Schraube Teller Ufer Wolke`.split(
    /\s+/,
  );

test("four words that chance has chosen will do, whatever the collective is called", () => {
  const random = chances(4);
  const names = ["ines", "The Quay: Harbour Street Tenants Union", "harbour"];
  const word = () => diceWords[Math.floor(random() * diceWords.length)]!;
  const chosen = Array.from({ length: 1000 }, () => Array.from({ length: 4 }, word)).filter(
    (words) => new Set(words).size === 4,
  );
  const common = new Set(["horse", "coffee", "summer", "house", "friend", "moon", "amour", "fleur", "chien"]);
  const fair = chosen.filter((words) => words.filter((each) => common.has(each)).length < 3);
  expect(fair.length).toBeGreaterThan(800);
  for (const separator of [" ", "-", ""]) {
    const refused = fair
      .map((words) => words.join(separator))
      .filter((each) => passphraseProblem(each, names));
    expect(refused.filter((each) => each.length >= 12)).toEqual([]);
  }
});

test("one of a million characters is judged at once", () => {
  expect(passphraseProblem("ab".repeat(500_000))).toBe("passphraseCommon");
});
