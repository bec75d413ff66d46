import type { Fragment } from "postgres";
import { Conflict, NotFound } from "../errors.ts";
import type { Loosened } from "./collective.ts";
import { randomId } from "./ids.ts";
import type { PageText } from "./pages.ts";
import { seal, unseal } from "./seal.ts";
import type { SecretKey } from "./secret.ts";
import type { Sql } from "./sql.ts";

// What one member alone must not do. It is proposed, waits, and is done by a second person who confirms it; or, where there is
// nobody beside who proposed it, by themselves after a time, with passphrase and second factor.

/** What is to be done. */
export type Proposal =
  | { kind: "liftPanic" }
  | { kind: "makeAdmin"; memberId: string; name: string }
  | { kind: "inviteAdmin" }
  | ({ kind: "loosenRules" } & Loosened)
  | { kind: "savePage"; page: PageText; version: number | undefined }
  | { kind: "removePage"; slug: string; language: string }
  | { kind: "movePage"; slug: string; direction: "up" | "down" };

export interface Decision {
  id: string;
  proposal: Proposal;
  proposer: { id: string; name: string };
  createdAt: Date;
  expiresAt: Date;
  /** Null for never. */
  aloneFrom: Date | null;
}

/** How somebody stands to a decision. */
export type Standing =
  /** May confirm it. */
  | "second"
  /** Was let in, or further in, by somebody else a short while ago. */
  | "fresh"
  /** May confirm it later: this is true of who proposed it, and whoever did it could be both. */
  | "freshProposer"
  /** Proposed it, and there is somebody beside them. */
  | "proposer"
  /** Proposed it, is alone, and may do it now, or later. */
  | "alone"
  | "aloneLater";

/** Pages stand under the rule that two persons have seen what is published, as posts do: nobody does it alone. */
const neverAlone = new Set<Proposal["kind"]>(["savePage", "removePage", "movePage"]);

const waiting = "24 hours";
/** A new collective has nothing to take over yet, and has to let its second admin in. */
const newFor = "7 days";
const freshFor = "3 days";

/** The members who publish, besides `id`: where there is none, somebody is alone. */
const beside = (sql: Sql, id: string) => sql`
  select 1 from member other where other.id <> ${id} and other.role <> 'writer' and other.suspended_at is null`;

const isNew = (sql: Sql) => sql`
  exists (select 1 from collective where collective.created_at > now() - ${newFor}::interval)`;

/** Whether the member `id` is one on whom others had no hand lately. */
const isSettled = (sql: Sql, id: Fragment) => sql`
  exists (
    select 1 from member
    where member.id = ${id} and role <> 'writer' and suspended_at is null and let_in_at < now() - ${freshFor}::interval)`;

/** Whether there is nobody to confirm what `id` proposes; in the first days those count who have been there for some. */
const isAlone = (sql: Sql, id: string) => sql`
  not exists (${beside(sql, id)} and (not ${isNew(sql)} or other.let_in_at < now() - ${freshFor}::interval))`;

/** Has it wait. To propose to open again twice is to propose it once. Gives its id. */
export async function propose(
  sql: Sql,
  secret: SecretKey,
  proposal: Proposal,
  memberId: string,
): Promise<string> {
  const jwe = await seal(JSON.stringify(proposal), secret);
  const aloneFrom = neverAlone.has(proposal.kind)
    ? sql`null`
    : sql`case when ${isNew(sql)} then now() else now() + ${waiting}::interval end`;
  await sql`delete from decision where expires_at < now()`;
  const [row] = await sql<{ id: string }[]>`
    insert into decision (id, kind, details_jwe, member_id, alone_from)
    values (${randomId()}, ${proposal.kind}, ${jwe}, ${memberId}, ${aloneFrom})
    on conflict (kind) where kind = 'liftPanic' do update set kind = excluded.kind
    returning id`;
  return row!.id;
}

type Row = Omit<Decision, "proposal"> & { jwe: string };

