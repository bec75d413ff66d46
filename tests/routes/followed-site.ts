import { type Actor, putActor } from "../../src/store/actors.ts";
import type { DeliveryState } from "../../src/store/delivery-report.ts";
import { addFollower } from "../../src/store/followers.ts";
import { type Published } from "../../src/store/posts.ts";
import type { Database } from "../../src/store/sql.ts";
import { publishPost } from "../support/written.ts";

/** Somebody at the host who follows; their inbox is their own unless the host shares one. */
export async function follow(
  sql: Database,
  name: string,
  host: string,
  { shared = false } = {},
): Promise<Actor> {
  const id = `https://${host}/users/${name}`;
  const described = { id, type: "Person", preferredUsername: name, name: "", url: id, icon: null };
  const inboxes = { inbox: `${id}/inbox`, sharedInbox: shared ? `https://${host}/inbox` : null };
  const handle = `@${name}@${host}`;
  const actor = await putActor(sql, { ...described, ...inboxes, handle, alsoKnownAs: [] }, []);
  await addFollower(sql, actor, `${id}/follow`, false);
  return actor;
}

export function publish(sql: Database, name = "Cold radiators"): Promise<Published> {
  const text = { name, source: "We meet.", summary: "", language: "en", tags: [], pictures: [] };
  return publishPost(sql, { ...text, type: "Note", pinned: false });
}

/** Calls people together tomorrow, at a place that is to be announced. */
export function publishCallout(sql: Database): Promise<Published> {
  const text = { name: "Breakfast", source: "We meet.", summary: "", language: "en", tags: [], pictures: [] };
  const start = new Date(Date.now() + 86_400_000);
  const where = {
    timeZone: "Europe/Paris",
    placeName: "",
    placeAddress: "",
    latitude: null,
    longitude: null,
  };
  const callout = { ...where, startsAt: start, endsAt: null, openUntil: start, status: "confirmed" } as const;
  return publishPost(sql, { ...text, type: "Note", pinned: false, callout });
}

/** As the worker would have left the deliveries to a host. */
export async function settle(
  sql: Database,
  host: string,
  state: DeliveryState,
  { status = null as number | null, error = null as string | null, attempts = 1 } = {},
): Promise<void> {
  await sql`
    update delivery
    set state = ${state}, status = ${status}, error = ${error}, attempts = ${attempts},
      run_at = case when ${state} = 'waiting' then now() + interval '1 hour' else run_at end,
      settled_at = case when ${state} in ('waiting', 'held') then null else now() end
    where host = ${host}`;
}

/** As if the host had failed until its breaker opened: one delivery knocks in an hour, the others are held. */
export async function leaveAlone(sql: Database, host: string): Promise<void> {
  await sql`
    insert into host (host, signature, failures, opened_at, last_failure_at, last_error, knocking)
    values (${host}, 'draft-cavage', 3, now() - interval '2 hours', now(), 'HTTP 500',
      (select min(id) from delivery where host = ${host}))`;
  await settle(sql, host, "held", { status: 500, error: "HTTP 500" });
  await sql`
    update delivery set state = 'waiting', run_at = now() + interval '1 hour'
    where id = (select knocking from host where host = ${host})`;
}

/** What stands in the table of deliveries. */
export async function listRows(sql: Database) {
  return sql<{ host: string; inbox: string; state: DeliveryState; attempts: number; due: boolean }[]>`
    select host, inbox, state, attempts, run_at <= now() as due from delivery order by id`;
}
