import { connect, type Database } from "../../src/store/sql.ts";

/** A statement as PostgreSQL carried it out. */
export interface Carried {
  /** In one line, without its values. */
  text: string;
  /** Blocks of tables and indexes that it looked at, each time that it did, in memory or on the disk. */
  blocks: number;
  /** Rows that it gave, or changed. */
  rows: number;
  /** Tables that it read from their beginning to their end, though it needed little of them. */
  scanned: string[];
  /** The nodes of its plan that looked at the most, from the outermost in. */
  plan: string;
}

interface Node {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Subplan Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: Node[];
}

const blocksOf = (node: Node) => node["Shared Hit Blocks"] + node["Shared Read Blocks"];

const rowsOf = (node: Node) => node["Actual Rows"] * node["Actual Loops"];

/** A part of `with`, or the statement that one stands in. */
const isPart = (node: Node) =>
  node["Node Type"] === "ModifyTable" || node["Subplan Name"]?.startsWith("CTE") === true;

/** What a statement gives and what it changes, also in its parts: a ModifyTable gives on nothing of what it was given. */
function rowsThrough(node: Node): number {
  const { Plans: below = [] } = node;
  const changed = node["Node Type"] === "ModifyTable" ? below.map(rowsOf) : [];
  return Math.max(rowsOf(node), ...changed, ...below.filter(isPart).map(rowsThrough));
}

/** Tables that are read whole though so many blocks are not needed: to look up each row in an index takes three or more. */
function scannedBy(node: Node, rows: number): string[] {
  const whole =
    node["Node Type"] === "Seq Scan" && blocksOf(node) > 80 + 3 * rows ? [node["Relation Name"]!] : [];
  return [...whole, ...(node.Plans ?? []).flatMap((below) => scannedBy(below, rows))];
}

/** Down the branch of a plan that looks at the most. */
function steepest(node: Node): string[] {
  const { "Node Type": type, "Relation Name": table, "Index Name": index, "Actual Loops": loops } = node;
  const said = [type, index ?? table, `(${blocksOf(node)} blocks, ${loops} times)`].filter(Boolean).join(" ");
  const below = (node.Plans ?? []).toSorted((one, other) => blocksOf(other) - blocksOf(one))[0];
  return [said, ...(below ? steepest(below) : [])];
}

/** Has PostgreSQL explain whatever it carries out in this database to the connection that asked for it (auto_explain). */
export async function explainAll(admin: Database): Promise<void> {
  const [{ name }] = (await admin`select current_database() as name`) as unknown as [{ name: string }];
  const settings = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_format": "json",
    "auto_explain.log_level": "notice",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_parameter_max_length": "0",
  };
  for (const [setting, value] of Object.entries(settings)) {
    await admin.unsafe(`alter database ${name} set ${setting} = '${value}'`);
  }
}

/** A pool in a database where `explainAll` was called; `take` gives what it has carried out since the last time. */
export function watched(url: string, { max = 5 } = {}): { sql: Database; take: () => Carried[] } {
  let carried: Carried[] = [];
  const onnotice = ({ message = "" }: { message?: string }) => {
    const at = message.indexOf("plan:\n");
    if (at === -1) return;
    const { "Query Text": text, Plan: plan } = JSON.parse(message.slice(at + 6)) as {
      "Query Text": string;
      Plan: Node;
    };
    carried.push({
      text: text.replace(/\s+/g, " ").trim(),
      blocks: blocksOf(plan),
      rows: rowsThrough(plan),
      scanned: scannedBy(plan, rowsThrough(plan)),
      plan: steepest(plan).join(" > "),
    });
  };
  return {
    sql: connect(url, { max, onnotice }),
    take() {
      const taken = carried;
      carried = [];
      return taken;
    },
  };
}
