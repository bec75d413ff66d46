import { describe, expect, it } from "vitest";
import { plainLine } from "../../src/text/plain-line.ts";

describe("a line of somebody else's", () => {
  it("is one line, without what hides or reorders, and says that it was cut", () => {
    expect(plainLine(" a\n\u2003b\u200b\u202ec\u0000 ", 50)).toBe("a bc");
    expect(plainLine(`e${"\u0301".repeat(30)}`, 50)).toBe(`e${"\u0301".repeat(4)}`);
    expect(plainLine("😀".repeat(5), 5)).toBe("😀".repeat(5));
    expect(plainLine("😀".repeat(6), 5)).toBe("😀😀😀😀…");
  });
});
