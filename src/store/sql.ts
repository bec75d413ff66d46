import postgres from "postgres";
import { createTransactions } from "./transactions.ts";

type Types = { bigint: number };

/** A pool of connections, which can begin a transaction. */
export type Database = postgres.Sql<Types>;

/** What store functions take: the pool or a transaction. */
export type Sql = postgres.ISql<Types>;

/**
 * PostgreSQL's classes 08 (connection), 28 (its password has changed), 3D (the database is gone), 53 (resources), 57P (shutting
 * down) and 58 (its own files), one that only reads (25006), and what the driver and the network say.
 */
const noDatabase =
  /^(08...|25006|28...|3D...|53...|57P..|58...|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED)|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;

/** Whether a query failed because of the database's state, not its own. */
export function isWithoutDatabase(error: unknown): boolean {
  return hasCode(error, noDatabase);
}

/** Whether the database lives, and takes no queries yet: it starts, or recovers after a crash (57P03, cannot_connect_now). */
export function isStarting(error: unknown): boolean {
  return hasCode(error, /^57P03$/);
}

/** Whether a connection may well come about when it is tried again: it was slow, one too many, or cut off by a restart. */
export function isPassing(error: unknown): boolean {
  return hasCode(error, /^(53300|57P0[123]|CONNECT_TIMEOUT|CONNECTION_CLOSED|ECONNRESET)$/);
}

function hasCode(error: unknown, code: RegExp): boolean {
  // A connection that fails on every address of a name comes as one error that holds the others.
  const errors: unknown[] = error instanceof AggregateError ? [error, ...error.errors] : [error];
  return errors.some((each) => each instanceof Error && "code" in each && code.test(String(each.code)));
}

const seconds = 1000;

/**
 * Opens a pool; nothing connects before the first query. `timestamptz` comes as Date, `bigint` as number,
 * `jsonb` as the value itself. Transactions have as many connections besides. All of them go by `name`.
 */
export function connect(
  url: string,
  {
    max = 10,
    name = "tocsin",
    onnotice = () => {},
  }: Pick<postgres.Options<never>, "max" | "onnotice"> & { name?: string | undefined } = {},
): Database {
  const pool = open(url, name, { max, onnotice });
  const { end } = pool;
  const transactions = createTransactions(
    (onclose) => open(url, name, { max: 1, max_lifetime: null, onclose, onnotice }),
    max,
  );
  return Object.assign(pool, {
    begin: transactions.begin,
    end: async (options?: { timeout?: number }) => {
      await Promise.all([end(options), transactions.end(options)]);
    },
  }) as Database;
}

function open(url: string, name: string, options: postgres.Options<never>): Database {
  return postgres<{ bigint: postgres.PostgresType<number> }>(url, {
    ...options,
    connect_timeout: 5,
    // Seconds between attempts at a database that is down; the default grows to 20, and work would rest as long.
    backoff: (attempt) => Math.min(0.1 * 2 ** attempt, 2),
    types: {
      // Counts and sizes, never ids: none of ours comes near 2^53.
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
    },
    connection: {
      application_name: name,
      TimeZone: "UTC",
      statement_timeout: 30 * seconds,
      lock_timeout: 15 * seconds,
      idle_in_transaction_session_timeout: 60 * seconds,
    },
  });
}

/**
 * Whether a statement lost a race with another transaction: what its row belongs to was deleted meanwhile, or each waited
 * for the other. The same work may succeed when it is done again.
 */
export function lostRace(error: unknown): boolean {
  return error instanceof postgres.PostgresError && (error.code === "23503" || error.code === "40P01");
}

/** Connects now rather than at the first query. @throws what PostgreSQL or the network says against it. */
export async function reach(sql: Sql): Promise<void> {
  await sql`select 1`;
}
