import { hostOf } from "../text/address.ts";
import type { Sql } from "./sql.ts";

/** An actor of another server, as it last described itself. */
export interface Actor {
  id: string;
  host: string;
  type: string;
  preferredUsername: string;
  /** What it is shown as: see `shownHandle`. */
  handle: string;
  name: string;
  url: string;
  icon: string | null;
  inbox: string;
  /** The id of the collection of its followers; "" where it names none, null where it was not asked since we keep it. */
  followers: string | null;
  sharedInbox: string | null;
  alsoKnownAs: string[];
  /** The account it says it has moved to; verified both ways. */
  movedTo: string | null;
  fetchedAt: Date;
}

export interface ActorKey {
  id: string;
  actorId: string;
  publicKeyPem: string;
  fetchedAt: Date;
}

/** What its server says of an actor; a handle only where it needs no asking, as in a demo. */
export type DescribedActor = Omit<Actor, "host" | "handle" | "movedTo" | "fetchedAt" | "followers"> & {
  handle?: string;
  followers?: string | null;
};

/**
 * What an actor is shown as: its handle once WebFinger has agreed to it, until then its address without the scheme and
 * without characters that reorder or hide. Anybody may write any name into a document.
 */
export const shownHandle = (sql: Sql) => sql`coalesce(actor.handle, ${shownAddress(sql)})`;

const shownAddress = (sql: Sql) => sql`regexp_replace(actor.id, '^https?://|[^!-~]+', '', 'gi')`;

/** What is shown of an actor beside its posts. */
export type ShownActor = Pick<Actor, "id" | "host" | "handle" | "name" | "url">;

export const shownActor = (sql: Sql) => sql`
  jsonb_build_object('id', actor.id, 'host', actor.host, 'handle', ${shownHandle(sql)}, 'name', actor.name,
    'url', actor.url)`;

/** What readers are shown of the author of a row of `reply`: the name and the handle that members saw when they approved it. */
export const approvedActor = (sql: Sql) => sql`
  jsonb_build_object('id', actor.id, 'host', actor.host, 'name', author_name, 'url', actor.url,
    'handle', case when actor.handle = author_handle then actor.handle else ${shownAddress(sql)} end)`;

const columns = (sql: Sql) => sql`
  actor.id, actor.host, actor.type, preferred_username as "preferredUsername", ${shownHandle(sql)} as handle,
  actor.name, actor.url, icon, inbox, followers, shared_inbox as "sharedInbox", also_known_as as "alsoKnownAs", moved_to as "movedTo",
  actor.fetched_at as "fetchedAt"`;

export async function findActor(sql: Sql, id: string): Promise<Actor | undefined> {
  const [row] = await sql<Actor[]>`select ${columns(sql)} from actor where id = ${id}`;
  return row;
}

/** The actors that an address means, however people copy it: an id, a page, or what is shown of an actor. */
export async function listActorsByAddress(sql: Sql, address: string): Promise<Actor[]> {
  const shown = address.replace(/^(?=[^@/\s]+@)/, "@").toLowerCase();
  const actors = await sql<Actor[]>`
    select ${columns(sql)} from actor
    where id = ${address} or url = ${address} or lower(${shownHandle(sql)}) = ${shown}
    order by id
    limit 10`;
  const itself = actors.find(({ id }) => id === address);
  return itself ? [itself] : actors;
}