const columns = (sql: Sql) => sql`
  decision.id, details_jwe as jwe, decision.created_at as "createdAt", expires_at as "expiresAt", alone_from as "aloneFrom",
  jsonb_build_object('id', member.id, 'name', member.name) as proposer`;

const open = async ({ jwe, ...row }: Row, secret: SecretKey): Promise<Decision> => ({
  ...row,
  proposal: JSON.parse(await unseal(jwe, secret)) as Proposal,
});

/** Those that wait, the oldest first. */
export async function listDecisions(sql: Sql, secret: SecretKey, limit = 50): Promise<Decision[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)}
    from decision
    join member on member.id = member_id
    where expires_at > now()
    order by decision.created_at, decision.id
    limit ${limit}`;
  return Promise.all(rows.map((row) => open(row, secret)));
}

export async function findDecision(sql: Sql, secret: SecretKey, id: string): Promise<Decision | undefined> {
  const [row] = await sql<Row[]>`
    select ${columns(sql)}
    from decision
    join member on member.id = member_id
    where decision.id = ${id} and expires_at > now()`;
  return row && open(row, secret);
}

export async function standingTo(sql: Sql, id: string, memberId: string): Promise<Standing> {
  const [row] = await sql<
    { own: boolean; settled: boolean; proposerSettled: boolean; alone: boolean; now: boolean }[]
  >`
    select member_id = ${memberId} as own, ${isSettled(sql, sql`${memberId}`)} as settled,
      ${isSettled(sql, sql`decision.member_id`)} as "proposerSettled",
      alone_from is not null and ${isAlone(sql, memberId)} as alone, coalesce(alone_from <= now(), false) as now
    from decision where id = ${id}`;
  if (!row) throw new NotFound(`There is no decision ${id}.`);
  if (!row.own && !row.settled) return "fresh";
  if (!row.own) return row.proposerSettled ? "second" : "freshProposer";
  if (!row.alone) return "proposer";
  return row.now ? "alone" : "aloneLater";
}

/**
 * Takes the decision out of those that wait, for who is about to carry it out in the same transaction. `alone`: who proposed it
 * has shown passphrase and second factor. @throws {NotFound} @throws {Conflict} `secondPerson` for whoever must not.
 */
export async function takeDecision(
  tx: Sql,
  secret: SecretKey,
  id: string,
  { memberId, alone = false }: { memberId: string; alone?: boolean },
): Promise<Decision> {
  // Who is beside whom stays as it is until the end.
  await tx`select 1 from member where role <> 'writer' order by id for share`;
  const decision = await findDecision(tx, secret, id);
  if (!decision) throw new NotFound(`There is no decision ${id}.`);
  const standing = await standingTo(tx, id, memberId);
  if (standing !== (alone ? "alone" : "second")) throw new Conflict("secondPerson");
  // The table refuses it as well where it is one's own.
  await tx`update decision set confirmed_by = ${memberId}, confirmed_alone = ${alone} where id = ${id}`;
  await tx`delete from decision where id = ${id}`;
  return decision;
}

/** Ends it undone. @throws {NotFound} */
export async function dropDecision(tx: Sql, secret: SecretKey, id: string): Promise<Decision> {
  const decision = await findDecision(tx, secret, id);
  if (!decision) throw new NotFound(`There is no decision ${id}.`);
  await tx`delete from decision where id = ${id}`;
  return decision;
}

/** What a member has proposed ends when they are kept out or lose their role, and whoever is left alone by it waits anew. */
export async function endProposalsOf(tx: Sql, memberId: string): Promise<void> {
  await tx`delete from decision where member_id = ${memberId}`;
  await tx`update decision set alone_from = greatest(alone_from, now() + ${waiting}::interval)`;
}

export async function removeOldDecisions(sql: Sql, limit = 1000): Promise<number> {
  const { count } = await sql`
    delete from decision where id in (select id from decision where expires_at < now() limit ${limit})`;
  return count;
}
