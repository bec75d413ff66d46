import { addActivity } from "./activities.ts";
import { deliverToActors } from "./deliveries.ts";
import { randomId } from "./ids.ts";
import type { Sql } from "./sql.ts";

/** Who may quote our posts (FEP-044f). */
export const quotePolicies = ["everybody", "nobody"] as const;
export type QuotePolicy = (typeof quotePolicies)[number];

/** Somebody asks to show a post of ours within theirs. */
export interface QuoteRequest {
  id: string;
  actor: string;
  /** The id of our post, and that of theirs. */
  object: string;
  instrument: string;
}

/** Our word that a foreign post may quote ours. */
export interface QuoteAuthorization {
  id: string;
  postId: string;
  quote: string;
}

export async function findQuotePolicy(sql: Sql): Promise<QuotePolicy> {
  const [row] = await sql<{ quotes: QuotePolicy }[]>`select quotes from collective`;
  return row?.quotes ?? "nobody";
}

/** Answers a request: with our word where it is allowed, and where members have not put that very post away before. */
export async function answerQuoteRequest(
  tx: Sql,
  request: QuoteRequest,
  { postId, allowed }: { postId: string; allowed: boolean },
): Promise<void> {
  const granted = allowed && (await authorizeQuote(tx, request, postId));
  const answer = await addActivity(tx, {
    type: granted ? "Accept" : "Reject",
    object: request.id,
    embedded: { type: "QuoteRequest", ...request },
    recipient: request.actor,
  });
  await deliverToActors(tx, answer, [request.actor]);
}

async function authorizeQuote(tx: Sql, request: QuoteRequest, postId: string): Promise<boolean> {
  const { actor, instrument } = request;
  await tx`
    insert into quote_authorization (id, post_id, quote, actor_id)
    select ${randomId()}, ${postId}, ${instrument}, ${actor}
    where not exists (select 1 from reply where id = ${instrument} and state in ('hidden', 'refused'))
    on conflict (quote) do nothing`;
  const [standing] = await tx`
    select 1 from quote_authorization
    where quote = ${instrument} and post_id = ${postId} and actor_id = ${actor}`;
  return standing !== undefined;
}

/** Found until it is taken back, or the post is withdrawn. */
const standing = (sql: Sql) => sql`
  select quote_authorization.id, post_id as "postId", quote
  from quote_authorization
  join post on post.id = post_id and withdrawn_at is null`;

export async function findQuoteAuthorization(sql: Sql, id: string): Promise<QuoteAuthorization | undefined> {
  const [row] = await sql<QuoteAuthorization[]>`${standing(sql)} where quote_authorization.id = ${id}`;
  return row;
}

export async function findAuthorizationOf(sql: Sql, quote: string): Promise<QuoteAuthorization | undefined> {
  const [row] = await sql<QuoteAuthorization[]>`${standing(sql)} where quote = ${quote}`;
  return row;
}

/** Takes our word for these posts back, and tells the servers that they come from. */
export async function revokeQuotes(tx: Sql, quotes: string[]): Promise<void> {
  const revoked = await tx<{ id: string; actorId: string }[]>`
    delete from quote_authorization where quote = any(${quotes}) returning id, actor_id as "actorId"`;
  for (const { id, actorId } of revoked) {
    const removal = await addActivity(tx, { type: "Delete", object: id, recipient: actorId });
    await deliverToActors(tx, removal, [actorId]);
  }
}
