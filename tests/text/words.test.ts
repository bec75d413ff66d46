import { describe, expect, it } from "vitest";
import { formatDate, formatDateTime, formatMonth, isoDate } from "../../src/text/date.ts";
import { excerpt } from "../../src/text/excerpt.ts";
import { direction, isLanguage, languageName, postLanguages } from "../../src/text/language.ts";
import { messageLanguage, messageLanguages, messages } from "../../src/text/messages.ts";

describe("an excerpt", () => {
  it("is the text itself when it is short enough", () => {
    expect(excerpt("Short\n enough. ", 13)).toBe("Short enough.");
  });

  it("ends after a word, and within its length", () => {
    expect(excerpt("The rent is too high, and it rises", 23)).toBe("The rent is too high…");
    expect(excerpt("L’état d’urgence dure", 16)).toBe("L’état…");
  });

  it.each([1, 2, 5, 8, 20])(
    "of a text without spaces is at most %i long, and never half a character",
    (max) => {
      for (const text of [
        "🦊".repeat(30),
        "家賃が高すぎるので私たちは今日も街に出ます".repeat(2),
        "x".repeat(40),
      ]) {
        const cut = excerpt(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.endsWith("…")).toBe(true);
        expect(cut.isWellFormed()).toBe(true);
      }
    },
  );
});

describe("a language", () => {
  it.each(["en", "fr", "pt-BR", "zh-Hant", "ckb", "sr-Latn-RS"])("%s is one", (code) => {
    expect(isLanguage(code)).toBe(true);
  });

  it.each([
    "",
    "e",
    "english",
    "fr_FR",
    "en-",
    "en us",
    "*",
    "i-default",
    `en${"-abcde".repeat(9)}`,
    "<script>",
  ])("%j is none", (code) => {
    expect(isLanguage(code)).toBe(false);
    expect(languageName(code, "en")).toBe(code);
    expect(direction(code)).toBe("ltr");
  });

  it("has a name in the reader's language", () => {
    expect(languageName("ar", "fr")).toBe("arabe");
    expect(languageName("ar", "en")).toBe("Arabic");
    expect(languageName("ar", "nonsense")).toBe("Arabic");
  });

  it("is written from the right where its script is", () => {
    const fromRight = postLanguages.filter((code) => direction(code) === "rtl");
    expect(fromRight).toEqual(["ar", "fa", "ps", "ckb", "ur", "he"]);
    expect(direction("az-Arab")).toBe("rtl");
  });

  it("offered in the form is offered once, and has a name", () => {
    expect(new Set(postLanguages).size).toBe(postLanguages.length);
    for (const code of postLanguages) {
      expect(isLanguage(code)).toBe(true);
      expect(languageName(code, "en")).not.toBe(code);
    }
  });
});

describe("a page", () => {
  it("is in the language asked for, region and all, where there are messages in it, else in English", () => {
    expect(messageLanguage("fr-CH")).toBe("fr-CH");
    expect(messageLanguage("ar")).toBe("en");
  });
});

describe("messages", () => {
  it("come in the language's base, else in English", () => {
    expect(messages("fr-CH").site.home).toBe("Accueil");
    expect(messages("FR").site.home).toBe("Accueil");
    for (const code of ["en-GB", "ti", "", "__proto__"]) expect(messages(code).site.home).toBe("Home");
  });

  it("count as the language counts", () => {
    expect([0, 1, 2, 1_500].map(messages("en").site.replies)).toEqual([
      "0 replies",
      "1 reply",
      "2 replies",
      "1,500 replies",
    ]);
    expect([0, 1, 2].map(messages("fr").site.replies)).toEqual(["0 réponse", "1 réponse", "2 réponses"]);
  });

  it.each(messageLanguages)("in %s are all written", (language) => {
    const unwritten = Object.values(messages(language))
      .flatMap((catalogue) => Object.entries<unknown>(catalogue))
      .filter(([, message]) => typeof message === "string" && (message === "" || message.trim() !== message));
    expect(unwritten).toEqual([]);
  });
});

describe("a date", () => {
  const date = new Date("2026-05-01T22:30:00Z");

  it("is written in the reader's language", () => {
    expect(formatDate(date, "en-GB")).toBe("1 May 2026");
    expect(formatDate(date, "fr")).toBe("1er mai 2026");
  });

  it("is the day of the zone it is told in", () => {
    expect(formatDate(date, "fr", "Europe/Paris")).toBe("2 mai 2026");
    expect(isoDate(date)).toBe("2026-05-01");
  });

  it("with a time names its zone", () => {
    expect(formatDateTime(date, "en-GB")).toMatch(/1 May 2026.*22:30 UTC/);
    expect(formatDateTime(date, "fr", "Europe/Paris")).toMatch(/2 mai 2026.*00:30/);
    expect(formatDateTime(date, "fr-CA")).toMatch(/^1er mai 2026.*22.*30/);
    expect(formatMonth(2026, 1, "fr")).toBe("janvier 2026");
  });
});
