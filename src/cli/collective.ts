import { Conflict, NotFound } from "../errors.ts";
import { listActorsByHandle } from "../store/actors.ts";
import { type Collective, findCollective } from "../store/collective.ts";
import type { Sql } from "../store/sql.ts";

/**
 * The collective, whose `origin` begins the addresses we print: the server adopted it, while this command may run
 * without the server's ORIGIN. @throws {Conflict} when nothing is set up.
 */
export async function requireCollective(sql: Sql): Promise<Collective> {
  const collective = await findCollective(sql);
  if (collective) return collective;
  throw new Conflict(
    "This server is not set up yet: run tocsin setup, or open the link that the server prints.",
  );
}

const HANDLE = /^@?(?<name>[^@\s/:]+)@(?<host>[^@\s/]+)$/;

/** `@name@host` in its parts; undefined for anything else. */
export function parseHandle(text: string): { name: string; host: string } | undefined {
  const { name, host } = HANDLE.exec(text)?.groups ?? {};
  if (!name || !host || !URL.canParse(`https://${host}`)) return undefined;
  return { name, host: new URL(`https://${host}`).host };
}

/** Whether this is the address of something on the web. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** The id of the actor that a member names by its address, or by the handle of one that this server has met. */
export async function readActorId(sql: Sql, text: string): Promise<string> {
  if (isAddress(text)) return new URL(text).href;
  const handle = parseHandle(text);
  if (!handle)
    throw new NotFound(`${text} is neither an account's address (https://…) nor its handle (@name@host).`);
  const actors = await listActorsByHandle(sql, handle.name, handle.host);
  if (actors.length === 0)
    throw new NotFound(`This server has not met ${text}: give the account's address (https://…).`);
  if (actors.length > 1) {
    throw new Conflict(`Several accounts go by ${text}; say which: ${actors.map(({ id }) => id).join(", ")}`);
  }
  return actors[0]!.id;
}
