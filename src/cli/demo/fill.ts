import { putActor } from "../../store/actors.ts";
import { addAlly } from "../../store/allies.ts";
import { editProfile, findCollective } from "../../store/collective.ts";
import { insertEvent } from "../../store/events.ts";
import { addPage } from "../../store/pages.ts";
import { insertEdit, insertPost } from "../../store/posts.ts";
import { addReaction } from "../../store/reactions.ts";
import { addReply, moderateReply } from "../../store/replies.ts";
import type { Sql } from "../../store/sql.ts";
import { postUrl } from "../../text/address.ts";
import { parseHandle } from "../../text/handle.ts";
import { sanitizeRemote } from "../../text/sanitize.ts";
import { keepPicture } from "../pictures.ts";
import { daysBefore, type Demo, type DemoReply } from "./load.ts";

export interface Place {
  origin: string;
  mediaDir: string;
  now: Date;
}

/** Keeps the pictures; returns their ids by the names of the demo's files. */
export async function fillPictures(
  sql: Sql,
  { pictures }: Demo,
  { mediaDir }: Place,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [file, made] of pictures) ids.set(file, await keepPicture(sql, mediaDir, made));
  return ids;
}

/** The fields and pictures of the demo's account; what was asked at the set-up stays. */
export async function fillProfile(sql: Sql, { profile }: Demo, pictures: Map<string, string>): Promise<void> {
  const collective = await findCollective(sql);
  if (!collective) return;
  await editProfile(sql, {
    ...collective,
    timeZone: profile.timeZone,
    fields: profile.fields,
    icon: pictures.get(profile.icon),
    header: pictures.get(profile.header),
    iconDescription: profile.iconDescription,
    headerDescription: profile.headerDescription,
  });
}

/** Posts with their replies and reactions, dated back from now. Nothing is delivered: no server has seen them. */
export async function fillPosts(
  sql: Sql,
  demo: Demo,
  pictures: Map<string, string>,
  place: Place,
): Promise<void> {
  const ids = new Map<string, string>();
  for (const { file, text, pinned, pictures: attached, callout, ...about } of demo.posts) {
    const { translationOf, published, edited } = about;
    const kept = attached.map(({ file, ...said }) => ({ ...said, id: pictures.get(file)! }));
    const translated = translationOf === undefined ? null : find(ids, translationOf);
    const post = { ...text, mentions: [], pinned, pictures: kept, callout, translationOf: translated };
    const first = edited ? { ...post, ...edited.before } : post;
    const { postId, createdAt } = await insertPost(sql, first, published);
    const id = postId!;
    if (callout?.startsAt) await insertEvent(sql, id, createdAt);
    if (edited) await insertEdit(sql, id, post, edited.at);
    ids.set(file, id);
  }
  for (const [index, reply] of demo.replies.entries()) {
    await fillReply(sql, reply, { number: index + 1, postId: find(ids, reply.post), place });
  }
  await fillReactions(sql, demo, ids);
}

/** The pages of the menu, and the groups that are named as allies. */
export async function fillPages(sql: Sql, { pages, allies }: Demo): Promise<void> {
  for (const page of pages) await addPage(sql, page);
  for (const ally of allies) await addAlly(sql, ally);
}

async function fillReply(
  sql: Sql,
  { author, language, content, daysAgo, state }: DemoReply,
  { number, postId, place }: { number: number; postId: string; place: Place },
): Promise<void> {
  const actor = await putNeighbour(sql, author);
  const id = `${actor.id}/statuses/${number}`;
  await addReply(sql, {
    id,
    actorId: actor.id,
    postId,
    inReplyTo: postUrl(place.origin, postId),
    summary: "",
    content: sanitizeRemote(content),
    language,
    url: `${actor.url}/${number}`,
    visibility: "public",
    published: daysBefore(place.now, daysAgo),
  });
  if (state === "approved") await moderateReply(sql, id, state);
}

/** As many neighbours as the busiest post needs; each likes or boosts a post at most once. */
async function fillReactions(
  sql: Sql,
  { reactions, replies }: Demo,
  ids: Map<string, string>,
): Promise<void> {
  const hosts = [...new Set(replies.map(({ author }) => parseHandle(author.handle)!.host))];
  const most = Math.max(0, ...Object.values(reactions).flatMap(({ likes, boosts }) => [likes, boosts]));
  const neighbours: string[] = [];
  for (let number = 1; number <= most; number++) {
    const handle = `@neighbour${number}@${hosts[number % hosts.length]}`;
    neighbours.push((await putNeighbour(sql, { name: `Neighbour ${number}`, handle })).id);
  }
  for (const [file, { likes, boosts }] of Object.entries(reactions)) {
    const postId = find(ids, file);
    for (const actorId of neighbours.slice(0, likes)) {
      await addReaction(sql, { postId, actorId, type: "Like", activityId: `${actorId}/likes/${postId}` });
    }
    for (const actorId of neighbours.slice(0, boosts)) {
      await addReaction(sql, {
        postId,
        actorId,
        type: "Announce",
        activityId: `${actorId}/boosts/${postId}`,
      });
    }
  }
}

/** An invented person on an invented server: names under .example belong to nobody (RFC 2606). */
async function putNeighbour(sql: Sql, { name, handle }: { name: string; handle: string }) {
  const parsed = parseHandle(handle);
  if (!parsed?.host.endsWith(".example")) throw new Error(`${handle} is not under .example.`);
  const id = `https://${parsed.host}/users/${parsed.name}`;
  return putActor(
    sql,
    {
      id,
      type: "Person",
      preferredUsername: parsed.name,
      handle: `@${parsed.name}@${parsed.host}`,
      name,
      url: `https://${parsed.host}/@${parsed.name}`,
      icon: null,
      inbox: `${id}/inbox`,
      sharedInbox: null,
      alsoKnownAs: [],
    },
    [],
  );
}

function find(ids: Map<string, string>, file: string): string {
  const id = ids.get(file);
  if (id === undefined) throw new Error(`There is no post ${file} in the demo.`);
  return id;
}