/** Records what an actor's server says of it now, with the keys it lists; keys it lists no more are forgotten. */
export async function putActor(
  sql: Sql,
  actor: DescribedActor,
  keys: { id: string; publicKeyPem: string }[],
): Promise<Actor> {
  const { handle } = actor;
  const renamed = sql`
    (actor.preferred_username, split_part(actor.inbox, '/', 3))
      is distinct from (excluded.preferred_username, split_part(excluded.inbox, '/', 3))`;
  const [row] = await sql<Actor[]>`
    insert into actor (id, host, type, preferred_username, name, url, icon, inbox, followers, shared_inbox, also_known_as,
      handle, handle_checked_at)
    values (${actor.id}, ${hostOf(actor.id)!}, ${actor.type}, ${actor.preferredUsername}, ${actor.name},
      ${actor.url}, ${actor.icon}, ${actor.inbox}, ${actor.followers ?? null}, ${actor.sharedInbox}, ${actor.alsoKnownAs},
      ${handle ?? null}, ${handle === undefined ? null : sql`now()`})
    on conflict (id) do update
    set type = excluded.type, preferred_username = excluded.preferred_username, name = excluded.name,
      url = excluded.url, icon = excluded.icon, inbox = excluded.inbox, followers = excluded.followers,
      shared_inbox = excluded.shared_inbox,
      also_known_as = excluded.also_known_as, fetched_at = now(),
      handle = coalesce(excluded.handle, case when not ${renamed} then actor.handle end),
      handle_checked_at =
        coalesce(excluded.handle_checked_at, case when not ${renamed} then actor.handle_checked_at end)
    returning ${columns(sql)}`;
  await sql`delete from actor_key where actor_id = ${actor.id}`;
  for (const key of keys) {
    await sql`
      insert into actor_key (id, actor_id, public_key_pem) values (${key.id}, ${actor.id}, ${key.publicKeyPem})
      on conflict (id) do update
      set actor_id = excluded.actor_id, public_key_pem = excluded.public_key_pem, fetched_at = now()`;
  }
  return row!;
}

/** A key and the actor whose own document lists it. */
export async function findActorByKey(
  sql: Sql,
  keyId: string,
): Promise<{ actor: Actor; key: ActorKey } | undefined> {
  const [row] = await sql<(Actor & { publicKeyPem: string; keyFetchedAt: Date })[]>`
    select ${columns(sql)}, public_key_pem as "publicKeyPem", actor_key.fetched_at as "keyFetchedAt"
    from actor_key join actor on actor.id = actor_id
    where actor_key.id = ${keyId}`;
  if (!row) return undefined;
  const { publicKeyPem, keyFetchedAt, ...actor } = row;
  return { actor, key: { id: keyId, actorId: actor.id, publicKeyPem, fetchedAt: keyFetchedAt } };
}

export async function recordMove(sql: Sql, id: string, target: string): Promise<void> {
  await sql`update actor set moved_to = ${target} where id = ${id}`;
}

/** An actor is gone: with it go its follow, its replies and its reactions. */
export async function removeActor(sql: Sql, id: string): Promise<void> {
  await sql`delete from actor where id = ${id}`;
}

/** Actors whose handle has not been asked for since they were named so: of each host one, so that none holds up the others. */
export async function listUncheckedActors(sql: Sql, limit: number): Promise<Actor[]> {
  return sql<Actor[]>`
    select * from (
      select distinct on (actor.host) ${columns(sql)}
      from actor
      where handle_checked_at is null
      order by actor.host, actor.fetched_at
    ) first
    order by "fetchedAt", id
    limit ${limit}`;
}

/** Records what was found for the actor as it was then; one that took another name meanwhile is asked about anew. */
export async function recordHandle(sql: Sql, asked: Actor, handle: string | undefined): Promise<void> {
  await sql`
    update actor set handle = ${handle ?? null}, handle_checked_at = now()
    where id = ${asked.id} and preferred_username = ${asked.preferredUsername} and inbox = ${asked.inbox}`;
}

/** Whose handle could not be had a day ago is asked about again, for a week: the server may have been down. */
export async function recheckHandles(sql: Sql, limit = 5000): Promise<void> {
  await sql`
    update actor set handle_checked_at = null
    where id in (
      select id from actor
      where handle is null and handle_checked_at < now() - interval '1 day'
        and fetched_at > now() - interval '7 days'
      limit ${limit}
    )`;
}
