import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Config, loadConfig } from "../config.ts";
import { logger } from "../log.ts";
import { type Act, audited, type AuditedObject, commandLine } from "../store/audit.ts";
import { startEmbedded } from "../store/embedded.ts";
import { listAlike, lookAtNames } from "../store/members-alike.ts";
import { hasNamedHands, sealHands } from "../store/seal-hands.ts";
import { openSecretKey } from "../store/keys.ts";
import { migrate } from "../store/migrate.ts";
import { connect, type Database, isPassing, isStarting, reach } from "../store/sql.ts";
import { reading, within } from "../store/transactions.ts";

const log = logger("database");

export interface OpenDatabase {
  sql: Database;
  close: () => Promise<void>;
  /** Resolves when the embedded PostgreSQL ends by itself; never with a DATABASE_URL. */
  exited: Promise<void>;
}

/** The configured database, started when it is the embedded one and does not run, and migrated. */
export async function openDatabase(
  config: Config,
  options: { max?: number; name?: string } = {},
): Promise<OpenDatabase> {
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbedded(path.join(config.dataDir, "postgresql")).catch((error: Error) => {
        // Of the files below it; what PostgreSQL says is told as it is.
        if (!("syscall" in error && "path" in error)) throw error;
        throw new Error(`DATA_DIR=${config.dataDir} cannot be used: ${error.message}`, { cause: error });
      });
  const sql = connect(config.databaseUrl ?? embedded?.url ?? "", options);
  const close = async () => {
    // A connection the server cut off never counts as ended: without a limit we would wait for ever.
    await sql.end({ timeout: 3 });
    await embedded?.release();
  };
  try {
    await patiently(() => reach(sql)).catch((error: Error) => {
      if (!config.databaseUrl) throw error;
      throw new Error(`DATABASE_URL cannot be used: ${error.message}`, { cause: error });
    });
    await patiently(() => migrate(sql));
    await patiently(() => bringUpToDate(sql, config));
  } catch (error) {
    await close();
    throw error;
  }
  return { sql, close, exited: embedded?.exited ?? new Promise(() => {}) };
}

/** Milliseconds that a start is tried again while connections do not come about. */
const patience = 60_000;

/**
 * Does work of a start again where a connection was slow: by itself that is no reason to give up. A database that starts, or
 * recovers after a crash, is waited for however long.
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const began = Date.now(); ; await sleep(1000)) {
    try {
      return await work();
    } catch (error) {
      const starting = isStarting(error);
      if (!starting && !(isPassing(error) && Date.now() - began < patience)) throw error;
      const state = starting ? "starts, or recovers after a crash" : "is slow to answer";
      log.warn("The database {state}; trying again: {reason}", { state, reason: (error as Error).message });
    }
  }
}

/** What migrations cannot do: data from before is seen through by the program itself. */
async function bringUpToDate(sql: Database, { secretKeyFile }: Config): Promise<void> {
  if (await hasNamedHands(sql)) await sealHands(sql, await openSecretKey(sql, secretKeyFile));
  if (!(await lookAtNames(sql))) return;
  for (const names of await listAlike(sql)) {
    log.warn("These members' names look alike, so that one can pass for the other: {names}", {
      names: names.join(", "),
    });
  }
}

export interface Context {
  sql: Database;
  config: Config;
}

/** Runs work of a command that only reads, whether the server runs or not: what would change something fails. */
export function withDatabase<T>(work: (context: Context) => Promise<T>): Promise<T> {
  return onDatabase(({ sql, config }) => reading(sql, (transaction) => work({ sql: transaction, config })));
}

/**
 * Runs work of a command that changes something: one transaction, to which its entry in the log belongs, so that an admin
 * who reads there sees what was done by whoever holds the machine. `object` is as for `audited`; without an act, where the form
 * notes none either, nothing is noted.
 */
export function changeDatabase<T>(
  act: Act | undefined,
  work: (context: Context) => Promise<T>,
  object?: AuditedObject<T>,
): Promise<T> {
  return onDatabase(async ({ sql, config }) => {
    const noted =
      act === undefined
        ? sql
        : audited<T>(sql, await openSecretKey(sql, config.secretKeyFile), commandLine, act, object);
    return noted.begin((tx) => work({ sql: within(tx), config })) as Promise<T>;
  });
}

async function onDatabase<T>(work: (context: Context) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const { sql, close } = await openDatabase(config, { max: 2 });
  try {
    return await work({ sql, config });
  } finally {
    await close();
  }
}
