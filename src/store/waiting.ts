import { cameInPause } from "./clock.ts";
import { type Role, roles } from "./members.ts";
import type { Sql } from "./sql.ts";

/** What can wait for members, and the least role that may decide about it. */
export const waitingFor = {
  overdue: "editor",
  drafts: "editor",
  replies: "editor",
  mentions: "editor",
  held: "editor",
  followers: "editor",
  reports: "editor",
  moved: "editor",
} as const satisfies Record<string, Role>;
export type WaitingKind = keyof typeof waitingFor;

export interface Waiting {
  kind: WaitingKind;
  count: number;
  oldest: Date;
  latest: Date;
}

/** What waits for somebody to decide, by kind: what nothing waits of is absent. */
export async function listWaiting(sql: Sql): Promise<Waiting[]> {
  const found = await sql<Waiting[]>`
    select kind, count(*)::integer as count, min(since) as oldest, max(since) as latest
    from (
      select 'overdue' as kind, scheduled_at as since from draft
      where state = 'scheduled' and ${cameInPause(sql, sql`scheduled_at`)}
      union all
      select 'overdue', due_at from reminder where ${cameInPause(sql, sql`due_at`)}
      union all
      select 'drafts' as kind, updated_at as since from draft where state = 'in-review'
      union all
      select 'replies', received_at from reply where state = 'pending' and post_id is not null
      union all
      select 'mentions', received_at from reply where state = 'pending' and post_id is null
      union all
      select 'held', received_at from reply where state = 'held'
      union all
      select 'followers', created_at from follower where state = 'pending'
      union all
      select 'reports', created_at from flag where closed_at is null
      union all
      select 'moved', ended_at from following where state = 'moved'
    ) waiting
    group by kind`;
  const order = Object.keys(waitingFor);
  return found.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

/** What waits for a member of this role. */
export function waitingForRole(waiting: Waiting[], role: Role): Waiting[] {
  return waiting.filter(({ kind }) => roles.indexOf(role) >= roles.indexOf(waitingFor[kind]));
}
