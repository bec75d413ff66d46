import type { Sql } from "./sql.ts";

export type SignatureScheme = "draft-cavage" | "rfc9421";

/** What an attempt showed of a host. */
export interface HostOutcome {
  host: string;
  /** The scheme to begin with next time. */
  signature: SignatureScheme;
  /** Accepted; in trouble (unreachable, 5xx, too many requests); or it answers, about this inbox alone. */
  state: "well" | "trouble" | "answers";
  error: string | null;
}

/** So many failures without a success between them open a host's breaker. */
const mostFailures = 3;

/** Records what attempts showed; opens and closes breakers. Returns the hosts whose breaker has just opened. */
export async function recordHosts(sql: Sql, outcomes: HostOutcome[]): Promise<string[]> {
  // One process may see a success and a failure of a host in one batch; the later one tells how it is now.
  const byHost = new Map(outcomes.map((outcome) => [outcome.host, outcome]));
  // In one order for every worker, or two of them would wait for each other's rows.
  const latest = [...byHost.values()].sort((one, other) => (one.host < other.host ? -1 : 1));
  const troubled = latest.filter(({ state }) => state === "trouble");
  await recordWell(
    sql,
    latest.filter(({ state }) => state === "well"),
  );
  await recordAnswering(
    sql,
    latest.filter(({ state }) => state === "answers"),
  );
  const failures = new Map<string, number>();
  for (const { host, state } of outcomes) {
    if (state === "trouble") failures.set(host, (failures.get(host) ?? 0) + 1);
  }
  return recordTroubled(sql, troubled, failures);
}

/** What is known already is not written again: during a large publication every batch meets the same hosts. */
async function recordWell(sql: Sql, outcomes: HostOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const hosts = outcomes.map(({ host }) => host);
  await sql`
    insert into host (host, signature, last_success_at)
    select host, signature, now()
    from unnest(${hosts}::text[], ${outcomes.map(({ signature }) => signature)}::text[]) as outcome (host, signature)
    where not exists (
      select 1 from host known
      where known.host = outcome.host and known.signature = outcome.signature and failures = 0
        and last_success_at > now() - interval '1 minute'
    )
    on conflict (host) do update
    set signature = excluded.signature, last_success_at = now(), failures = 0`;
  await closeBreakers(sql, hosts);
}

async function recordAnswering(sql: Sql, outcomes: HostOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const hosts = outcomes.map(({ host }) => host);
  await sql`
    insert into host (host, signature, last_failure_at, last_error)
    select host, 'draft-cavage', now(), error
    from unnest(${hosts}::text[], ${outcomes.map(({ error }) => error)}::text[]) as outcome (host, error)
    on conflict (host) do update set last_failure_at = now(), last_error = excluded.last_error`;
  await closeBreakers(sql, hosts);
}

async function recordTroubled(
  sql: Sql,
  outcomes: HostOutcome[],
  failures: Map<string, number>,
): Promise<string[]> {
  if (outcomes.length === 0) return [];
  const opened = await sql<{ host: string; fresh: boolean }[]>`
    insert into host (host, signature, failures, last_failure_at, last_error, opened_at)
    select host, 'draft-cavage', failures, now(), error,
      case when failures >= ${mostFailures} then now() end
    from unnest(${outcomes.map(({ host }) => host)}::text[],
      ${outcomes.map(({ host }) => failures.get(host)!)}::integer[],
      ${outcomes.map(({ error }) => error)}::text[]) as outcome (host, failures, error)
    on conflict (host) do update
    set failures = host.failures + excluded.failures, last_failure_at = now(), last_error = excluded.last_error,
      opened_at = coalesce(host.opened_at,
        case when host.failures + excluded.failures >= ${mostFailures} then now() end)
    returning host, opened_at = now() as fresh`;
  const hosts = opened.filter(({ fresh }) => fresh).map(({ host }) => host);
  await holdDeliveries(sql, hosts);
  return hosts;
}

