import { describe, expect, it } from "vitest";
import { hashtagName, hashtagSlug, parseTags } from "../../src/text/hashtag.ts";

describe("the hashtag of a tag", () => {
  it.each([
    ["freedom of movement", "FreedomOfMovement"],
    ["housing", "housing"],
    ["Liberté d’aller et venir", "LibertéDAllerEtVenir"],
    ["éducation populaire", "ÉducationPopulaire"],
    ["Port-Sauvage", "PortSauvage"],
    ["#solidarity", "solidarity"],
    ["8 March", "8March"],
    ["حرية التنقل", "حريةالتنقل"],
    ["LGBT rights", "LGBTRights"],
  ])("%j is written %j", (name, hashtag) => {
    expect(hashtagName(name)).toBe(hashtag);
  });
});

describe("spellings of one tag", () => {
  it.each([
    ["Freedom of movement", "#freedomofmovement"],
    ["Liberté", "LIBERTE"],
    ["e\u0301tat", "État"],
    ["Łódź", "lodz"],
    ["İstanbul", "ISTANBUL"],
    ["ｗａｖｅ", "wave"],
  ])("%j and %j share a slug", (one, other) => {
    expect(hashtagSlug(one)).toBe(hashtagSlug(other));
  });

  it.each([
    ["мой", "мои"],
    ["が", "か"],
    ["कि", "क"],
    ["rent", "rents"],
  ])("%j and %j are two tags", (one, other) => {
    expect(hashtagSlug(one)).not.toBe(hashtagSlug(other));
  });
});

describe("a slug", () => {
  it.each(["자유", "が", "й"])("leaves %s composed, as it is typed", (letters) => {
    expect(hashtagSlug(letters)).toBe(letters);
  });
});

describe("the tags of a form field", () => {
  it("are separated by commas, lines or the next #", () => {
    expect(parseTags("freedom of movement, #housing\r\nCalais،حرية\n #a #b")).toEqual([
      "freedom of movement",
      "housing",
      "Calais",
      "حرية",
      "a",
      "b",
    ]);
  });

  it("are listed once, as they were spelt first", () => {
    expect(parseTags("Liberté, liberte, LIBERTÉ , droits")).toEqual(["Liberté", "droits"]);
  });

  it("leave out what can be no hashtag anywhere", () => {
    expect(parseTags(`, 2026, #, !!, ___, ${"x".repeat(101)}, ok`)).toEqual(["ok"]);
  });

  it("are not without end", () => {
    expect(parseTags(Array.from({ length: 500 }, (_, index) => `t${index}`).join(","))).toHaveLength(100);
  });
});
