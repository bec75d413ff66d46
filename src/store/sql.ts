import postgres from "postgres";

type Types = { bigint: number };

/** A pool of connections, which can begin a transaction. */
export type Database = postgres.Sql<Types>;

/** What store functions take: the pool or a transaction. */
export type Sql = postgres.ISql<Types>;

const seconds = 1000;

/**
 * Opens a pool; nothing connects before the first query. `timestamptz` comes as Date, `bigint` as number,
 * `jsonb` as the value itself.
 */
export function connect(url: string, { max = 10 }: { max?: number } = {}): Database {
  return postgres<{ bigint: postgres.PostgresType<number> }>(url, {
    max,
    onnotice: () => {},
    connect_timeout: 5,
    // Seconds between attempts at a database that is down; the default grows to 20, and work would rest as long.
    backoff: (attempt) => Math.min(0.1 * 2 ** attempt, 2),
    types: {
      // Counts and sizes, never ids: none of ours comes near 2^53.
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
    },
    connection: {
      application_name: "tocsin",
      TimeZone: "UTC",
      statement_timeout: 30 * seconds,
      lock_timeout: 15 * seconds,
      idle_in_transaction_session_timeout: 60 * seconds,
    },
  });
}

/** Connects now rather than at the first query. @throws what PostgreSQL or the network says against it. */
export async function reach(sql: Sql): Promise<void> {
  await sql`select 1`;
}
