import { coversHost, readHost } from "./address.ts";

/** A server in a list that is passed around, and what the list asks for. */
export interface ListedHost {
  host: string;
  severity: "limit" | "block";
}

export interface BlockListError {
  /** From 1. */
  line: number;
  problem: "host" | "severity" | "ourselves" | "quote" | "tooLong";
  /** What stands there. */
  text: string;
}

export interface BlockList {
  entries: ListedHost[];
  /** Hosts with `*` for some of their letters: nobody can tell which they are. */
  obfuscated: number;
  /** Hosts that the list names without asking for anything. */
  ignored: number;
  errors: BlockListError[];
}

const mostLines = 10_000;
const mostCharacters = 2_000_000;

const severities: Record<string, ListedHost["severity"] | "none"> = {
  suspend: "block",
  silence: "limit",
  noop: "none",
  // A list of nothing but names is one of servers to keep away.
  "": "block",
};

/**
 * Reads a list of servers: Mastodon's CSV of domain blocks, whose first line names the columns, or one server a line.
 * `ownHost` may not be in it.
 */
export function readBlockList(text: string, ownHost: string): BlockList {
  const list: BlockList = { entries: [], obfuscated: 0, ignored: 0, errors: [] };
  const fail = (line: number, problem: BlockListError["problem"], found = "") =>
    list.errors.push({ line, problem, text: found.slice(0, 100) });
  if (text.length > mostCharacters) fail(1, "tooLong");
  const { records, unclosed } = readRecords(text.slice(0, mostCharacters));
  if (unclosed !== undefined) fail(unclosed, "quote");
  if (records.length > mostLines) fail(mostLines + 1, "tooLong");
  if (list.errors.length > 0) return list;

  let columns = { domain: 0, severity: 1 };
  for (const [at, { line, cells }] of records.entries()) {
    const names = at === 0 ? cells.map((cell) => cell.toLowerCase().replace(/^#/, "")) : [];
    if (names.includes("domain")) {
      columns = { domain: names.indexOf("domain"), severity: names.indexOf("severity") };
      continue;
    }
    const domain = cells[columns.domain] ?? "";
    if (domain === "" || domain.startsWith("#")) continue;
    const asked = cells[columns.severity]?.toLowerCase() ?? "";
    const host = readHost(domain);
    const severity = Object.hasOwn(severities, asked) ? severities[asked] : undefined;
    if (domain.includes("*")) list.obfuscated++;
    else if (!host) fail(line, "host", domain);
    else if (!severity) fail(line, "severity", asked);
    else if (severity === "none") list.ignored++;
    else if (coversHost(host, ownHost)) fail(line, "ourselves", domain);
    else list.entries.push({ host, severity });
  }
  return list;
}

/** A list may name a host twice. */
export function countHosts(entries: { host: string }[]): number {
  return new Set(entries.map(({ host }) => host)).size;
}

/** The list as Mastodon exports its own, and takes it in. */
export function writeBlockList(hosts: readonly ListedHost[]): string {
  const lines = hosts.map(
    ({ host, severity }) => `${host},${severity === "block" ? "suspend" : "silence"},false,false,,false`,
  );
  return `${["#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate", ...lines].join("\n")}\n`;
}

interface CsvRecord {
  line: number;
  cells: string[];
}

/** The records of a CSV (RFC 4180), each with the line it begins on; `unclosed` is that of a quote without an end. */
function readRecords(text: string): { records: CsvRecord[]; unclosed: number | undefined } {
  const plain = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const records: CsvRecord[] = [];
  let record: CsvRecord = { line: 1, cells: [] };
  let line = 1;
  let cell = "";
  let quotedSince: number | undefined;
  for (let at = 0; at <= plain.length; at++) {
    const character = plain[at] ?? "\n";
    if (quotedSince !== undefined && at < plain.length) {
      if (character !== '"') cell += character;
      else if (plain[at + 1] === '"') cell += plain[++at];
      else quotedSince = undefined;
    } else if (character === '"' && cell === "") quotedSince = line;
    else if (character === "," || character === "\n") {
      record.cells.push(cell.trim());
      cell = "";
    } else cell += character;
    if (character !== "\n") continue;
    line++;
    if (quotedSince !== undefined) continue;
    if (record.cells.some((each) => each !== "")) records.push(record);
    record = { line, cells: [] };
  }
  return { records, unclosed: quotedSince };
}
