import type { Actor } from "../store/actors.ts";
import type { Post } from "../store/posts.ts";
import type { AttachedPicture } from "../store/pictures.ts";
import { eventUrl, followersId, groupId, mediaUrl, postUrl } from "../text/address.ts";
import { articleContent, articleSummary, articleTeaser, hashtagLinks, noteContent } from "../text/note.ts";
import { type Document, publicCollection } from "./document.ts";

// What we say is written here by hand, since each peer reads its exact form: lists that are always lists, the full
// address of the public collection, one language an object. FEDERATION.md tells which peer asks for what.

export const context = [
  "https://www.w3.org/ns/activitystreams",
  {
    toot: "http://joinmastodon.org/ns#",
    Hashtag: "as:Hashtag",
    sensitive: "as:sensitive",
    blurhash: "toot:blurhash",
    focalPoint: { "@id": "toot:focalPoint", "@container": "@list" },
    featured: { "@id": "toot:featured", "@type": "@id" },
    gts: "https://gotosocial.org/ns#",
    interactionPolicy: { "@id": "gts:interactionPolicy", "@type": "@id" },
    canQuote: { "@id": "gts:canQuote", "@type": "@id" },
    automaticApproval: { "@id": "gts:automaticApproval", "@type": "@id" },
  },
];

/** Public: shown on timelines (`to`), and to the followers; also to whom it answers or names. */
export function addressing(
  origin: string,
  ...recipients: (string | null | undefined)[]
): { to: string[]; cc: string[] } {
  const others = new Set(recipients.filter((id) => typeof id === "string"));
  return { to: [publicCollection], cc: [followersId(origin), ...others] };
}

/** Whom a post speaks to beside everybody: the author of what it answers, and whom it names. */
export const recipientsOf = ({ inReplyToActor, mentions }: Pick<Post, "inReplyToActor" | "mentions">) => [
  inReplyToActor,
  ...mentions.map(({ id }) => id),
];

/** A post as its object. `answered` is the author of the foreign post that it answers. */
export function toObject(origin: string, post: Post, answered?: Actor): Document {
  return post.type === "Article" ? toArticle(origin, post, answered) : toNote(origin, post, answered);
}

/** A Note of the whole text. */
export function toNote(origin: string, post: Post, answered?: Actor): Document {
  return {
    type: "Note",
    ...common(origin, post, answered),
    ...worded(noteContent(origin, post, answered), post.language),
    ...about(origin, post),
  };
}

/** The whole text with its `name`, and a Note to show in its place (FEP-b2b8): Mastodon never reads an Article's text. */
export function toArticle(origin: string, post: Post, answered?: Actor): Document {
  const { id: _, url: __, replies: ___, ...shared } = common(origin, post, answered);
  const summary = articleSummary(post);
  return {
    type: "Article",
    ...common(origin, post, answered),
    ...(summary === "" ? {} : { summary }),
    name: post.name,
    ...worded(articleContent(origin, post, answered), post.language),
    ...about(origin, post),
    preview: { type: "Note", ...shared, ...worded(articleTeaser(origin, post), post.language) },
  };
}

/**
 * The Event that a call-out is, for whoever looks for it. Not as a Link in `tag` or `attachment`: Pleroma takes the one for a quote
 * (FEP-e232) and would show the call-out twice, and others take the other for a file.
 */
function about(origin: string, { id, callout }: Post): Document {
  return callout?.startsAt ? { "http://schema.org/about": { id: eventUrl(origin, id) } } : {};
}

/** What posts and Events have in common. */
export function common(origin: string, post: Post, answered?: Actor) {
  const url = postUrl(origin, post.id);
  return {
    id: url,
    url,
    attributedTo: groupId(origin),
    ...addressing(origin, ...recipientsOf(post)),
    published: timestamp(post.published),
    ...(post.retold ? { updated: timestamp(post.retold) } : {}),
    ...(post.inReplyTo ? { inReplyTo: post.inReplyTo } : {}),
    ...(post.summary === "" ? {} : { summary: post.summary, sensitive: true }),
    tag: [
      ...hashtagLinks(origin, post.tags),
      ...(answered ? [{ type: "Mention", name: answered.handle, href: answered.id }] : []),
      ...post.mentions
        .filter(({ id }) => id !== answered?.id)
        .map(({ handle, id }) => ({ type: "Mention", name: handle, href: id })),
    ],
    attachment: post.pictures.map((picture) => toAttachment(origin, picture)),
    replies: `${url}/replies`,
  };
}

/** Pleroma and Lemmy read a description only from `name`; Mastodon fits it into 1,500 characters. */
function toAttachment(origin: string, { full, blurhash, description, focus }: AttachedPicture): Document {
  return {
    type: "Document",
    mediaType: full.mediaType,
    url: mediaUrl(origin, full.name),
    name: description === "" ? null : description,
    width: full.width,
    height: full.height,
    blurhash,
    ...(focus ? { focalPoint: [focus.x, focus.y] } : {}),
  };
}

/** Mastodon takes the first key of `contentMap`, GoToSocial only one whose value equals `content`. */
export function worded(
  content: string,
  language: string,
): { content: string; contentMap: Record<string, string> } {
  return { content, contentMap: { [language]: content } };
}

/** A withdrawn post (FEP-4f05): its id answers 410 with this for ever. */
export function toTombstone(origin: string, post: Post): Document {
  return {
    id: postUrl(origin, post.id),
    type: "Tombstone",
    formerType: post.type,
    ...(post.withdrawn ? { deleted: timestamp(post.withdrawn) } : {}),
  };
}

/** Whole seconds, as Mastodon compares them. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
