import type { Sql } from "./sql.ts";

export type SignatureScheme = "draft-cavage" | "rfc9421";

/** What an attempt showed of a host. */
export interface HostOutcome {
  host: string;
  /** The scheme to begin with next time. */
  signature: SignatureScheme;
  /**
   * Accepted; in trouble (unreachable, or it asks us to wait); perhaps in trouble, or refusing this delivery alone (5xx, silence); or
   * it answers, about this inbox alone.
   */
  state: "well" | "trouble" | "doubtful" | "answers";
  error: string | null;
}

/** So many failures without a success between them open a host's breaker. */
const mostFailures = 3;

/** Records what attempts showed; opens and closes breakers. Returns the hosts whose breaker has just opened. */
export async function recordHosts(sql: Sql, outcomes: HostOutcome[]): Promise<string[]> {
  const byHost = new Map<string, HostOutcome[]>();
  for (const outcome of outcomes) byHost.set(outcome.host, [...(byHost.get(outcome.host) ?? []), outcome]);
  // In one order for every worker, or two of them would wait for each other's rows.
  const met = [...byHost.values()].sort(([one], [other]) => (one!.host < other!.host ? -1 : 1));
  // One process may see a success and a failure of a host in one batch: each counts, the later one tells how it is now.
  await recordWell(
    sql,
    met.flatMap((each) => each.findLast(({ state }) => state === "well") ?? []),
  );
  const latest = met.map((each) => each.at(-1)!);
  await recordAnswering(
    sql,
    latest.filter(({ state }) => state === "answers"),
  );
  const troubled = (each: HostOutcome[]) =>
    each
      .slice(each.findLastIndex(({ state }) => state === "well") + 1)
      .filter(({ state }) => state === "trouble" || state === "doubtful");
  return recordTroubled(
    sql,
    met
      .filter((each) => troubled(each).includes(each.at(-1)!))
      .map((each) => ({ ...each.at(-1)!, failures: troubled(each).length })),
  );
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

async function recordTroubled(sql: Sql, outcomes: (HostOutcome & { failures: number })[]): Promise<string[]> {
  if (outcomes.length === 0) return [];
  const doubtful = outcomes.filter(({ state }) => state === "doubtful").map(({ host }) => host);
  const opened = await sql<{ host: string; fresh: boolean }[]>`
    insert into host (host, signature, failures, last_failure_at, last_error, doubtful, opened_at)
    select host, 'draft-cavage', failures, now(), error, host = any(${doubtful}::text[]),
      case when failures >= ${mostFailures} then now() end
    from unnest(${outcomes.map(({ host }) => host)}::text[],
      ${outcomes.map(({ failures }) => failures)}::integer[],
      ${outcomes.map(({ error }) => error)}::text[]) as outcome (host, failures, error)
    on conflict (host) do update
    set failures = host.failures + excluded.failures, last_failure_at = now(), last_error = excluded.last_error,
      doubtful = excluded.doubtful,
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
  await chooseKnocks(sql, { hosts });
}

/** Behind an open breaker what has just failed is held, too. Where the host answers, that is also the one that knocked: the next has its turn. */
export async function holdFailed(sql: Sql, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  const held = await sql<{ host: string }[]>`
    update delivery set state = 'held'
    from host
    where delivery.id = any(${ids}) and delivery.state = 'waiting' and lease is null
      and host.host = delivery.host and opened_at is not null and (doubtful or delivery.id is distinct from knocking)
    returning host.host`;
  if (held.length > 0) await chooseKnocks(sql, { hosts: held.map(({ host }) => host), rest: 60 });
}

/**
 * Sees to it that at each host with an open breaker one delivery knocks, after a rest that grows with the time it has been down. A
 * breaker behind which nothing is left closes.
 */
export async function knock(sql: Sql): Promise<void> {
  await passTurns(sql);
  await chooseKnocks(sql);
  await release(sql);
}

/** A row of `candidate` that no earlier one about the same object to the same inbox comes before. */
const isFirst = (sql: Sql) => sql`(
  select earlier.id from delivery earlier
  where earlier.inbox = candidate.inbox and earlier.object = candidate.object
    and earlier.state in ('waiting', 'held') and earlier.id < candidate.id
  limit 1
) is null`;

const mostTurns = 100;

/** What is new goes before what a host has refused: where that has knocked before and waits to do so again, it is held. */
async function passTurns(sql: Sql): Promise<void> {
  await sql`
    update delivery set state = 'held'
    where id in (
      select id from host
      join delivery tried on id = knocking and state = 'waiting' and lease is null and attempts > 0 and run_at > now()
      where opened_at is not null and doubtful
        and exists (
          select activity_id from delivery candidate
          where candidate.host = host.host and candidate.state = 'held' and activity_id <> tried.activity_id
          group by activity_id
          having max(attempts) = 0 and bool_or(${isFirst(sql)})
        )
      limit ${mostTurns}
      for update of tried skip locked
    )`;
}

/**
 * The oldest knocks, so that all go out in order when the host is back. A host that answers may refuse the oldest alone: there it is
 * the oldest of what has been tried least, and what is new after `rest` seconds.
 */
async function chooseKnocks(
  sql: Sql,
  { hosts, rest = 0 }: { hosts?: string[]; rest?: number } = {},
): Promise<void> {
  await sql`
    with silent as (
      select host, opened_at, doubtful from host
      where opened_at is not null and ${hosts ? sql`host = any(${hosts})` : sql`true`}
        and not exists (select 1 from delivery where id = knocking and state = 'waiting')
      order by host
      for update skip locked
    ), chosen as (
      select silent.host, opened_at, doubtful, candidate.id, tried
      from silent
      left join lateral (
        (select id, 0 as tried from delivery oldest
          where not doubtful and oldest.host = silent.host and state = 'held' order by id limit 1)
        union all
        (select id, tried from (
            select id, inbox, object, attempts, max(attempts) over (partition by activity_id) as tried from delivery
            where doubtful and delivery.host = silent.host and state = 'held'
          ) candidate
          where ${isFirst(sql)}
          order by tried, attempts, id limit 1)
      ) candidate on true
    ), knocked as (
      update host
      set knocking = id, opened_at = case when id is not null then host.opened_at end,
        failures = case when id is not null then failures else 0 end
      from chosen where chosen.host = host.host
    )
    update delivery
    set state = 'waiting',
      run_at = case
        when not doubtful then greatest(run_at, now() + least(interval '6 hours', (now() - opened_at) / 2))
        when tried = 0 then now() + ${rest} * interval '1 second'
        else now() + greatest(interval '1 minute', least(interval '6 hours', (now() - opened_at) / 2))
      end
    from chosen where delivery.id = chosen.id and state = 'held'`;
}

/** What was held just while its host's breaker closed. */
async function release(sql: Sql): Promise<void> {
  // From one host that something is held for to the next, however much it is.
  await sql`
    with recursive holding as (
      select min(host) as host from delivery where state = 'held'
      union all
      select (select min(delivery.host) from delivery where state = 'held' and delivery.host > holding.host)
      from holding where holding.host is not null
    )
    update delivery set state = 'waiting'
    where state = 'held'
      and host in (select host.host from holding join host using (host) where opened_at is null)`;
}

/** A host has shown that it is back, by an answer or by a request of its own: what was held for it goes out at once. */
export async function closeBreakers(sql: Sql, hosts: string[]): Promise<void> {
  const closed = await sql<{ host: string }[]>`
    update host set opened_at = null, knocking = null, failures = 0, doubtful = false
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
      select actor_host as host, count(*)::integer as followers from follower where state = 'accepted' group by actor_host
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

/** Of more than these, those that have been down for the longest. */
const mostTroubled = 200;

/** Those with the most that waits for them first. */
export async function listTroubledHosts(sql: Sql, limit: number): Promise<TroubledHost[]> {
  return sql<TroubledHost[]>`
    select host, opened_at as "openedAt", last_error as "lastError",
      (
        select count(*)::integer from delivery
        where delivery.host = host.host and state in ('waiting', 'held')
      ) as waiting
    from (
      select host, opened_at, last_error from host
      where opened_at is not null or failures > 0
      order by opened_at nulls last, host
      limit ${mostTroubled}
    ) host
    order by opened_at is null, waiting desc, host
    limit ${limit}`;
}
