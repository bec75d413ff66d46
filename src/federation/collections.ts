import { countOutbox, listOutbox } from "../store/activities.ts";
import { countFollowers, listFollowers } from "../store/followers.ts";
import { countFollowing, listFollowing } from "../store/following.ts";
import { listFeaturedPosts } from "../store/post-lists.ts";
import { listTags } from "../store/tags.ts";
import { groupPath, instanceId, postUrl } from "../text/address.ts";
import { hashtagLinks } from "../text/note.ts";
import { renderActivity, type Renderer } from "./activities.ts";
import type { Document } from "./document.ts";
import { context, toObject } from "./objects.ts";
import { quotePolicy } from "./quotes.ts";
import { embedAllReplies } from "./replies.ts";

const pageSize = 40;

interface Page {
  items: unknown[];
  next: string | undefined;
}

/** A collection counts itself and leads to its first page: one without `first` reads as hidden to Mastodon. */
function paged(id: string, totalItems: number): Document {
  return { "@context": context, id, type: "OrderedCollection", totalItems, first: `${id}/first` };
}

function pageOf(id: string, cursor: string, { items, next }: Page): Document {
  return {
    "@context": context,
    id: `${id}/${cursor}`,
    type: "OrderedCollectionPage",
    partOf: id,
    orderedItems: items,
    ...(next === undefined ? {} : { next: `${id}/${next}` }),
  };
}

function whole(id: string, items: unknown[]): Document {
  return {
    "@context": context,
    id,
    type: "OrderedCollection",
    totalItems: items.length,
    orderedItems: items,
  };
}

/** The instance actor says nothing, ever; ActivityPub asks every actor for an outbox (section 4.1). */
export function emptyOutbox(origin: string): Document {
  return whole(`${instanceId(origin)}/outbox`, []);
}

/** Pages by offset: a cursor is the number of items before the page. */
async function offsetPage(
  cursor: string,
  list: (offset: number, limit: number) => Promise<unknown[]>,
): Promise<Page> {
  const offset = cursor === "first" ? 0 : Number(cursor);
  const items = await list(offset, pageSize + 1);
  return {
    items: items.slice(0, pageSize),
    next: items.length > pageSize ? String(offset + pageSize) : undefined,
  };
}

/** How pages of the collections that have any are named; nothing else is the name of one. */
const cursors: Record<string, RegExp> = {
  followers: /^(first|\d{1,6})$/,
  following: /^(first|\d{1,6})$/,
  outbox: /^(first|[a-z2-7]{16})$/,
};

/** One collection of the group; undefined where there is none by that name. `cursor` asks for a page. */
export async function renderCollection(
  renderer: Renderer,
  name: string,
  cursor: string | undefined,
): Promise<Document | undefined> {
  const { sql, origin } = renderer;
  const id = `${origin}${groupPath}/${name}`;
  if (cursor !== undefined && !cursors[name]?.test(cursor)) return undefined;
  switch (name) {
    case "followers":
      return cursor === undefined
        ? paged(id, await countFollowers(sql))
        : pageOf(id, cursor, await followers(renderer, cursor));
    case "following":
      return cursor === undefined
        ? paged(id, await countFollowing(sql))
        : pageOf(id, cursor, await following(renderer, cursor));
    case "outbox":
      return cursor === undefined
        ? paged(id, await countOutbox(sql))
        : pageOf(id, cursor, await outbox(renderer, cursor));
    case "featured":
      return whole(id, await featured(renderer));
    case "tags":
      return whole(id, await featuredTags(renderer));
    default:
      return undefined;
  }
}

function followers({ sql }: Renderer, cursor: string): Promise<Page> {
  return offsetPage(cursor, async (offset, limit) =>
    (await listFollowers(sql, { state: "accepted", offset, limit })).map((follower) => follower.actorId),
  );
}

function following({ sql }: Renderer, cursor: string): Promise<Page> {
  return offsetPage(cursor, async (offset, limit) =>
    (await listFollowing(sql, { state: "accepted", offset, limit })).map((followed) => followed.actorId),
  );
}

async function outbox(renderer: Renderer, cursor: string): Promise<Page> {
  const activities = await listOutbox(renderer.sql, cursor === "first" ? undefined : cursor, pageSize + 1);
  const shown = activities.slice(0, pageSize);
  const documents = await Promise.all(shown.map((activity) => renderActivity(renderer, activity)));
  return {
    items: documents.flatMap((document) => (document ? [withoutContext(document)] : [])),
    next: activities.length > pageSize ? shown.at(-1)!.id : undefined,
  };
}

const withoutContext = ({ "@context": _, ...document }: Document) => document;

/** What a new follower's server loads. Mastodon takes Notes embedded here, and drops embedded Articles: those go by id. */
async function featured({ sql, origin }: Renderer): Promise<unknown[]> {
  const [posts, policy] = await Promise.all([listFeaturedPosts(sql), quotePolicy(sql)]);
  const notes = posts.filter(({ type }) => type === "Note").map(({ id }) => id);
  const replies = await embedAllReplies({ sql, origin }, notes);
  return posts.map((post) =>
    post.type === "Note"
      ? { ...toObject(origin, post), ...policy, ...replies.get(post.id) }
      : postUrl(origin, post.id),
  );
}

async function featuredTags({ sql, origin }: Renderer): Promise<unknown[]> {
  const tags = await listTags(sql, 10);
  const names = tags.map(({ name }) => name);
  return hashtagLinks(origin, names);
}
