import { describe, expect, test } from "vitest";
import { memberName, skeleton } from "../../src/text/skeleton.ts";

describe("names that can be taken for one another have one skeleton", () => {
  test.for([
    ["zero-width characters", "ana", "an\u200ba", "an\u200da", "\ufeffana", "an\u00ada", "ana\u3164"],
    ["marks of direction", "ana", "\u202eana", "ana\u2066", "\u200fana"],
    ["Cyrillic and Greek letters", "ana", "аna", "anа", "αna"],
    ["full-width and mathematical letters", "ana", "ａｎａ", "𝐚𝐧𝐚", "𝓪𝓷𝓪", "𝖆𝗇𝚊", "ⓐⓝⓐ"],
    ["combining marks and accents", "ana", "an\u0301a", "aná", "ana\u0335", "ānā"],
    ["capitals", "ana", "ANA", "Ana", "АNА"],
    ["blanks and stops", "ana", "ana ", " ana", "a na", "ana\u00a0", "ana.", "a-n-a", "ana\u2800"],
    ["m and rn", "omar", "ornar", "OMAR", "оmar"],
    ["0 and O", "oto", "0to", "0t0", "OTO", "ото"],
    ["l, 1, I and |", "paul", "pau1", "pauI", "pau|", "PAUl"],
    ["w and vv, d and cl", "wanda", "vvanda", "wancla"],
    ["several at once", "paul", "\u202e\u0440\u0430u\u200b1 "],
  ])("%s", ([, name, ...others]) => {
    for (const other of others) expect([other, skeleton(other)]).toEqual([other, skeleton(name!)]);
  });
});

test("other names have others, in any script", () => {
  const latin = "ana anna ada omar oskar ines Ali Ally sam san ana2 ana3";
  const others = "سارة سامر नीता नीति ไก่ ไข่ 王芳 王方 אנה חנה Ольга Олег 🌹 🌻 ... ?";
  const names = `${latin} ${others}`.split(" ");
  const skeletons = names.map(skeleton);
  expect(new Set(skeletons).size).toBe(names.length);
  expect(skeletons).not.toContain("");
});

test("a name is kept without what cannot be seen, and with what its script needs", () => {
  expect(memberName(" an\u200ba\u202e \u00a0 b ")).toBe("ana b");
  expect(memberName("می\u200cخواهم")).toBe("می\u200cخواهم");
  expect(memberName("ａｎａ")).toBe("ana");
});