/** Holds what waits for hosts whose breaker is open, but for the delivery that knocks. */
export async function holdDeliveries(sql: Sql, hosts: string[]): Promise<void> {
  if (hosts.length === 0) return;
  await sql`
    update delivery set state = 'held'
    from host
    where delivery.host = any(${hosts}) and delivery.state = 'waiting' and lease is null
      and host.host = delivery.host and opened_at is not null and delivery.id is distinct from knocking`;
  await knock(sql);
}

/**
 * Sees to it that at each host with an open breaker one delivery knocks: the oldest, after a rest that grows with the
 * time it has been down. A breaker behind which nothing is left closes.
 */
export async function knock(sql: Sql): Promise<void> {
  await sql`
    with silent as (
      select host.host, opened_at,
        (select id from delivery where delivery.host = host.host and state = 'held' order by id limit 1) as next
      from host
      where opened_at is not null
        and not exists (select 1 from delivery where id = knocking and state = 'waiting')
    ), knocked as (
      update host
      set knocking = next, opened_at = case when next is not null then host.opened_at end,
        failures = case when next is not null then failures else 0 end
      from silent where silent.host = host.host
    )
    update delivery
    set state = 'waiting',
      run_at = greatest(run_at, now() + least(interval '6 hours', (now() - opened_at) / 2))
    from silent where delivery.id = next and state = 'held'`;
  await release(sql);
}

/** What was held just while its host's breaker closed. */
async function release(sql: Sql): Promise<void> {
  await sql`
    update delivery set state = 'waiting'
    from host
    where delivery.state = 'held' and host.host = delivery.host and opened_at is null`;
}

/** A host has shown that it is back, by an answer or by a request of its own: what was held for it goes out at once. */
export async function closeBreakers(sql: Sql, hosts: string[]): Promise<void> {
  const closed = await sql<{ host: string }[]>`
    update host set opened_at = null, knocking = null, failures = 0
    where host = any(${hosts}) and opened_at is not null
    returning host`;
  if (closed.length === 0) return;
  await sql`
    update delivery set state = 'waiting', run_at = now()
    where host = any(${closed.map(({ host }) => host)}) and state in ('waiting', 'held') and lease is null`;
  await sql`select pg_notify('delivery', '')`;
}

export interface HostReport {
  host: string;
  followers: number;
  waiting: number;
  signature: SignatureScheme;
  /** What runs there, by its own name. */
  software: string | null;
  lastSuccessAt: Date | null;
  lastFailureAt: Date | null;
  lastError: string | null;
  /** Since the last success. */
  failures: number;
  /** Since when it is left alone but for knocking. */
  openedAt: Date | null;
}

/** The hosts we deliver to: first those left alone, then those in trouble, then those with the most followers. */
export async function listHosts(
  sql: Sql,
  options: { limit: number; offset?: number },
): Promise<HostReport[]> {
  return sql<HostReport[]>`
    with followed as (
      select host, count(*)::integer as followers
      from follower join actor on actor.id = actor_id
      where state = 'accepted'
      group by host
    ), queued as (
      select host, count(*)::integer as waiting from delivery where state in ('waiting', 'held') group by host
    )
    select host, coalesce(followers, 0) as followers, coalesce(waiting, 0) as waiting,
      coalesce(signature, 'draft-cavage') as signature, software, last_success_at as "lastSuccessAt",
      last_failure_at as "lastFailureAt", last_error as "lastError", coalesce(failures, 0) as failures,
      opened_at as "openedAt"
    from host
    full join followed using (host)
    full join queued using (host)
    order by opened_at nulls last, (failures > 0) desc nulls last, followers desc nulls last, host
    offset ${options.offset ?? 0}
    limit ${options.limit}`;
}

/** A host that our deliveries do not reach. */
export type TroubledHost = Pick<HostReport, "host" | "waiting" | "lastError" | "openedAt">;

/** Those with the most that waits for them first. */
export async function listTroubledHosts(sql: Sql, limit: number): Promise<TroubledHost[]> {
  return sql<TroubledHost[]>`
    select host, opened_at as "openedAt", last_error as "lastError",
      (
        select count(*)::integer from delivery
        where delivery.host = host.host and state in ('waiting', 'held')
      ) as waiting
    from host
    where opened_at is not null or failures > 0
    order by opened_at is null, waiting desc, host
    limit ${limit}`;
}
