import { type Actor, findActor, type ShownActor, shownActor } from "./actors.ts";
import type { Block } from "./blocks.ts";
import { type FollowingState, standing } from "./following.ts";
import { replyStates, type ReplyState } from "./replies.ts";
import type { Sql } from "./sql.ts";

/** What members know of an account before they decide about it. */
export interface ActorHistory {
  actor: Actor;
  /** When it was first heard of, by what is kept of it. */
  firstSeen: Date | null;
  replies: Record<ReplyState, number>;
  likes: number;
  boosts: number;
  follows: { state: "pending" | "accepted"; createdAt: Date } | null;
  followed: FollowingState | null;
  /** Reports that came from it, and those that members sent about it. */
  reportsBy: number;
  reportsAbout: number;
  /** Whether members have let its host in. */
  welcome: boolean;
  /** What stands against it, its host, or a domain above that. */
  decisions: Block[];
}

type Row = Omit<ActorHistory, "actor" | "replies" | "decisions">;

export async function findActorHistory(sql: Sql, id: string): Promise<ActorHistory | undefined> {
  const actor = await findActor(sql, id);
  if (!actor) return undefined;
  const [counted, decisions, [row]] = await Promise.all([
    sql<{ state: ReplyState; count: number }[]>`
      select state, count(*)::integer as count from reply where actor_id = ${id} group by state`,
    sql<Block[]>`
      select kind, value, severity, created_at as "createdAt"
      from block
      where (kind = 'actor' and value = ${id})
        or (kind = 'host' and value in (select name from names_of_host(${actor.host}) as name))
      order by kind, length(value) desc
      limit 20`,
    sql<Row[]>`
      select
        least(
          (select min(received_at) from reply where actor_id = ${id}),
          (select min(received_at) from allied_post where actor_id = ${id}),
          (select min(created_at) from allied_share where actor_id = ${id}),
          (select min(created_at) from reaction where actor_id = ${id}),
          (select min(created_at) from flag where actor_id = ${id}),
          (select created_at from follower where actor_id = ${id})
        ) as "firstSeen",
        (
          select count(distinct post_id)::integer from reaction
          where actor_id = ${id} and type in ('Like', 'EmojiReact')
        ) as likes,
        (select count(*)::integer from reaction where actor_id = ${id} and type = 'Announce') as boosts,
        (select count(*)::integer from flag where actor_id = ${id}) as "reportsBy",
        (select count(*)::integer from activity where type = 'Flag' and object = ${id}) as "reportsAbout",
        (select ${standing(sql)} from following where actor_id = ${id}) as followed,
        exists (select 1 from welcome where host = ${actor.host}) as welcome,
        (
          select jsonb_build_object('state', state, 'createdAt', created_at) from follower where actor_id = ${id}
        ) as follows`,
  ]);
  const replies = Object.fromEntries(replyStates.map((state) => [state, 0])) as Record<ReplyState, number>;
  for (const { state, count } of counted) replies[state] = count;
  const follows = row!.follows && { ...row!.follows, createdAt: new Date(row!.follows.createdAt) };
  return { ...row!, actor, replies, decisions, follows };
}

/** Another account of the same host, in short. */
export interface Neighbour extends ShownActor {
  replies: number;
  refused: number;
  follows: boolean;
}

/** The other accounts of its host that are known here, those that wrote the most first. */
export async function listNeighbours(sql: Sql, actor: Actor, limit: number): Promise<Neighbour[]> {
  const rows = await sql<(Omit<Neighbour, keyof ShownActor> & { shown: ShownActor })[]>`
    select ${shownActor(sql)} as shown, coalesce(written.replies, 0) as replies,
      coalesce(written.refused, 0) as refused,
      exists (select 1 from follower where actor_id = actor.id and state = 'accepted') as follows
    from actor
    left join (
      select actor_id, count(*)::integer as replies,
        (count(*) filter (where state = 'refused'))::integer as refused
      from reply
      where actor_id in (select id from actor where host = ${actor.host})
      group by actor_id
    ) written on written.actor_id = actor.id
    where actor.host = ${actor.host} and actor.id <> ${actor.id}
    order by replies desc, actor.id
    limit ${limit}`;
  return rows.map(({ shown, ...row }) => ({ ...shown, ...row }));
}
