import { createHmac, hkdfSync } from "node:crypto";
import type { SecretKey } from "./secret.ts";
import type { Sql } from "./sql.ts";

// Whose hand was in a text. Within one text a hand tells one member from another, so that rules about authors hold in SQL; without the
// secret key file it tells nobody who they are, nor which texts are of the same member.

const keys = new WeakMap<SecretKey, Uint8Array>();

/** A key of its own: the secret key itself encrypts, and one key does one thing. */
function handKey(secret: SecretKey): Uint8Array {
  const known = keys.get(secret);
  if (known) return known;
  const key = new Uint8Array(hkdfSync("sha256", secret, "", "hand", 32));
  keys.set(secret, key);
  return key;
}

export function handOf(secret: SecretKey, textId: string, memberId: string): Buffer {
  return createHmac("sha256", handKey(secret))
    .update(JSON.stringify([textId, memberId]))
    .digest();
}

export interface Author {
  id: string;
  name: string;
}

/** Says whose a hand is; null where it is nobody's who is a member. */
export async function listHands(
  sql: Sql,
  secret: SecretKey,
): Promise<(textId: string, hand: Uint8Array | null) => Author | null> {
  const members = await sql<Author[]>`select id, name from member order by id limit 1000`;
  const texts = new Map<string, Map<string, Author>>();
  const handsIn = (textId: string) =>
    new Map(members.map((member) => [handOf(secret, textId, member.id).toString("hex"), member]));
  return (textId, hand) => {
    if (hand === null) return null;
    if (!texts.has(textId)) texts.set(textId, handsIn(textId));
    return texts.get(textId)!.get(Buffer.from(hand).toString("hex")) ?? null;
  };
}
