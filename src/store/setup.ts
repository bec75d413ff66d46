import { createHash, randomBytes } from "node:crypto";
import { Conflict, Forbidden } from "../errors.ts";
import type { Rendered } from "../text/own-html.ts";
import type { ActorType } from "./collective.ts";
import { createKeys } from "./keys.ts";
import { addMember } from "./members.ts";
import type { SecretKey } from "./secret.ts";
import type { Database, Sql } from "./sql.ts";

export interface NewCollective {
  handle: string;
  name: string;
  description: string;
  /** The description. */
  rendered: Rendered;
  language: string;
  type: ActorType;
}

const hash = (token: string) => createHash("sha256").update(token).digest();

/** The address that sets up an empty server, once. Undefined when it is set up; an earlier link stops working. */
export async function issueSetupLink(sql: Sql, origin: string): Promise<string | undefined> {
  const [collective] = await sql`select 1 from collective`;
  if (collective) return undefined;
  const token = randomBytes(24).toString("base64url");
  await sql`
    insert into setup_link (token_hash) values (${hash(token)})
    on conflict (only_row) do update set token_hash = excluded.token_hash, created_at = now()`;
  return `${origin}/setup/${token}`;
}

export async function isSetupToken(sql: Sql, token: string): Promise<boolean> {
  const [link] = await sql`select 1 from setup_link where token_hash = ${hash(token)}`;
  return link !== undefined;
}

/** Makes the collective and its keys. @throws {Conflict} when there is one. */
export async function setUp(
  sql: Sql,
  secret: SecretKey,
  collective: NewCollective & { origin: string },
): Promise<void> {
  const [made] = await sql`
    insert into collective (handle, name, description, description_html, description_renderer, language, type, origin)
    values (${collective.handle}, ${collective.name}, ${collective.description}, ${collective.rendered.html},
      ${collective.rendered.renderer}, ${collective.language}, ${collective.type}, ${collective.origin})
    on conflict do nothing
    returning handle`;
  if (!made) throw new Conflict("This server is set up already.");
  await sql`delete from setup_link`;
  await createKeys(sql, secret);
}

/** What the set-up page does, in one transaction. @throws {Forbidden} when the link is spent or wrong. */
export async function setUpByLink(
  sql: Database,
  secret: SecretKey,
  token: string,
  collective: NewCollective & { origin: string },
  member: { name: string; passphrase: string },
): Promise<void> {
  await sql.begin(async (tx) => {
    const [link] = await tx`select 1 from setup_link where token_hash = ${hash(token)} for update`;
    if (!link) throw new Forbidden("This set-up link is not valid any more.");
    await setUp(tx, secret, collective);
    await addMember(tx, { ...member, role: "admin" });
  });
}
