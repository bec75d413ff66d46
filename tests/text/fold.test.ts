import { describe, expect, test } from "vitest";
import { fold } from "../../src/text/fold.ts";
import { highlight } from "../../src/text/highlight.ts";
import { readQuery, searchConfiguration } from "../../src/text/search.ts";

describe("folding", () => {
  test.each([
    ["Été, où l’Œuvre naît ÇÀ !", "ete ou l oeuvre nait ca"],
    ["Straße Łódź smørrebrød İstanbul", "strasse lodz smorrebrod istanbul"],
    ["Ἀθῆναι, Αθήνα", "αθηναι αθηνα"],
    ["مُظَاهَرَةٌ كـــبيرة أحمد آدم", "مظاهره كبيره احمد ادم"],
    ["ایران کتاب", "ايران كتاب"],
    ["שָׁלוֹם", "שלום"],
    ["Ёлка и мой дом", "елка и мой дом"],
    ["हिन्दी में", "हिन्दी में"],
    ["がか", "が か"],
    ["罢工", "罢 工"],
    ["한국어", "한국어"],
    ["day-fifty: 41 homes (https://example.org/a_b)", "day fifty 41 homes https example org a b"],
    ["<b>\u0000&amp;'; drop table", "b amp drop table"],
    ["", ""],
  ])("%s", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test("twice is the same as once", () => {
    for (const text of ["Été à Łódź", "مُظَاهَرَةٌ", "がか İ ß ﬁ ½"]) expect(fold(fold(text))).toBe(fold(text));
  });
});

describe("what a reader types", () => {
  test.each([
    ["loyer été", "loyer ete", ["loyer", "ete"]],
    ["« l’été chaud » loyer", '"l ete chaud" loyer', ["l", "ete", "chaud", "loyer"]],
    ['rent "open quote', "rent open quote", ["rent", "open", "quote"]],
    ["rent -landlord -day-fifty", 'rent -landlord -"day fifty"', ["rent"]],
    ["- ! & | ( ) :* <->", "", []],
    ["-rent", "-rent", []],
  ])("%s", (typed, query, words) => {
    expect(readQuery(typed)).toEqual({ query, words });
  });

  test("is cut at 200 characters", () => {
    expect(readQuery("a".repeat(5000)).query).toHaveLength(200);
  });
});

test("a language has the configuration of its base, or none", () => {
  expect(["fr-CH", "EN", "ar", "fa", "zh-Hant", "", "__proto__"].map(searchConfiguration)).toEqual([
    "french",
    "english",
    "arabic",
    "simple",
    "simple",
    "simple",
    "simple",
  ]);
});

describe("an excerpt", () => {
  const marked = (text: string, words: string[]) =>
    highlight(text, words)
      .map(({ text, found }) => (found ? `[${text}]` : text))
      .join("");

  test("marks the words as they are written, with accents and endings", () => {
    expect(marked("L’Été, les loyers montent.", ["ete", "loyer"])).toBe("L’[Été], les [loyers] montent.");
  });

  test("shows the words around the first that was found", () => {
    const text = `${"before ".repeat(100)}the boiler is lit ${"after ".repeat(100)}`;
    const shown = marked(text, ["boiler"]);
    expect(shown).toMatch(/^… before .*the \[boiler\] is lit after .* …$/);
    expect(shown.length).toBeLessThan(300);
  });

  test("is where the most of the words stand together", () => {
    const text = `Rent. ${"before ".repeat(100)}the rent, the rent and the boiler ${"after ".repeat(100)}`;
    expect(marked(text, ["rent", "boiler"])).toContain("[rent], the [rent] and the [boiler]");
  });

  test("is the beginning where nothing was found, and the whole of a short text", () => {
    expect(marked("A lamp.", ["boiler"])).toBe("A lamp.");
    expect(marked("word ".repeat(200), ["boiler"])).toMatch(/^word .* …$/);
  });

  test("marks no word that only begins alike", () => {
    expect(marked("A rent, a rentier’s rentierdomhood, an art.", ["rent", "ar"])).toBe(
      "A [rent], a [rentier]’s rentierdomhood, an art.",
    );
  });

  test("of one endless word is cut, and never through a character", () => {
    const shown = highlight("😀".repeat(1000), ["x"])
      .map(({ text }) => text)
      .join("");
    expect(shown.isWellFormed()).toBe(true);
    expect(shown.length).toBeLessThan(300);
  });
});
