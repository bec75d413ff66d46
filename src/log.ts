import { configureSync, getLogger, getTextFormatter, type Logger, type LogRecord } from "@logtape/logtape";

export const logLevels = ["debug", "info", "warning", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** An object of a peer's choosing must not fill the disk with one line. */
const maxLength = 2000;

/** Control and direction characters: a peer's text could otherwise forge lines or steer the operator's terminal. */
const unprintable = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** PEM, and the private members of a JWK, in JSON or as Node shows objects. */
const privateKeys = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:d|p|q|dp|dq|qi)\\*["']?\s*:\s*\\*["'][\w-]{20,}/g,
];

const format = getTextFormatter({ timestamp: "rfc3339", category: ".", value: "bare" });

/** One record as one line of text, without private keys, however it came to hold them. */
export function formatRecord(record: LogRecord): string {
  const text = privateKeys.reduce(
    (rest, key) => rest.replace(key, "[private key]"),
    format(record).trimEnd(),
  );
  const line = text
    .replace(/\s+/g, (blanks) => (blanks.includes("\n") ? " | " : blanks))
    .replace(unprintable, " ");
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}

/** Sends our records and Fedify's to stderr. Call again to change the level. */
export function configureLog(level: LogLevel): void {
  configureSync({
    reset: true,
    sinks: { stderr: (record) => process.stderr.write(`${formatRecord(record)}\n`) },
    loggers: [
      { category: ["tocsin"], lowestLevel: level, sinks: ["stderr"] },
      // Fedify tells of each request at info; that is for whoever asked for debug.
      { category: ["fedify"], lowestLevel: level === "info" ? "warning" : level, sinks: ["stderr"] },
      // It would tell of every address that is asked for, and that of the set-up page is a secret.
      { category: ["fedify", "federation", "http"], parentSinks: "override", sinks: [] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["stderr"] },
    ],
  });
}

/** The logger of one room, as in `logger("delivery")`. Never pass it a visitor's address, a passphrase or a key. */
export function logger(name: string): Logger {
  return getLogger(["tocsin", name]);
}
