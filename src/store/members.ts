import { Conflict, Invalid, NotFound } from "../errors.ts";
import { normal } from "../text/normal.ts";
import { passphraseProblem } from "../text/passphrase.ts";
import { memberName, skeleton } from "../text/skeleton.ts";
import { endProposalsOf } from "./decisions.ts";
import { randomId } from "./ids.ts";
import { revokeFeed } from "./notifications.ts";
import { hashPassphrase, verifyPassphrase } from "./passphrases.ts";
import { endSessions } from "./sessions.ts";
import type { Sql } from "./sql.ts";

export const roles = ["writer", "editor", "admin"] as const;
export type Role = (typeof roles)[number];

export function isRole(text: string): text is Role {
  return roles.some((each) => each === text);
}

export interface Member {
  id: string;
  name: string;
  role: Role;
  createdAt: Date;
  suspendedAt: Date | null;
}

export interface ListedMember extends Member {
  secondFactor: boolean;
}

/** Whom a decision is about: forms know the id, a command knows the name. */
export type MemberRef = Pick<Member, "id"> | Pick<Member, "name">;

const isMember = (sql: Sql, of: MemberRef) =>
  "id" in of ? sql`member.id = ${of.id}` : sql`lower(name) = lower(${normal(of.name, "NFKC").trim()})`;

/** @throws {NotFound} */
export async function findMember(sql: Sql, of: MemberRef): Promise<Pick<Member, "id" | "name" | "role">> {
  const [member] = await sql<Pick<Member, "id" | "name" | "role">[]>`
    select id, name, role from member where ${isMember(sql, of)}`;
  if (!member) throw new NotFound(`There is no member ${"id" in of ? of.id : `named ${of.name}`}.`);
  return member;
}

/**
 * @throws {Invalid} for a name that is too short or a passphrase that is weak, {Conflict} for a name that is taken or can be
 * taken for another member's.
 */
export async function addMember(
  sql: Sql,
  member: { name: string; role: Role; passphrase: string },
): Promise<Member> {
  const name = memberName(member.name);
  if (name === "" || name.length > 60) throw new Invalid("memberName", "memberName");
  await refuseWeak(sql, member.passphrase, name);
  const look = skeleton(name);
  const [added] = await sql<Member[]>`
    insert into member (id, name, role, passphrase_hash, skeleton)
    select ${randomId()}, ${name}, ${member.role}, ${await hashPassphrase(member.passphrase)}, ${look}
    where not exists (select 1 from member where skeleton = ${look})
    on conflict do nothing
    returning id, name, role, created_at as "createdAt", suspended_at as "suspendedAt"`;
  if (!added)
    throw new Conflict(`There is a member named ${name} already, or one whose name looks the same.`);
  return added;
}

/** Whoever knows the collective tries its name first. */
async function refuseWeak(sql: Sql, passphrase: string, name: string): Promise<void> {
  const [collective] = await sql<{ name: string; handle: string }[]>`select name, handle from collective`;
  const problem = passphraseProblem(passphrase, [name, ...Object.values(collective ?? {})]);
  if (problem) throw new Invalid(problem, "passphrase");
}

export async function listMembers(sql: Sql): Promise<ListedMember[]> {
  return sql<ListedMember[]>`
    select id, name, role, created_at as "createdAt", suspended_at as "suspendedAt",
      has_second_factor(id) as "secondFactor"
    from member
    order by lower(name)
    limit 500`;
}

/**
 * Locks the member until the transaction ends, and all admins, so that two changes at once cannot take the
 * last two. @throws {NotFound}
 */
async function lockMember(tx: Sql, of: MemberRef) {
  const members = await tx<(Pick<Member, "id" | "name" | "role" | "suspendedAt"> & { named: boolean })[]>`
    select id, name, role, suspended_at as "suspendedAt", ${isMember(tx, of)} as named
    from member
    where role = 'admin' or ${isMember(tx, of)}
    order by id
    for update`;
  const member = members.find(({ named }) => named);
  if (!member) throw new NotFound(`There is no member ${"id" in of ? of.id : `named ${of.name}`}.`);
  const othersKeep = members.some(
    ({ id, role, suspendedAt }) => role === "admin" && !suspendedAt && id !== member.id,
  );
  return { ...member, isLastAdmin: member.role === "admin" && !othersKeep };
}

