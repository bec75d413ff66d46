import type { Role } from "./members.ts";
import { seal, unseal } from "./seal.ts";
import type { SecretKey } from "./secret.ts";
import type { Database, Sql } from "./sql.ts";

export const acts = [
  ...(["publish", "edit", "cover", "withdraw", "history", "remind", "cancelReminder"] as const),
  ...(["approveDraft", "scheduleDraft", "unscheduleDraft", "discardDraft"] as const),
  ...(["returnDraft", "restoreDraft", "coverDraft"] as const),
  ...(["changeApproved", "changeScheduled"] as const),
  ...(["approved", "hidden", "refused", "released", "welcome", "unwelcome", "refuseHeld"] as const),
  ...(["boost", "unboost", "like", "unlike", "follow", "unfollow"] as const),
  ...(["acceptFollower", "rejectFollower", "report", "closeReport", "giveUp"] as const),
  ...(["savePage", "removePage", "orderPages", "saveAlly", "removeAlly", "orderAllies"] as const),
  ...(["redirect", "removeRedirect", "importRedirects"] as const),
  ...(["block", "limit", "unblock", "importBlocks"] as const),
  ...(["settings", "rules", "handle", "machines"] as const),
  ...(["addMember", "invite", "revokeInvitation", "removeMember", "setPassphrase"] as const),
  ...(["join", "recoveryCode", "suspendMember", "restoreMember", "changeRole"] as const),
  ...(["setSecondFactor", "resetSecondFactor", "requireSecondFactor", "endSessions", "notices"] as const),
  ...(["addPasskey", "removePasskey", "copiedPasskey"] as const),
  ...(["panic", "liftPanic", "demo", "propose", "confirm", "refuseProposal"] as const),
] as const;
export type Act = (typeof acts)[number];

export interface Entry {
  id: number;
  happenedAt: Date;
  /** The member, by whom names that come again are told apart; null for a command, and in entries from before. */
  memberId: string | null;
  /** As it was then. */
  name: string;
  role: Role | "server";
  act: Act;
  object: string;
}

export type Doer = Pick<Entry, "memberId" | "name" | "role">;

/** Whoever holds the machine, in the log: a command knows no member. */
export const commandLine = { memberId: null, name: "", role: "server" } as const;

/** What is about a member, whose name is sealed then. */
export const actsOnMembers: ReadonlySet<Act> = new Set<Act>([
  ...([
    "addMember",
    "removeMember",
    "setPassphrase",
    "suspendMember",
    "restoreMember",
    "changeRole",
  ] as const),
  ...(["setSecondFactor", "resetSecondFactor", "endSessions", "notices", "confirm"] as const),
  ...(["addPasskey", "removePasskey"] as const),
]);

/** What lies sealed in an entry. */
interface Who {
  id: string | null;
  name: string;
  /** Of what was done to a member. */
  object?: string;
}

/** What an act is about, known before it or only from its outcome. */
export type AuditedObject<Outcome> = string | ((outcome: Outcome) => string | string[] | undefined);

/**
 * The database for one act: the transaction that it begins holds the act's entry, too, so that there is
 * no act without its entry and no entry without its act. `object` may come of the outcome; undefined notes nothing, several
 * are an entry each.
 */
export function audited<Outcome>(
  sql: Database,
  secret: SecretKey,
  by: Doer,
  act: Act,
  object: AuditedObject<Outcome> = "",
): Database {
  const begin = (work: (tx: Sql) => Promise<Outcome>) =>
    sql.begin(async (tx) => {
      const outcome = await work(tx);
      const named = typeof object === "function" ? object(outcome) : object;
      for (const each of [named ?? []].flat()) await addEntry(tx, secret, { ...by, act, object: each });
      return outcome;
    });
  return new Proxy(sql, {
    get: (pool, key) => (key === "begin" ? begin : Reflect.get(pool, key)),
  });
}

/** For what has no member who asked before it was done. */
export async function addEntry(
  tx: Sql,
  secret: SecretKey,
  { memberId, name, role, act, object = "" }: Doer & Pick<Entry, "act"> & Partial<Pick<Entry, "object">>,
): Promise<void> {
  const about = object.slice(0, 2000);
  const sealed = actsOnMembers.has(act);
  const jwe = await sealWho(secret, { id: memberId, name, ...(sealed && { object: about }) });
  await tx`
    insert into audit (role, act, object, who_jwe) values (${role}, ${act}, ${sealed ? "" : about}, ${jwe})`;
}

export const sealWho = (secret: SecretKey, who: Who) => seal(JSON.stringify(who), secret);

/** The newest first; `before` is the id the last page ended with. */
export async function listEntries(
  sql: Sql,
  secret: SecretKey,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<Entry[]> {
  const rows = await sql<(Omit<Entry, "memberId" | "name"> & { jwe: string })[]>`
    select id, happened_at as "happenedAt", role, act, object, who_jwe as jwe
    from audit
    where ${before === undefined ? sql`true` : sql`id < ${before}`}
    order by id desc
    limit ${limit}`;
  return Promise.all(
    rows.map(async ({ jwe, object, ...entry }) => {
      const who = JSON.parse(await unseal(jwe, secret)) as Who;
      return { ...entry, memberId: who.id, name: who.name, object: who.object ?? object };
    }),
  );
}

/** Who published what is nobody's business after the days that the collective chose. */
export async function removeOldEntries(sql: Sql, limit = 5000): Promise<number> {
  const { count } = await sql`
    delete from audit where id in (
      select id from audit
      where happened_at < now() - (select retention_days from collective) * interval '1 day'
      limit ${limit}
    )`;
  return count;
}
