import type { Sql } from "./sql.ts";

export type SignatureScheme = "draft-cavage" | "rfc9421";

export interface HostOutcome {
  host: string;
  signature: SignatureScheme;
  /** Null after a success. */
  error: string | null;
}

/** The scheme a host has accepted; draft-cavage for one that is new, since every server of today reads it. */
export async function listSignatureSchemes(sql: Sql, hosts: string[]): Promise<Map<string, SignatureScheme>> {
  if (hosts.length === 0) return new Map();
  const rows = await sql<{ host: string; signature: SignatureScheme }[]>`
    select host, signature from host where host in ${sql(hosts)} and signature <> 'draft-cavage'`;
  return new Map(rows.map((row) => [row.host, row.signature]));
}

export async function recordHosts(sql: Sql, outcomes: HostOutcome[]): Promise<void> {
  const latest = [...new Map(outcomes.map((outcome) => [outcome.host, outcome])).values()];
  if (latest.length === 0) return;
  await sql`
    insert into host (host, signature, last_success_at, last_failure_at, last_error)
    select host, signature, case when error is null then now() end, case when error is not null then now() end, error
    from unnest(${latest.map((o) => o.host)}::text[], ${latest.map((o) => o.signature)}::text[],
      ${latest.map((o) => o.error)}::text[]) as outcome (host, signature, error)
    on conflict (host) do update
    set signature = excluded.signature,
      last_success_at = coalesce(excluded.last_success_at, host.last_success_at),
      last_failure_at = coalesce(excluded.last_failure_at, host.last_failure_at),
      last_error = excluded.last_error`;
}
