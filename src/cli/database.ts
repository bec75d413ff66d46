import path from "node:path";
import { type Config, loadConfig } from "../config.ts";
import { startEmbedded } from "../store/embedded.ts";
import { migrate } from "../store/migrate.ts";
import { connect, type Database, reach } from "../store/sql.ts";

export interface OpenDatabase {
  sql: Database;
  close: () => Promise<void>;
  /** Resolves when the embedded PostgreSQL ends by itself; never with a DATABASE_URL. */
  exited: Promise<void>;
}

/** The configured database, started when it is the embedded one and does not run, and migrated. */
export async function openDatabase(config: Config, options: { max?: number } = {}): Promise<OpenDatabase> {
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
    await reach(sql).catch((error: Error) => {
      if (!config.databaseUrl) throw error;
      throw new Error(`DATABASE_URL cannot be used: ${error.message}`, { cause: error });
    });
    await migrate(sql);
  } catch (error) {
    await close();
    throw error;
  }
  return { sql, close, exited: embedded?.exited ?? new Promise(() => {}) };
}

/** Runs a command's work on the database, whether the server runs or not. */
export async function withDatabase<T>(
  work: (context: { sql: Database; config: Config }) => Promise<T>,
): Promise<T> {
  const config = loadConfig();
  const { sql, close } = await openDatabase(config, { max: 2 });
  try {
    return await work({ sql, config });
  } finally {
    await close();
  }
}
