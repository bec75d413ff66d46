import { groupId } from "../text/address.ts";
import type { ActivityType } from "./activities.ts";
import { stateFor } from "./deliveries.ts";
import { randomId } from "./ids.ts";
import type { Sql } from "./sql.ts";
import { roundedNow } from "./times.ts";

/** What a follow was that a block has ended. */
export interface Ended {
  actorId: string;
  /** Of theirs the id of their Follow, of ours the activity. */
  followId: string;
}

/**
 * Tells the blocked that the follows between them and the group have ended: their server would go on showing them, and send its
 * posts here. It is the last that goes to them, and says nothing of the block. In one statement each, as a block may end thousands.
 */
export async function sayFarewell(
  sql: Sql,
  { followers, followed }: Record<"followers" | "followed", Ended[]>,
): Promise<void> {
  const [collective] = await sql<{ origin: string }[]>`select origin from collective`;
  if (!collective || followers.length + followed.length === 0) return;
  const object = groupId(collective.origin);
  const said = [
    ...followers.map(({ actorId, followId }) => {
      const follow = { type: "Follow", id: followId, actor: actorId, object };
      return { type: "Reject" as ActivityType, actorId, followId, embedded: JSON.stringify(follow) };
    }),
    ...followed.map((ended) => ({ ...ended, type: "Undo" as ActivityType, embedded: null })),
  ].map((each) => Object.assign(each, { id: randomId() }));
  await sql`update activity set undone_at = now() where id = any(${followed.map(({ followId }) => followId)})`;
  await sql`
    with said as (
      insert into activity (id, type, object, embedded, recipient, created_at)
      select id, type, object, embedded::jsonb, recipient, ${roundedNow(sql)}
      from unnest(${said.map(({ id }) => id)}::text[], ${said.map(({ type }) => type)}::text[],
        ${said.map(({ followId }) => followId)}::text[], ${said.map(({ embedded }) => embedded)}::text[],
        ${said.map(({ actorId }) => actorId)}::text[]) as farewell (id, type, object, embedded, recipient)
      returning id, object, recipient
    )
    insert into delivery (activity_id, object, inbox, host, state)
    select said.id, said.object, inbox, actor.host, ${stateFor(sql)}
    from said
    join actor on actor.id = recipient
    left join host on host.host = actor.host`;
  await sql`select pg_notify('delivery', '')`;
}
