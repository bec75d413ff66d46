import { describe, expect, test } from "vitest";
import { defaultRobots, findWrongLine } from "../../src/text/robots.ts";
import { readSecurityContact } from "../../src/text/security-contact.ts";

describe("robots.txt", () => {
  test("may hold the words of RFC 9309, remarks and empty lines", () => {
    const fine =
      "# ours\nUser-agent: *  # all\n\nDisallow:\nallow: /*.pdf$\nCrawl-delay: 10\nSitemap: https://a.example/s";
    expect(findWrongLine(fine)).toBeUndefined();
    expect(findWrongLine(defaultRobots("https://a.example"))).toBeUndefined();
    expect(findWrongLine("")).toBeUndefined();
  });

  test.each([
    ["User-agent: *\nDisalow: /", 2],
    ["<html>", 1],
    ["User-agent *", 1],
    ["User-agent: *\nDisallow: /\u0007", 2],
  ])("%j has a wrong line", (text, line) => {
    expect(findWrongLine(text)).toBe(line);
  });
});

describe("the contact of security.txt", () => {
  test.each([
    ["holes@union.example", "mailto:holes@union.example"],
    ["mailto:holes@union.example", "mailto:holes@union.example"],
    ["+33 1", undefined],
    ["+33-1-23-45-67", "tel:+33-1-23-45-67"],
    [" https://union.example/holes ", "https://union.example/holes"],
    ["", ""],
    ["http://union.example/", undefined],
    ["javascript:alert(1)", undefined],
    ["holes@union.example\nExpires: 1970", undefined],
    [`https://union.example/${"a".repeat(400)}`, undefined],
    ["we", undefined],
  ])("%j becomes %j", (typed, contact) => {
    expect(readSecurityContact(typed)).toBe(contact);
  });
});
