import { findAuthorizationOf, findQuotePolicy, type QuoteAuthorization } from "../store/quotes.ts";
import type { Sql } from "../store/sql.ts";
import { groupId, postUrl, quoteAuthorizationUrl } from "../text/address.ts";
import { type Document, isDocument, publicCollection } from "./document.ts";
import { context } from "./objects.ts";

// FEP-044f: whoever shows a quote of a post asks for the word of its author that it may.

export const quoteContext = [
  ...context,
  {
    QuoteRequest: "https://w3id.org/fep/044f#QuoteRequest",
    QuoteAuthorization: "https://w3id.org/fep/044f#QuoteAuthorization",
    interactingObject: { "@id": "gts:interactingObject", "@type": "@id" },
    interactionTarget: { "@id": "gts:interactionTarget", "@type": "@id" },
  },
];

/** What a post says of who may quote it; a post that says nothing may be quoted by nobody. */
export async function quotePolicy(sql: Sql): Promise<Document> {
  if ((await findQuotePolicy(sql)) === "nobody") return {};
  return { interactionPolicy: { canQuote: { automaticApproval: [publicCollection] } } };
}

export function toQuoteAuthorization(origin: string, { id, postId, quote }: QuoteAuthorization): Document {
  return {
    id: quoteAuthorizationUrl(origin, id),
    type: "QuoteAuthorization",
    attributedTo: groupId(origin),
    interactingObject: quote,
    interactionTarget: postUrl(origin, postId),
  };
}

/** Whether an activity that we answered asked to quote. */
export function isQuoteRequest(embedded: unknown): embedded is Document & { instrument: string } {
  return isDocument(embedded) && embedded["type"] === "QuoteRequest";
}

/** What an Accept of a request to quote carries; undefined when it has been taken back since. */
export async function quoteResult(sql: Sql, origin: string, quote: string): Promise<Document | undefined> {
  const authorization = await findAuthorizationOf(sql, quote);
  return authorization && { result: quoteAuthorizationUrl(origin, authorization.id) };
}
