// What may be wrong in SQL, one thing at a time. A template is one text here, in which a mark stands for each `${}`.

export const kinds = [
  "SqlCondition",
  "SqlComparison",
  "SqlLock",
  "SqlOrder",
  "SqlJoin",
  "SqlAssignment",
  "SqlDistinct",
] as const;
export type Kind = (typeof kinds)[number];

/** In the text of a template, from `start` to `end` something else. */
export interface Change {
  kind: Kind;
  start: number;
  end: number;
  by: string;
}

/** Stands for a `${}`. */
export const mark = "\uE000";

interface Token {
  text: string;
  start: number;
  end: number;
  /** How many parentheses are open around it; a parenthesis itself lies outside. */
  depth: number;
}

/** Words behind which a condition stands. */
const before = new Set(["where", "on", "having", "when"]);
/** Words that end what stands on their level: a condition, a list of assignments, an item of an order. */
const after =
  /^(group|order|limit|offset|returning|union|except|intersect|window|having|where|set|do|then|else|end|join|cross|inner|for|from|;)$/;
const flipped: Record<string, string> = { "<": ">", ">": "<", "<=": ">=", ">=": "<=", "<>": "=" };

/** Every change to a statement, or to a piece of one, that a test should notice. */
export function changesOf(text: string): Change[] {
  const tokens = read(text);
  const all = [
    ...conditions(tokens),
    ...comparisons(tokens),
    ...locks(tokens),
    ...orders(tokens),
    ...joins(tokens),
    ...assignments(tokens),
    ...distincts(tokens),
  ];
  return [...new Map(all.map((each) => [`${each.start} ${each.end} ${each.by}`, each])).values()];
}

function read(text: string): Token[] {
  const pattern = /'(?:[^']|'')*'|"[^"]*"|[\w.]+|::|->>|#>>|->|@>|<@|<=|>=|<>|[^\s]/g;
  const tokens: Token[] = [];
  let depth = 0;
  for (const { 0: word, index } of text.matchAll(pattern)) {
    if (word === ")") depth -= 1;
    tokens.push({ text: word.toLowerCase(), start: index, end: index + word.length, depth });
    if (word === "(") depth += 1;
  }
  return tokens;
}

/** The tokens from `first` on that stand on its level or deeper, up to a word that ends them. */
function stretch(tokens: Token[], first: number): Token[] {
  const level = tokens[first]?.depth ?? 0;
  const rest = tokens.slice(first);
  const end = rest.findIndex(
    (each, index) =>
      each.depth < level ||
      (each.depth === level && each.text === ")" && !opens(rest.slice(0, index), level)) ||
      (each.depth === level && isEnd(rest, index)),
  );
  return end === -1 ? rest : rest.slice(0, end);
}

/** Whether a parenthesis of this level is open at the end. */
function opens(tokens: Token[], level: number): boolean {
  const own = tokens.filter(({ text, depth }) => depth === level && (text === "(" || text === ")"));
  return own.at(-1)?.text === "(";
}

function isEnd(tokens: Token[], index: number): boolean {
  const { text } = tokens[index]!;
  // "is distinct from" ends nothing, and left(…) is a function.
  if (text === "from") return tokens[index - 1]?.text !== "distinct";
  if (text === "on") return tokens[index + 1]?.text === "conflict";
  if (text === "left") return tokens[index + 1]?.text === "join";
  return after.test(text);
}

function conditions(tokens: Token[]): Change[] {
  return tokens.flatMap((token, index) => {
    const next = tokens[index + 1]?.text ?? "";
    const opensGroup = token.text === "(" && !/^(select|with|values)$/.test(next);
    const isWord = before.has(token.text) && next !== "conflict" && tokens[index - 1]?.text !== "distinct";
    const condition = stretch(tokens, index + 1);
    if (isWord) return withoutParts(condition, token.text !== "on");
    if (opensGroup) return withoutParts(condition, false);
    // A piece that others put into their statements.
    const isPiece = index === 0 && !/^(select|with|insert|update|delete|values)$/.test(token.text);
    return isPiece ? withoutParts(stretch(tokens, 0), token.text === "and") : [];
  });
}

