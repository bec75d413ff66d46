import type { Rendered } from "../text/own-html.ts";
import { type ShownActor, shownActor } from "./actors.ts";
import { actorIs } from "./blocked.ts";
import { type KeptText, withHtml } from "./rendered.ts";
import type { Sql } from "./sql.ts";

/** A post of ours that others have lately passed on. */
export interface BoostedPost extends Rendered {
  postId: string;
  name: string;
  language: string;
  boosts: number;
  latest: Date;
  /** Accounts that the collective follows. */
  allies: ShownActor[];
  /** The last of the others. */
  others: ShownActor[];
}

/** Of allies all that matter are named; the others only give an idea. */
const mostNamed = { allies: 8, others: 3 };
/** So many posts are looked at for those that stand: few of what is boosted is withdrawn. */
const mostPosts = 50;
/** So many of the last boosters are looked at for them: few of those who boost are blocked. */
const mostLookedAt = 30;

/** The posts boosted in the last days: first those that allies boosted, then those boosted last. */
export async function listBoostedPosts(
  sql: Sql,
  { days, limit }: { days: number; limit: number },
): Promise<BoostedPost[]> {
  const named = (who: keyof typeof mostNamed) => sql`
    coalesce((
      select jsonb_agg(booster order by at desc)
      from (
        select ${shownActor(sql)} as booster, newest.created_at as at
        from (
          select actor_id, created_at from recent
          where recent.post_id = boosted.post_id and allied = ${who === "allies"}
          order by created_at desc
          limit ${mostLookedAt}
        ) newest
        join actor on actor.id = actor_id
        where not ${actorIs(sql, "block")}
        order by at desc
        limit ${mostNamed[who]}
      ) latest
    ), '[]')`;
  const rows = await sql<(Omit<BoostedPost, keyof Rendered> & KeptText)[]>`
    with recent as (
      select post_id, actor_id, created_at,
        exists (
          select 1 from following where following.actor_id = reaction.actor_id and state = 'accepted'
        ) as allied
      from reaction
      where type = 'Announce' and created_at > now() - ${`${days} days`}::interval
    ), counted as (
      select post_id, count(*)::integer as boosts, max(created_at) as latest, bool_or(allied) as allied
      from recent
      group by post_id
      order by allied desc, latest desc
      limit ${mostPosts}
    ), boosted as (
      select post_id, boosts, latest, allied
      from counted
      join post on post.id = post_id and withdrawn_at is null
      order by allied desc, latest desc
      limit ${limit}
    )
    select boosted.post_id as "postId", name, source, html, renderer, language, boosts, latest, ${named("allies")} as allies,
      ${named("others")} as others
    from boosted
    join post on post.id = boosted.post_id
    join revision on revision.post_id = post.id and revision.number = post.revision
    order by boosted.allied desc, latest desc`;
  return withHtml(rows);
}
