import type postgres from "postgres";
import type { Database, Sql } from "./sql.ts";

/** A connection for one transaction at a time. It never comes back once it is lost: see `openLine`. */
interface Line {
  sql: Database;
  lost: boolean;
}

/** The transaction as a database whose transactions are parts of it. */
export function within(tx: Sql): Database {
  const database: Database = new Proxy(tx as Database, {
    get: (line, key) =>
      key === "begin" ? async (work: (tx: Sql) => unknown) => work(database) : Reflect.get(line, key),
  });
  return database;
}

/** A transaction in which whatever would change something fails. */
export function reading<T>(sql: Database, work: (sql: Database) => Promise<T>): Promise<T> {
  return sql.begin(async (tx) => {
    await tx`set transaction read only`;
    return work(within(tx));
  }) as Promise<T>;
}

/**
 * Transactions, each on a connection of its own. The driver's `begin` (postgres 3.4.9) writes the rollback to a
 * connection that is gone, which ends the process, and a statement that comes late into the transaction that uses the
 * connection next (its issues 1208 and 1216): a restart of PostgreSQL must cost neither.
 */
export function createTransactions(open: (onclose: () => void) => Database, most: number) {
  const lines = new Set<Line>();
  const idle: Line[] = [];
  const waiting: ((line: Line) => void)[] = [];

  function openLine(): Line {
    const line: Line = { sql: open(() => lose(line)), lost: false };
    lines.add(line);
    return line;
  }

  /** Ended, so that it is not opened anew: what follows would be committed each for itself. */
  function lose(line: Line): void {
    line.lost = true;
    lines.delete(line);
    if (idle.includes(line)) idle.splice(idle.indexOf(line), 1);
    void line.sql.end({ timeout: 0 });
  }

  async function take(): Promise<Line> {
    const line = idle.pop();
    if (line) return line;
    return lines.size < most ? openLine() : new Promise((resolve) => waiting.push(resolve));
  }

  function giveBack(line: Line): void {
    const next = waiting.shift();
    if (next) next(line.lost ? openLine() : line);
    else if (!line.lost) idle.push(line);
  }

  return {
    async begin<T>(work: (sql: Sql) => Promise<T> | T): Promise<T> {
      const line = await take();
      try {
        await line.sql`begin`;
        const result = await work(line.sql);
        const { command } = await line.sql`commit`;
        if (command !== "COMMIT") throw new Error("A statement of the transaction had failed.");
        return result;
      } catch (error) {
        await line.sql`rollback`.catch(() => lose(line));
        throw error;
      } finally {
        giveBack(line);
      }
    },
    async end(options?: Parameters<postgres.Sql["end"]>[0]): Promise<void> {
      await Promise.all([...lines].map(({ sql }) => sql.end(options)));
    },
  };
}