/** Gives the name. Call it in a transaction. @throws {NotFound} when there is no such member, {Conflict} for the last admin. */
export async function removeMember(tx: Sql, of: MemberRef): Promise<string> {
  const { id, name, isLastAdmin } = await lockMember(tx, of);
  if (isLastAdmin) throw new Conflict("lastAdmin");
  await endProposalsOf(tx, id);
  await tx`delete from member where id = ${id}`;
  return name;
}

/**
 * Keeps a member out until `restoreMember`. Sessions and sign-ins under way end, and so does the address of the feed: who
 * holds it now may be somebody else. Gives the name, unless they were out already. `by` is who asks for it, where that is a
 * member. Call it in a transaction. @throws {NotFound}, {Conflict} for the last admin and for oneself.
 */
export async function suspendMember(tx: Sql, of: MemberRef, { by = "" } = {}): Promise<string | undefined> {
  const member = await lockMember(tx, of);
  if (member.id === by) throw new Conflict("ownMembership");
  if (member.isLastAdmin) throw new Conflict("lastAdmin");
  if (member.suspendedAt) return undefined;
  await tx`update member set suspended_at = now() where id = ${member.id}`;
  await endSessions(tx, member.id);
  await endWhatTheyBegan(tx, member.id);
  await revokeFeed(tx, member.id);
  return member.name;
}

/** Whom they would let in, and what they would have done, goes with their say. */
async function endWhatTheyBegan(tx: Sql, memberId: string): Promise<void> {
  await tx`delete from invitation where member_id = ${memberId}`;
  await endProposalsOf(tx, memberId);
}

/** Gives the name, unless they were not kept out. @throws {NotFound} */
export async function restoreMember(tx: Sql, of: MemberRef): Promise<string | undefined> {
  const member = await lockMember(tx, of);
  if (!member.suspendedAt) return undefined;
  await tx`update member set suspended_at = null, let_in_at = now() where id = ${member.id}`;
  return member.name;
}

/**
 * The sessions of the member end by it: whoever has one of them open gets no more than they had. Gives the name, unless that
 * is the role already. `by` is as for `suspendMember`. Call it in a transaction. @throws what `suspendMember` throws.
 */
export async function changeRole(
  tx: Sql,
  of: MemberRef,
  role: Role,
  { by = "" } = {},
): Promise<string | undefined> {
  const member = await lockMember(tx, of);
  if (member.id === by) throw new Conflict("ownMembership");
  if (member.role === role) return undefined;
  if (member.isLastAdmin) throw new Conflict("lastAdmin");
  const further = roles.indexOf(role) > roles.indexOf(member.role);
  await tx`
    update member set role = ${role}, let_in_at = ${further ? tx`now()` : tx`let_in_at`} where id = ${member.id}`;
  await endSessions(tx, member.id);
  await endWhatTheyBegan(tx, member.id);
  return member.name;
}

/**
 * Replaces a forgotten or leaked passphrase, one's `own` or another's; whoever is signed in with the old one is no longer. Gives
 * the name.
 * @throws {NotFound} {Invalid}
 */
export async function setPassphrase(
  sql: Sql,
  of: MemberRef,
  passphrase: string,
  { own = false } = {},
): Promise<string> {
  const { id, name } = await findMember(sql, of);
  await refuseWeak(sql, passphrase, name);
  await sql`
    update member
    set passphrase_hash = ${await hashPassphrase(passphrase)}, let_in_at = ${own ? sql`let_in_at` : sql`now()`}
    where id = ${id}`;
  await endSessions(sql, id);
  return name;
}

let unknownHash: Promise<string> | undefined;

/** The member with that name and passphrase. It takes as long for a name that nobody has. */
export async function findMemberByPassphrase(
  sql: Sql,
  name: string,
  passphrase: string,
): Promise<Member | undefined> {
  const [row] = await sql<(Member & { hash: string })[]>`
    select id, name, role, created_at as "createdAt", suspended_at as "suspendedAt", passphrase_hash as hash
    from member
    where ${isMember(sql, { name })} and suspended_at is null`;
  unknownHash ??= hashPassphrase(randomId());
  const holds = await verifyPassphrase(passphrase, row?.hash ?? (await unknownHash));
  if (!row || !holds) return undefined;
  const { hash: _, ...member } = row;
  return member;
}

/** What editors have scheduled is theirs to stop. @throws {Conflict} `scheduledFixed` */
export async function refuseWriter(sql: Sql, memberId: string): Promise<void> {
  const [writer] = await sql`select 1 from member where id = ${memberId} and role = 'writer'`;
  if (writer) throw new Conflict("scheduledFixed");
}
