import { describe, expect, test } from "vitest";
import { fillTemplate, readVisitor } from "../../src/text/intent.ts";

describe("what a visitor types", () => {
  test.each([
    ["@ada@quay.example", "ada", "quay.example"],
    [" Ada@Quay.example ", "Ada", "quay.example"],
    ["acct:ada@quay.example", "ada", "quay.example"],
    ["https://quay.example/@ada", "ada", "quay.example"],
    ["quay.example/@ada/", "ada", "quay.example"],
    ["https://quay.example/users/ada", undefined, "quay.example"],
    ["https://quay.example/", undefined, "quay.example"],
    ["https://quay.example", undefined, "quay.example"],
    ["quay.example", undefined, "quay.example"],
    ["@quay.example", undefined, "quay.example"],
    ["@ada@quay.example:8443", "ada", "quay.example:8443"],
    ["@ada@bücher.example", "ada", "xn--bcher-kva.example"],
  ])("%s is an account or a server", (typed, name, host) => {
    expect(readVisitor(typed)).toEqual({ name, host });
  });

  test.each([
    "",
    "ada",
    "localhost",
    "@ada@quay@example",
    "a b@quay.example",
    "@ada@quay.example@evil.example",
    "https://user:secret@quay.example/@ada",
    "javascript:alert(1)",
    "@ada@quay.example\\.evil.example",
    `@ada@${"a".repeat(300)}.example`,
  ])("%s is neither", (typed) => {
    expect(readVisitor(typed)).toBeUndefined();
  });
});

describe("a template", () => {
  test("takes values percent-encoded, so that none of them can add to the address", () => {
    const object = "https://union.example/p/a?b=c&d#e {x}";
    expect(fillTemplate("https://quay.example/go?uri={object}&x=1", { object })).toBe(
      "https://quay.example/go?uri=https%3A%2F%2Funion.example%2Fp%2Fa%3Fb%3Dc%26d%23e%20%7Bx%7D&x=1",
    );
  });

  test("loses the names that nobody here knows, those of every object among them", () => {
    const filled = fillTemplate("https://quay.example/{on-success}{constructor}{?a}?o={object}", {
      object: "x",
    });
    expect(filled).toBe("https://quay.example/?o=x");
  });
});
