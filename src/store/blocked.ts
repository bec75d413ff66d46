import type { Fragment } from "postgres";
import type { Sql } from "./sql.ts";

export type Severity = "limit" | "block";

/** The condition that members limited or blocked the host in this column, or a domain above it. */
export const hostIs = (sql: Sql, severity: Severity, host: Fragment) => sql`
  exists (
    select 1 from names_of_host(${host}) as name
    join block on kind = 'host' and value = name
    where severity = ${severity}
  )`;

/** The condition that members limited or blocked the row's `actor`, or its host. */
export const actorIs = (sql: Sql, severity: Severity) => sql`
  (
    exists (select 1 from block where kind = 'actor' and value = actor.id and severity = ${severity})
    or ${hostIs(sql, severity, sql`actor.host`)}
  )`;
