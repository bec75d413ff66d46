import type { Callout } from "../text/callout.ts";
import { columns, type Row, withAttachments } from "./post-lists.ts";
import type { Post } from "./posts.ts";
import type { Sql } from "./sql.ts";
import { onceIn } from "./translations.ts";

/** A post that calls people to come. */
export type CalloutPost = Post & { callout: Callout };

/** Where a page of past call-outs begins: after this one. */
export interface CalloutCursor {
  at: Date;
  id: string;
}

/** The date that call-outs are ordered by: of one without a start, that until which it is open. */
export function calloutOrder({ id, callout }: CalloutPost): CalloutCursor {
  return { at: callout.startsAt ?? callout.openUntil, id };
}

/** The call-outs of posts that stand. A translation into `language` takes the place of what it translates. */
const from = (sql: Sql, language: string | undefined) => sql`
  from revision_callout
  join post on post.id = revision_callout.post_id and post.revision = revision_callout.number
    and withdrawn_at is null
  join revision on revision.post_id = post.id and revision.number = post.revision
  where true ${onceIn(
    sql,
    language,
    sql`
      join post other on other.id = theirs.post_id
      join revision_callout called on called.post_id = other.id and called.number = other.revision
        and (called.open_until > now()) = (revision_callout.open_until > now())`,
  )}`;

/** Call-outs that are open, the soonest first; also those that closed after `openSince`, if it is given. */
export async function listUpcomingCallouts(
  sql: Sql,
  options: { language?: string; openSince?: Date; limit: number },
): Promise<CalloutPost[]> {
  const { language, openSince, limit } = options;
  const rows = await sql<Row[]>`
    select ${columns(sql)}
    ${from(sql, language)} and open_until > ${openSince ?? sql`now()`}
    order by coalesce(starts_at, open_until), post.id
    limit ${limit}`;
  return (await withAttachments(sql, rows)) as CalloutPost[];
}

/** Call-outs that are over, the last first. */
export async function listPastCallouts(
  sql: Sql,
  options: { language?: string; before?: CalloutCursor; limit: number },
): Promise<CalloutPost[]> {
  const { language, before, limit } = options;
  const rows = await sql<Row[]>`
    select ${columns(sql)}
    ${from(sql, language)} and open_until <= now()
      ${before ? sql`and (coalesce(starts_at, open_until), post.id) < (${before.at}, ${before.id})` : sql``}
    order by coalesce(starts_at, open_until) desc, post.id desc
    limit ${limit}`;
  return (await withAttachments(sql, rows)) as CalloutPost[];
}

/** Whether there is anything to show under "Call-outs". */
export async function hasCallouts(sql: Sql): Promise<boolean> {
  const [row] = await sql`
    select 1
    from revision_callout
    join post on post.id = post_id and revision = number and withdrawn_at is null
    limit 1`;
  return row !== undefined;
}
