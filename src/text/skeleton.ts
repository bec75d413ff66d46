import unhomoglyph from "unhomoglyph";
import { normal } from "./normal.ts";

// What is not seen, or only turns the order of what is: zero-width characters, marks of direction, fillers and the blank of Braille.
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2800]/gu;

/** Marks that stand on any letter; vowels that a script cannot do without are of that script alone. */
const marks = /(?=\p{M})\p{Script=Inherited}/gu;

/** The table of Unicode has some small Cyrillic and Greek letters look like these. */
const smallCapitals = new Map(
  [..."ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"].map((each, at) => [each, "abcdefghijklmnoprstuvwyz"[at]!]),
);

const blanksAndStops = /[\p{Z}\p{P}]/gu;

/** Further pairs that look like one letter; the table of Unicode has rn for m alone. */
const pairs: [RegExp, string][] = [
  [/vv/g, "w"],
  [/cl/g, "d"],
];

/**
 * What a name looks like (UTS 39, 4): those with the same skeleton can be taken for one another. Stricter than the standard,
 * since it is about people: case, accents, blanks and stops tell nobody apart. It is for comparing and never shown.
 */
export function skeleton(name: string): string {
  const seen = normal(name, "NFKD").replace(unseen, "").replace(marks, "");
  const small = [...unhomoglyph(seen).toLowerCase()].map((each) => smallCapitals.get(each) ?? each).join("");
  // Once more: a capital may look like what its small letter does not, and the other way round.
  const alike = normal(unhomoglyph(small), "NFKD").replace(marks, "").toLowerCase();
  const bare = alike.replace(blanksAndStops, "") || alike;
  return pairs.reduce((text, [pair, letter]) => text.replace(pair, letter), bare);
}

/** A member's name as it is kept and looked for, however it was typed or pasted. */
export function memberName(typed: string): string {
  return normal(typed.slice(0, 1000), "NFKC")
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Cc}]/gu, "")
    .replace(/\p{Z}+/gu, " ")
    .trim();
}
