import { findActivity, type ActivityType } from "../store/activities.ts";
import { findActor } from "../store/actors.ts";
import { findEvent, findEventDeletion } from "../store/events.ts";
import { findPost } from "../store/post-lists.ts";
import { findQuoteAuthorization } from "../store/quotes.ts";
import { activityUrl } from "../text/address.ts";
import { renderActivity, type Renderer } from "./activities.ts";
import { emptyOutbox, renderCollection } from "./collections.ts";
import { type Document, isDocument, listOf, stringOf } from "./document.ts";
import { eventContext, toEvent, toEventTombstone } from "./event.ts";
import { context, toObject, toTombstone } from "./objects.ts";
import { quoteContext, quotePolicy, toQuoteAuthorization } from "./quotes.ts";
import { embedReplies, renderRepliesPage } from "./replies.ts";
import { activityMediaType } from "./sign.ts";

// An answer to one server's Follow, or a Like, is between it and us: only what was said to everybody is shown.
const publicTypes = new Set<ActivityType>(["Create", "Update", "Delete", "Announce", "Add", "Remove"]);

interface Found {
  status: 200 | 410;
  document: Document;
  /** What it shows, by the names of store/changes.ts. */
  shows: string;
}

/** The ActivityPub document at a path of ours: a post, its replies, an activity, a collection. Undefined elsewhere. */
export async function findDocument(renderer: Renderer, path: string): Promise<Found | undefined> {
  const [first, second, third, fourth, ...rest] = path.slice(1).split("/");
  if (rest.length > 0 || second === undefined) return undefined;
  if (first === "p" && third === undefined) return findObject(renderer, second);
  if (first === "p" && third === "replies") return findReplies(renderer, second, fourth);
  if (first === "p" && third === "event" && fourth === undefined) return findEventDocument(renderer, second);
  if (first === "quotes" && third === undefined) return findQuote(renderer, second);
  if (first === "activities" && third === undefined) return findPublicActivity(renderer, second);
  if (first === "actors" && third !== undefined) return findCollection(renderer, second, third, fourth);
  return undefined;
}

async function findCollection(
  renderer: Renderer,
  actor: string,
  name: string,
  cursor: string | undefined,
): Promise<Found | undefined> {
  if (actor === "instance" && name === "outbox")
    return { status: 200, document: emptyOutbox(renderer.origin), shows: "site" };
  const document = actor === "group" ? await renderCollection(renderer, name, cursor) : undefined;
  return document && { status: 200, document, shows: ["site followers", ...postsIn(document)].join(" ") };
}

/** The posts that stand in a collection with their replies. */
function postsIn(document: Document): string[] {
  return listOf(document["orderedItems"]).flatMap((item) => {
    const object = isDocument(item) && isDocument(item["object"]) ? item["object"] : item;
    const replies =
      isDocument(object) && isDocument(object["replies"]) ? stringOf(object["replies"]["id"]) : undefined;
    return replies === undefined ? [] : [`post:${new URL(replies).pathname.split("/")[2]}`];
  });
}

async function findObject(renderer: Renderer, id: string): Promise<Found | undefined> {
  const { sql, origin } = renderer;
  const post = await findPost(sql, id);
  if (!post) return undefined;
  const shows = `site post:${id}`;
  if (post.withdrawn)
    return { status: 410, document: { "@context": context, ...toTombstone(origin, post) }, shows };
  const answered = post.inReplyToActor ? await findActor(sql, post.inReplyToActor) : undefined;
  const document = {
    "@context": context,
    ...toObject(origin, post, answered),
    ...(await quotePolicy(sql)),
    ...(await embedReplies(renderer, id)),
  };
  return { status: 200, document, shows };
}

/** The replies of a post, as they stand in it, or a further page of them. */
async function findReplies(
  renderer: Renderer,
  id: string,
  page: string | undefined,
): Promise<Found | undefined> {
  const post = await findObject(renderer, id);
  if (!post || post.status === 410) return page === undefined ? post : undefined;
  if (page === undefined) {
    const { replies } = post.document as { replies: Document };
    return { ...post, document: { "@context": context, ...replies } };
  }
  if (!/^[1-9]\d{0,5}$/.test(page)) return undefined;
  const document = await renderRepliesPage(renderer, id, Number(page));
  return document && { ...post, document: { "@context": context, ...document } };
}

/** Whoever shows a quote of ours asks for this. What is taken back is as if it had never been. */
async function findQuote({ sql, origin }: Renderer, id: string): Promise<Found | undefined> {
  const authorization = await findQuoteAuthorization(sql, id);
  if (!authorization) return undefined;
  const document = { "@context": quoteContext, ...toQuoteAuthorization(origin, authorization) };
  return { status: 200, document, shows: `site post:${authorization.postId}` };
}

async function findEventDocument({ sql, origin }: Renderer, id: string): Promise<Found | undefined> {
  const post = await findEvent(sql, id);
  const deleted = post?.withdrawn ?? (await findEventDeletion(sql, id));
  const shows = `site post:${id}`;
  if (deleted)
    return {
      status: 410,
      document: { "@context": context, ...toEventTombstone(origin, id, deleted) },
      shows,
    };
  if (!post) return undefined;
  const document = {
    "@context": eventContext,
    ...toEvent(origin, post),
    ...(await embedReplies({ sql, origin }, id)),
  };
  return { status: 200, document, shows };
}

async function findPublicActivity(renderer: Renderer, id: string): Promise<Found | undefined> {
  const activity = await findActivity(renderer.sql, id);
  if (!activity || !publicTypes.has(activity.type)) return undefined;
  // That a quote is allowed no longer is between its author and us.
  if (activity.type === "Delete" && !activity.postId) return undefined;
  const document = await renderActivity(renderer, activity);
  const shows = activity.postId ? `site post:${activity.postId}` : "site";
  if (document) return { status: 200, document, shows };
  if (!activity.postId) return undefined;
  const object = activity.event
    ? await findEventDocument(renderer, activity.postId)
    : await findObject(renderer, activity.postId);
  if (object?.status !== 410) return undefined;
  const tombstone = { id: activityUrl(renderer.origin, id), type: "Tombstone", formerType: activity.type };
  const { deleted } = object.document;
  return { status: 410, document: { "@context": context, ...tombstone, deleted }, shows };
}

/** The document as a response. `shared`: it is for whoever asks, and kept until what it shows has changed. */
export function respond({ status, document, shows }: Found, shared: boolean): Response {
  return new Response(JSON.stringify(document), {
    status,
    headers: {
      "content-type": activityMediaType,
      vary: "Accept",
      "cache-control": shared ? "public, max-age=0, must-revalidate" : "private, no-store",
      ...(shared && { "surrogate-key": shows }),
    },
  });
}
