import { createHash } from "node:crypto";
import type { KvKey, KvStore, KvStoreSetOptions } from "@fedify/fedify";
import type { Sql } from "./sql.ts";

const pageSize = 100;

/** An index entry of PostgreSQL holds about 2,700 bytes, and peers choose the URLs that end up in keys. */
const maxPartLength = 500;

/** Fedify's store for cached documents and keys, on the table `kv`. */
export function createKvStore(sql: Sql): KvStore {
  return {
    async get<T>(key: KvKey) {
      const [row] = await sql<{ value: T }[]>`
        select value
        from kv
        where key = ${stored(key)}
          and (expires_at is null or expires_at > now())`;
      return row?.value;
    },

    async set(key, value, options) {
      if (value === undefined) return this.delete(key);
      await sql`
        insert into kv (key, value, expires_at)
        values (${stored(key)}, ${toJson(value)}::text::jsonb, ${expiry(sql, options)})
        on conflict (key) do update
        set value = excluded.value, expires_at = excluded.expires_at`;
    },

    async delete(key) {
      await sql`delete from kv where key = ${stored(key)}`;
    },

    async cas(key, expected, value, options) {
      return compareAndSwap(sql, key, expected, value, options);
    },

    async *list(prefix) {
      const start = prefix ? stored(prefix) : [];
      let last: string[] = start;
      for (;;) {
        const rows = await sql<{ key: [string, ...string[]]; value: unknown }[]>`
          select key, value
          from kv
          where key[1:${start.length}] = ${start}::text[]
            and key ${last === start ? sql`>=` : sql`>`} ${last}::text[]
            and (expires_at is null or expires_at > now())
          order by key
          limit ${pageSize}`;
        yield* rows;
        const end = rows.at(-1);
        if (!end || rows.length < pageSize) return;
        last = end.key;
      }
    },
  };
}

/** Removes up to `limit` entries whose time is over; returns how many. */
export async function removeExpired(sql: Sql, limit = 1000): Promise<number> {
  const { count } = await sql`
    delete from kv
    where key in (select key from kv where expires_at <= now() limit ${limit})`;
  return count;
}

async function compareAndSwap(
  sql: Sql,
  key: KvKey,
  expected: unknown,
  value: unknown,
  options?: KvStoreSetOptions,
): Promise<boolean> {
  const live = sql`(kv.expires_at is null or kv.expires_at > now())`;
  if (expected === undefined && value === undefined) {
    const rows = await sql`select 1 from kv where key = ${stored(key)} and ${live}`;
    return rows.length === 0;
  }
  if (expected === undefined) {
    const { count } = await sql`
      insert into kv (key, value, expires_at)
      values (${stored(key)}, ${toJson(value)}::text::jsonb, ${expiry(sql, options)})
      on conflict (key) do update
      set value = excluded.value, expires_at = excluded.expires_at
      where not ${live}`;
    return count === 1;
  }
  const unchanged = sql`key = ${stored(key)} and value = ${toJson(expected)}::text::jsonb and ${live}`;
  if (value === undefined) {
    const { count } = await sql`delete from kv where ${unchanged}`;
    return count === 1;
  }
  const { count } = await sql`
    update kv
    set value = ${toJson(value)}::text::jsonb, expires_at = ${expiry(sql, options)}
    where ${unchanged}`;
  return count === 1;
}

function stored(key: KvKey): string[] {
  return key.map((part) =>
    part.length <= maxPartLength ? part : `sha-256:${createHash("sha256").update(part).digest("hex")}`,
  );
}

function expiry(sql: Sql, options?: KvStoreSetOptions) {
  return options?.ttl ? sql`now() + ${options.ttl.toString()}::text::interval` : null;
}

/**
 * As text, because `sql.json(null)` would write SQL's null where Fedify means JSON's. The zero character and lone
 * surrogates, which jsonb refuses and a peer's document may hold, become U+FFFD.
 */
function toJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /(\\\\)|\\u(?:0000|d[89a-f][0-9a-f]{2})/g,
    (_, backslash) => backslash ?? "\\ufffd",
  );
}