/** A condition without each of its parts: one of several that must hold holds always, one of several that may hold never does. */
function withoutParts(condition: Token[], alsoAlone: boolean): Change[] {
  const ways = split(condition, "or");
  return ways.flatMap((way) => {
    const parts = split(way, "and");
    const never = ways.length > 1 ? [change("SqlCondition", way, "false")] : [];
    const always =
      parts.length > 1 || (ways.length === 1 && alsoAlone)
        ? parts.map((part) => change("SqlCondition", part, "true"))
        : [];
    return [...never, ...always];
  });
}

function split(tokens: Token[], word: string): Token[][] {
  const level = tokens[0]?.depth;
  const parts: Token[][] = [[]];
  let between = false;
  for (const token of tokens) {
    if (token.depth === level && token.text === "between") between = true;
    if (token.depth === level && token.text === word && !(word === "and" && between)) parts.push([]);
    else {
      if (token.depth === level && token.text === "and") between = false;
      parts.at(-1)!.push(token);
    }
  }
  return parts.filter((part) => part.length > 0);
}

const change = (kind: Kind, tokens: Token[], by: string): Change => ({
  kind,
  start: tokens[0]!.start,
  end: tokens.at(-1)!.end,
  by,
});

const comparisons = (tokens: Token[]) =>
  tokens.flatMap((token) => {
    const by = flipped[token.text];
    return by ? [change("SqlComparison", [token], by)] : [];
  });

function locks(tokens: Token[]): Change[] {
  return tokens.flatMap(({ text }, index) => {
    const lock = tokens.slice(index);
    if (text !== "for" || !/^(update|share|no|key)$/.test(lock[1]?.text ?? "")) return [];
    const end = lock.findIndex(
      ({ text }, at) => at > 0 && !/^(no|key|update|share|of|skip|locked|nowait|,|[\w.]+)$/.test(text),
    );
    return [change("SqlLock", end === -1 ? lock : lock.slice(0, end), "")];
  });
}

/** The other way round, by what is ordered by first. */
function orders(tokens: Token[]): Change[] {
  return tokens.flatMap(({ text }, index) => {
    if (text !== "order" || tokens[index + 1]?.text !== "by") return [];
    const level = tokens[index]!.depth;
    const items = stretch(tokens, index + 2);
    const comma = items.findIndex((each) => each.depth === level && each.text === ",");
    const item = comma === -1 ? items : items.slice(0, comma);
    const direction = item.find((each) => each.text === "desc" || each.text === "asc");
    if (direction) return [change("SqlOrder", [direction], direction.text === "desc" ? "asc" : "desc")];
    const nulls = item.findIndex((each) => each.text === "nulls");
    const last = item.at(nulls === -1 ? -1 : nulls - 1);
    return last ? [{ kind: "SqlOrder", start: last.end, end: last.end, by: " desc" }] : [];
  });
}

const joins = (tokens: Token[]): Change[] =>
  tokens.flatMap((token, index) =>
    token.text === "left" && tokens[index + 1]?.text === "join" ? [change("SqlJoin", [token], "")] : [],
  );

function assignments(tokens: Token[]): Change[] {
  return tokens.flatMap(({ text }, index) => {
    if (text !== "set") return [];
    const items = split(stretch(tokens, index + 1), ",");
    if (items.length === 1) return [];
    return items.map((item, at): Change => {
      // With the comma on one side of it.
      const start = at === 0 ? item[0]!.start : items[at - 1]!.at(-1)!.end;
      const end = at === 0 ? items[1]![0]!.start : item.at(-1)!.end;
      return { kind: "SqlAssignment", start, end, by: "" };
    });
  });
}

const distincts = (tokens: Token[]): Change[] =>
  tokens.flatMap((token, index) =>
    token.text === "distinct" &&
    tokens[index + 1]?.text !== "on" &&
    !/^(is|not)$/.test(tokens[index - 1]?.text ?? "")
      ? [change("SqlDistinct", [token], "")]
      : [],
  );
