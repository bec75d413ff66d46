import { units } from "./units.ts";

/** A text that is long in one way. */
export interface Run {
  name: string;
  /** It, with about so many characters. */
  make: (length: number) => string;
  /** Of these there are so many that those which cost next to nothing are tried with a short text alone. */
  briefly?: boolean;
}

const times = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length));

/** Told apart by what is not seen, too. */
const shown = (text: string) => JSON.stringify(text).replace(/[^\x21-\x7e]/g, escaped);
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A unit again and again, in a line and as lines. */
export function runsOf(unit: string): Run[] {
  const name = shown(unit);
  return [
    { name: `x ${name} y`, make: (length) => `x${times(unit, length)}y`, briefly: true },
    { name: `lines of ${name}`, make: (length) => times(`${unit}\n`, length), briefly: true },
  ];
}

const elements = "b p div blockquote ul><li span svg table><tr><td a_href='http://a.b' q details ruby"
  .split(" ")
  .map((tag) => tag.replace("_", " "));

/** What opens and what closes, as deep as it goes, and what may stand around. */
const pairs: [open: string, close: string, after?: string][] = [
  ..."() [] {} <> «» “” ** __ ~~ `` \"\" ''".split(" ").map((pair): [string, string] => [pair[0]!, pair[1]!]),
  ["[", "](http://a.b)"],
  ["![", "](http://a.b)"],
  ["[", "][1]", "\n\n[1]: http://a.b"],
  ["^[", "]"],
  ["^[a", "] b"],
  ["**", "**"],
  ["~~", "~~"],
  ["*a **b ", "c** d* "],
  ["[*", "*]"],
  ["[a](b(", "))"],
  ["[x ![a", "](http://b.c)](http://c.d)"],
  ...elements.map((tag): [string, string] => [`<${tag}>`, `</${tag.split(/[ >]/)[0]!}>`]),
  ["{a: ", "}"],
  ["[a, ", "]"],
  ['{"a":', "}"],
];

function nested([open, close, after = ""]: (typeof pairs)[number]): Run {
  const one = open.length + close.length;
  const make = (length: number) => {
    const depth = Math.ceil(length / one);
    return open.repeat(depth) + "a" + close.repeat(depth) + after;
  };
  return { name: `${shown(open)} in ${shown(close)}`, make };
}

/** So many texts made by a counter, joined. */
const counted = (length: number, one: (n: number) => string) => {
  let text = "";
  for (let n = 0; text.length < length; n++) text += one(n);
  return text;
};

/** What grows with itself: names that are all different, one that is used by all, rows under a wide head. */
const grown: Run[] = [
  {
    name: "different notes",
    make: (length) => counted(length / 2, (n) => `a[^${n}] `) + counted(length / 2, (n) => `\n\n[^${n}]: b`),
  },
  { name: "one note, often referred to", make: (length) => `[^1]: n\n\n${times("[^1]", length)}` },
  { name: "notes within a note", make: (length) => `[^1]: n ${times("[^1] ", length)}\n\n[^1]` },
  { name: "beginnings of a note", make: (length) => `[^1]: n\n\n${times("[^", length)}` },
  {
    name: "different links",
    make: (length) =>
      counted(length / 2, (n) => `[a][${n}] `) + counted(length / 2, (n) => `\n\n[${n}]: http://b`),
  },
  {
    name: "one long link, often used",
    make: (length) => `[1]: http://a.b/${times("c", length / 2)}\n\n${times("[1]", length / 2)}`,
  },
  {
    name: "a long title, often used",
    make: (length) => `[1]: http://a.b "${times("c", length / 2)}"\n\n${times("![1]", length / 2)}`,
  },
  {
    name: "a wide table",
    make: (length) => `${times("a|", length / 4)}\n${times("-|", length / 4)}\n${times("a\n", length / 2)}`,
  },
  {
    name: "wide tables",
    make: (length) => times(`${"a|".repeat(200)}\n${"-|".repeat(200)}\n${"a\n".repeat(200)}\n`, length),
  },
  { name: "deeper lists", make: (length) => counted(length, (n) => `${"  ".repeat(n % 300)}- a\n`) },
  { name: "deeper quotations", make: (length) => counted(length, (n) => `${"> ".repeat(n % 300)}a\n`) },
  { name: "longer runs of `", make: (length) => counted(length, (n) => `${"`".repeat((n % 1000) + 1)} `) },
  { name: "different tags", make: (length) => counted(length, (n) => `#a${n} `) },
  { name: "different anchors", make: (length) => counted(length, (n) => `a${n}: &a${n} *a${n - 1}\n`) },
  { name: "different keys", make: (length) => counted(length, (n) => `a${n}: b\n`) },
  { name: "different attributes", make: (length) => `<a ${counted(length, (n) => `a${n}=b `)}>` },
  {
    name: "a blank before each of many arrows",
    make: (length) => `\u21a9${times("\u2003", length)}http://127.0.0.1`,
  },
  {
    name: "elements closed by others",
    make: (length) => times("<b>", length / 2) + times("</i>", length / 2),
  },
  {
    name: "marks by their class",
    make: (length) => `a${times("\u0301", length / 2)}${times("\u0316", length / 2)}`,
  },
];

/** Two units by turns, of those that mean most to somebody: the same for each time. */
function mixed(): Run[] {
  const some = [..." \n\u00a0\u0001*_~`[]()<>&#!^|\"':;,.@-\\a\u0301"];
  const couples = some.flatMap((one, at) => some.slice(at + 1).map((other) => one + other));
  return couples
    .filter((_, at) => at % 4 === 0)
    .map((unit) => ({ name: shown(unit), make: (length) => times(unit, length) }));
}

export const everyRun: readonly Run[] = [
  ...units.flatMap(runsOf),
  ...pairs.map(nested),
  ...grown,
  ...mixed(),
];

/** For a function that only hands its text on to others of the list. */
export const someRuns: readonly Run[] = [
  ...[
    "\u2003",
    " \u0001",
    "\u0301\u0316",
    "*a ",
    "[^1]",
    "^[a]",
    "#a ",
    "<",
    "<b>",
    "&",
    '"',
    "\n",
    "a",
  ].flatMap(runsOf),
  ...pairs.slice(12, 16).map(nested),
  ...grown,
];
