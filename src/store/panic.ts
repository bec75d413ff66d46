import { Invalid } from "../errors.ts";
import type { Database, Sql } from "./sql.ts";

/**
 * Everybody is signed out, open invitations and proposals are void, and nothing is published until an admin lifts it: not even what was
 * scheduled, which stays approved.
 */
export async function panic(sql: Database): Promise<void> {
  await sql.begin(async (tx) => {
    // First: it waits for what is being published at this moment, and what comes later finds it.
    await tx`update collective set panicked_at = coalesce(panicked_at, now())`;
    await tx`
      update draft set state = 'approved', scheduled_at = null, version = version + 1 where state = 'scheduled'`;
    await tx`delete from session`;
    await tx`delete from sign_in`;
    await tx`delete from browser`;
    await tx`delete from invitation`;
    await tx`delete from decision`;
  });
}

/** What waited goes out: answers that other servers asked for meanwhile, and what nobody has withdrawn. */
export async function liftPanic(sql: Sql): Promise<void> {
  await sql`update collective set panicked_at = null`;
  await sql`select pg_notify('delivery', '')`;
}

/** For transactions that say or change anything in the collective's name: none of them goes past a panic. @throws {Invalid} */
export async function refuseInPanic(tx: Sql): Promise<void> {
  if (await isPanicked(tx)) throw new Invalid("panicked");
}

/** Whether there is a panic; until the end of the transaction none begins. */
export async function isPanicked(tx: Sql): Promise<boolean> {
  const [collective] = await tx<{ panicked: boolean }[]>`
    select panicked_at is not null as panicked from collective for share`;
  return collective?.panicked ?? false;
}

/** What nobody has published is read by nobody in a panic, whatever page would show it. */
export const unlessPanicked = (sql: Sql) =>
  sql`not exists (select 1 from collective where panicked_at is not null)`;
