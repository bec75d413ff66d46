import { Conflict, Invalid, NotFound } from "../errors.ts";
import { passphraseProblem } from "../text/passphrase.ts";
import { randomId } from "./ids.ts";
import { revokeFeed } from "./notifications.ts";
import { hashPassphrase, verifyPassphrase } from "./passphrases.ts";
import { endSessions } from "./sessions.ts";
import type { Database, Sql } from "./sql.ts";

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

/** @throws {Invalid} for a name that is too short or a passphrase that is weak, {Conflict} for a name that is taken. */
export async function addMember(
  sql: Sql,
  member: { name: string; role: Role; passphrase: string },
): Promise<Member> {
  const name = member.name.normalize("NFKC").trim();
  if (name === "" || name.length > 60) throw new Invalid("memberName", "memberName");
  await refuseWeak(sql, member.passphrase, name);
  const [added] = await sql<Member[]>`
    insert into member (id, name, role, passphrase_hash)
    values (${randomId()}, ${name}, ${member.role}, ${await hashPassphrase(member.passphrase)})
    on conflict (lower(name)) do nothing
    returning id, name, role, created_at as "createdAt", suspended_at as "suspendedAt"`;
  if (!added) throw new Conflict(`There is a member named ${name} already.`);
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
      exists (select 1 from second_factor where member_id = id) as "secondFactor"
    from member
    order by lower(name)
    limit 500`;
}

/**
 * Locks the member of that name until the transaction ends, and all admins, so that two changes at once cannot take the
 * last two. @throws {NotFound}
 */
async function lockMember(tx: Sql, name: string) {
  const members = await tx<(Pick<Member, "id" | "name" | "role" | "suspendedAt"> & { named: boolean })[]>`
    select id, name, role, suspended_at as "suspendedAt",
      lower(name) = lower(${name.normalize("NFKC").trim()}) as named
    from member
    where role = 'admin' or lower(name) = lower(${name.normalize("NFKC").trim()})
    order by id
    for update`;
  const member = members.find(({ named }) => named);
  if (!member) throw new NotFound(`There is no member named ${name}.`);
  const othersKeep = members.some(
    ({ id, role, suspendedAt }) => role === "admin" && !suspendedAt && id !== member.id,
  );
  return { ...member, isLastAdmin: member.role === "admin" && !othersKeep };
}

/** @throws {NotFound} when nobody has that name, {Conflict} for the last admin. */
export async function removeMember(sql: Database, name: string): Promise<void> {
  await sql.begin(async (tx) => {
    const { id, isLastAdmin } = await lockMember(tx, name);
    if (isLastAdmin) throw new Conflict("lastAdmin");
    await tx`delete from member where id = ${id}`;
  });
}

/**
 * Keeps a member out until `restoreMember`. Sessions and sign-ins under way end, and so does the address of the feed: who
 * holds it now may be somebody else. Gives the name, unless they were out already. `by` is who asks for it, where that is a
 * member. Call it in a transaction. @throws {NotFound}, {Conflict} for the last admin and for oneself.
 */
export async function suspendMember(tx: Sql, name: string, { by = "" } = {}): Promise<string | undefined> {
  const member = await lockMember(tx, name);
  if (member.id === by) throw new Conflict("ownMembership");
  if (member.isLastAdmin) throw new Conflict("lastAdmin");
  if (member.suspendedAt) return undefined;
  await tx`update member set suspended_at = now() where id = ${member.id}`;
  await endSessions(tx, member.id);
  await revokeFeed(tx, member.id);
  return member.name;
}

/** Gives the name, unless they were not kept out. @throws {NotFound} */
export async function restoreMember(tx: Sql, name: string): Promise<string | undefined> {
  const member = await lockMember(tx, name);
  if (!member.suspendedAt) return undefined;
  await tx`update member set suspended_at = null where id = ${member.id}`;
  return member.name;
}

/**
 * The sessions of the member end by it: whoever has one of them open gets no more than they had. Gives the name, unless that
 * is the role already. `by` is as for `suspendMember`. Call it in a transaction. @throws what `suspendMember` throws.
 */
export async function changeRole(
  tx: Sql,
  name: string,
  role: Role,
  { by = "" } = {},
): Promise<string | undefined> {
  const member = await lockMember(tx, name);
  if (member.id === by) throw new Conflict("ownMembership");
  if (member.role === role) return undefined;
  if (member.isLastAdmin) throw new Conflict("lastAdmin");
  await tx`update member set role = ${role} where id = ${member.id}`;
  await endSessions(tx, member.id);
  return member.name;
}

/** Replaces a forgotten or leaked passphrase; whoever is signed in with the old one is no longer. @throws {NotFound} {Invalid} */
export async function setPassphrase(sql: Sql, name: string, passphrase: string): Promise<void> {
  await refuseWeak(sql, passphrase, name);
  const [member] = await sql<{ id: string }[]>`
    update member set passphrase_hash = ${await hashPassphrase(passphrase)}
    where lower(name) = lower(${name.normalize("NFKC").trim()})
    returning id`;
  if (!member) throw new NotFound(`There is no member named ${name}.`);
  await endSessions(sql, member.id);
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
    where lower(name) = lower(${name.normalize("NFKC").trim()}) and suspended_at is null`;
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
