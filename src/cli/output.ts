/** Output for people, or with `--json` for programs. Commands give both from the same rows. */
export interface OutputOptions {
  json?: boolean | undefined;
}

export type Row = Record<string, string | number | boolean | Date | readonly string[] | null | undefined>;

/** For `parseArgs({ options: { ...jsonOption } })`. */
export const jsonOption = { json: { type: "boolean", default: false } } as const;

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Rows as a table under the names of their columns, or as a JSON array. */
export function printTable(rows: readonly Row[], { json }: OutputOptions = {}): void {
  if (json) return printJson(rows);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => cell(row[column])));
  const table = [columns.map((column) => column.toUpperCase()), ...lines];
  const widths = columns.map((_, index) => Math.max(...table.map((line) => width(line[index] ?? ""))));
  for (const line of table) {
    const padded = line.map((text, index) => text + " ".repeat((widths[index] ?? 0) - width(text)));
    process.stdout.write(`${padded.join("  ").trimEnd()}\n`);
  }
}

function cell(value: Row[string]): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().slice(0, 16).replace("T", " ");
  return printable(Array.isArray(value) ? value.join(", ") : String(value));
}

/** Names and texts of strangers must not steer the terminal, or break a line. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, " ");
}

const segmenter = new Intl.Segmenter();

function width(text: string): number {
  return [...segmenter.segment(text)].length;
}
