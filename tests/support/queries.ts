import fs from "node:fs";
import path from "node:path";
import { parseAst } from "vitest/node";

/** A statement as it stands in the source. */
export interface Query {
  file: string;
  /** In one line, with an ellipsis for each value and fragment. */
  text: string;
  /** The longest piece without one: whatever PostgreSQL is sent has it. */
  piece: string;
}

const inOneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** All statements that a folder has in templates of `sql` or `tx`. */
export function listQueries(dir: string): Query[] {
  return fs.readdirSync(dir).flatMap((file) => {
    const found: Query[] = [];
    const visit = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      const { type, tag, quasi } = node as Partial<Tagged>;
      if (type === "TaggedTemplateExpression" && /^(sql|tx)$/.test(tag!.name ?? "")) {
        const pieces = quasi!.quasis.map(({ value }) => inOneLine(value.cooked));
        const [piece = ""] = pieces.toSorted((one, other) => other.length - one.length);
        const text = pieces.join(" … ").trim();
        if (/^(with|select|insert|update|delete)\b/.test(text)) found.push({ file, text, piece });
      }
      for (const part of Object.values(node)) visit(part);
    };
    visit(parseAst(fs.readFileSync(path.join(dir, file), "utf8"), { lang: "ts" }));
    return found;
  });
}

interface Tagged {
  type: string;
  tag: { name?: string };
  quasi: { quasis: { value: { cooked: string } }[] };
}
