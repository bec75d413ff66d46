import { findActivity, type OwnActivity } from "../store/activities.ts";
import { findActor } from "../store/actors.ts";
import { findEvent, findEventDeletion } from "../store/events.ts";
import type { Report } from "../store/flags.ts";
import { findPost, findSentPost } from "../store/post-lists.ts";
import type { Sql } from "../store/sql.ts";
import {
  activityUrl,
  featuredId,
  groupId,
  instanceId,
  postUrl,
  quoteAuthorizationUrl,
} from "../text/address.ts";
import type { Document } from "./document.ts";
import { eventContext, toEvent, toEventTombstone } from "./event.ts";
import { addressing, context, recipientsOf, timestamp, toObject, toTombstone } from "./objects.ts";
import { isQuoteRequest, quoteContext, quotePolicy, quoteResult } from "./quotes.ts";
import { embedReplies } from "./replies.ts";

/** What rendering needs. `describeGroup` gives the account's own document, for an Update of it. */
export interface Renderer {
  sql: Sql;
  origin: string;
  describeGroup: () => Promise<Document>;
}

/** An activity of ours as it goes over the wire, the same each time; undefined when its post has been withdrawn since. */
export async function renderActivity(
  renderer: Renderer,
  activity: OwnActivity,
): Promise<Document | undefined> {
  const document = await toActivity(renderer, activity);
  const terms = activity.event ? eventContext : isQuoteRequest(activity.embedded) ? quoteContext : context;
  return document && { "@context": terms, ...document };
}

async function toActivity(renderer: Renderer, activity: OwnActivity): Promise<Document | undefined> {
  const { sql, origin } = renderer;
  const common = {
    id: activityUrl(origin, activity.id),
    type: activity.type,
    actor: groupId(origin),
    published: timestamp(activity.createdAt),
  };
  switch (activity.type) {
    case "Create":
    case "Update":
      return toPublication(renderer, activity, common);
    case "Delete": {
      if (!activity.postId) return toRevocation(origin, activity, common);
      const post = await findPost(sql, activity.postId!);
      if (!post) return undefined;
      const gone = activity.event
        ? toEventTombstone(origin, post.id, activity.createdAt)
        : toTombstone(origin, post);
      return { ...common, ...addressing(origin), object: gone };
    }
    case "Add":
    case "Remove":
      if (activity.type === "Add" && (await findPost(sql, activity.postId!))?.withdrawn) return undefined;
      return {
        ...common,
        ...addressing(origin),
        object: postUrl(origin, activity.postId!),
        target: featuredId(origin),
      };
    case "Announce":
      if (activity.postId && (await findPost(sql, activity.postId))?.withdrawn) return undefined;
      return { ...common, ...addressing(origin, activity.recipient), object: activity.object };
    case "Like":
    case "Follow":
      return { ...common, to: [activity.recipient], object: activity.object };
    case "Accept":
    case "Reject":
      return toAnswer(renderer, activity, common);
    case "Flag":
      return toFlag(renderer, activity, common.id);
    case "Undo":
      return toUndo(renderer, activity, common);
  }
}

/** The post as it was at the activity's revision, so that a late delivery of a Create is still that Create. */
async function toPublication(
  { sql, origin, describeGroup }: Renderer,
  activity: OwnActivity,
  common: Document,
): Promise<Document | undefined> {
  if (activity.event) return toEventPublication({ sql, origin }, activity, common);
  if (!activity.postId) return { ...common, ...addressing(origin), object: await describeGroup() };
  const post = await findSentPost(sql, activity.postId, activity.revision ?? undefined);
  if (!post || post.withdrawn) return undefined;
  const answered = post.inReplyToActor ? await findActor(sql, post.inReplyToActor) : undefined;
  const asItWas = activity.type === "Create" ? { ...post, retold: null } : post;
  return {
    ...common,
    ...addressing(origin, ...recipientsOf(post)),
    object: {
      ...toObject(origin, asItWas, answered),
      ...(await quotePolicy(sql)),
      ...(await embedReplies({ sql, origin }, post.id)),
    },
  };
}

/** The Event as it was at the activity's revision; undefined when it is gone since. */
async function toEventPublication(
  { sql, origin }: Pick<Renderer, "sql" | "origin">,
  { type, postId, revision }: OwnActivity,
  common: Document,
): Promise<Document | undefined> {
  const post = await findEvent(sql, postId!, revision ?? undefined);
  if (!post || post.withdrawn || (await findEventDeletion(sql, post.id))) return undefined;
  const asItWas = type === "Create" ? { ...post, retold: null } : post;
  const replies = await embedReplies({ sql, origin }, post.id);
  return { ...common, ...addressing(origin), object: { ...toEvent(origin, asItWas), ...replies } };
}

/** An answer embeds what it answers. */
async function toAnswer(
  { sql, origin }: Renderer,
  { type, embedded, recipient }: OwnActivity,
  common: Document,
): Promise<Document | undefined> {
  const answer = { ...common, to: [recipient], object: embedded };
  if (type === "Reject" || !isQuoteRequest(embedded)) return answer;
  const result = await quoteResult(sql, origin, embedded.instrument);
  return result && { ...answer, ...result };
}

/** Our word that somebody may quote a post is taken back. */
function toRevocation(origin: string, { object, recipient }: OwnActivity, common: Document): Document {
  return { ...common, to: [recipient], object: quoteAuthorizationUrl(origin, object!) };
}

/** A report comes from the server as a whole, as Mastodon's do: it names neither a member nor the group as its author. */
function toFlag({ origin }: Renderer, { embedded, recipient }: OwnActivity, id: string): Document {
  const { object, content } = embedded as Report;
  return { id, type: "Flag", actor: instanceId(origin), to: [recipient], object, content };
}

async function toUndo(
  renderer: Renderer,
  activity: OwnActivity,
  common: Document,
): Promise<Document | undefined> {
  const undone = await findActivity(renderer.sql, activity.object!);
  const object = undone && (await toActivity(renderer, undone));
  if (!object) return undefined;
  const audience =
    undone.type === "Announce" ? addressing(renderer.origin, undone.recipient) : { to: [undone.recipient] };
  return { ...common, ...audience, object };
}
