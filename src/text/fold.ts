import { normal } from "./normal.ts";

/** Letters whose stroke is no combining mark, so that decomposing leaves them as they are. */
const STROKED: Record<string, string> = { ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ŧ: "t", ı: "i" };

/** Letters that people type as two, and letters of one sound that keyboards of one script have in two forms. */
const SPELT: Record<string, string> = {
  œ: "oe",
  æ: "ae",
  ß: "ss",
  þ: "th",
  ё: "е",
  ґ: "г",
  ى: "ي",
  ی: "ي",
  ک: "ك",
  ة: "ه",
  ٱ: "ا",
  ς: "σ",
};

const SPELT_LETTER = new RegExp(`[${Object.keys(SPELT).join("")}]`, "gu");
/** Accents of alphabets whose readers leave them out; a mark in another script makes another letter (й is not и). */
const ACCENTS = /([\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu;
/** Vowel signs, hamzas and the tatweel of Arabic, and the points of Hebrew. */
const POINTS = /[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0591-\u05bd\u05bf-\u05c7]/gu;
const NO_WORD = /[^\p{L}\p{M}\p{N}]+/gu;
/** Scripts written without spaces: each character is a word, and what is searched for is found by all of its own. */
const UNSPACED = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu;

const ASCII = /^\p{ASCII}*$/u;
const NO_ASCII_WORD = /[^a-z0-9]+/g;

/** Latin letters without their strokes. */
export function unstroke(text: string): string {
  return text.replace(/[øłđðħŧı]/g, (letter) => STROKED[letter] ?? letter);
}

/**
 * A text as words in small letters without accents, a space between them: what is searched, and what is searched for.
 * PostgreSQL then needs no extension, and its locale, which may be C, decides nothing.
 */
export function fold(text: string): string {
  // Nothing below applies to plain ASCII, which most texts are.
  if (ASCII.test(text)) return text.toLowerCase().replace(NO_ASCII_WORD, " ").trim();
  const plain = normal(text.toLowerCase(), "NFKD").replace(ACCENTS, "$1").replace(POINTS, "");
  return unstroke(normal(plain, "NFC"))
    .replace(SPELT_LETTER, (letter) => SPELT[letter] ?? letter)
    .replace(NO_WORD, " ")
    .replace(UNSPACED, " $1 ")
    .replace(/ +/g, " ")
    .trim();
}
