import type { Callout } from "../text/callout.ts";
import type { Sql } from "./sql.ts";

export async function attachCallout(
  sql: Sql,
  postId: string,
  number: number,
  callout: Callout,
): Promise<void> {
  await sql`
    insert into revision_callout (post_id, number, starts_at, ends_at, time_zone, place_name, place_address,
      latitude, longitude, open_until, status)
    values (${postId}, ${number}, ${callout.startsAt}, ${callout.endsAt}, ${callout.timeZone}, ${callout.placeName},
      ${callout.placeAddress}, ${callout.latitude}, ${callout.longitude}, ${callout.openUntil}, ${callout.status})`;
}

/** What each post calls to in the revision given, by post id. */
export async function listAttachedCallouts(
  sql: Sql,
  posts: { id: string; revision: number }[],
): Promise<Map<string, Callout>> {
  if (posts.length === 0) return new Map();
  const rows = await sql<(Callout & { postId: string })[]>`
    select post_id as "postId", starts_at as "startsAt", ends_at as "endsAt", time_zone as "timeZone",
      place_name as "placeName", place_address as "placeAddress", latitude, longitude,
      open_until as "openUntil", status
    from revision_callout
    where (post_id, number) in (
      select * from unnest(${posts.map((post) => post.id)}::text[], ${posts.map((post) => post.revision)}::integer[]))`;
  return new Map(rows.map(({ postId, ...callout }) => [postId, callout]));
}
