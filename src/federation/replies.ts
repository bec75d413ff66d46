import { listReplyIds, type ReplyIds } from "../store/approved-replies.ts";
import { postUrl } from "../text/address.ts";
import type { Renderer } from "./activities.ts";
import type { Document } from "./document.ts";

const pageSize = 40;

/**
 * What a post, and its Event, say of their replies: the collection with its first page. GoToSocial reads them only where they are
 * embedded, and Mastodon would fetch them for every Create.
 */
export async function embedReplies(
  { sql, origin }: Pick<Renderer, "sql" | "origin">,
  postId: string,
): Promise<{ replies: Document }> {
  return (await embedAllReplies({ sql, origin }, [postId])).get(postId)!;
}

/** The same for several posts. */
export async function embedAllReplies(
  { sql, origin }: Pick<Renderer, "sql" | "origin">,
  postIds: string[],
): Promise<Map<string, { replies: Document }>> {
  const known = await listReplyIds(sql, postIds, { offset: 0, limit: pageSize });
  return new Map(postIds.map((id) => [id, { replies: toReplies(origin, id, known.get(id)) }]));
}

function toReplies(
  origin: string,
  postId: string,
  { ids, total }: ReplyIds = { ids: [], total: 0 },
): Document {
  const id = `${postUrl(origin, postId)}/replies`;
  return { id, type: "Collection", totalItems: total, first: toPage(id, { ids, total }, 0) };
}

function toPage(partOf: string, { ids, total }: ReplyIds, offset: number): Document {
  const after = offset + pageSize;
  return {
    type: "CollectionPage",
    partOf,
    items: ids,
    ...(total > after ? { next: `${partOf}/${after}` } : {}),
  };
}

/** A further page of the replies of a post; undefined where there is none. */
export async function renderRepliesPage(
  { sql, origin }: Renderer,
  postId: string,
  offset: number,
): Promise<Document | undefined> {
  const known = (await listReplyIds(sql, [postId], { offset, limit: pageSize })).get(postId);
  if (!known || known.ids.length === 0) return undefined;
  const partOf = `${postUrl(origin, postId)}/replies`;
  return { id: `${partOf}/${offset}`, ...toPage(partOf, known, offset) };
}
