import { Conflict, NotFound } from "../errors.ts";
import { listActorsByAddress } from "../store/actors.ts";
import { type Collective, findCollective } from "../store/collective.ts";
import type { Sql } from "../store/sql.ts";
import { readAccount } from "../text/handle.ts";
import { pastedAddress } from "../text/pasted.ts";

/**
 * The collective, whose `origin` begins the addresses we print: the server adopted it, while this command may run
 * without the server's ORIGIN. @throws {Conflict} when nothing is set up.
 */
export async function requireCollective(sql: Sql): Promise<Collective> {
  const collective = await findCollective(sql);
  if (collective) return collective;
  throw new Conflict(
    "This server is not set up yet: run bin/tocsin.js setup, or open the link that the server prints.",
  );
}

/** Whether this is the address of something on the web. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** The id of the actor that a member names: by its address, or by what the lists show of one that this server has met. */
export async function readActorId(sql: Sql, typed: string): Promise<string> {
  const text = readAccount(typed) ?? pastedAddress(typed);
  const address = isAddress(text) ? new URL(text).href : text;
  const actors = await listActorsByAddress(sql, address);
  if (actors.length > 1) {
    throw new Conflict(`Several accounts go by ${text}; say which: ${actors.map(({ id }) => id).join(", ")}`);
  }
  const [actor] = actors;
  if (actor) return actor.id;
  if (isAddress(text)) return address;
  throw new NotFound(`This server has not met ${text}: give the account's address (https://…).`);
}
