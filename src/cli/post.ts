import { Conflict, NotFound } from "../errors.ts";
import { findForeignAuthor } from "../store/allied-posts.ts";
import { findPost, listPostsForMembers } from "../store/post-lists.ts";
import {
  editPost,
  type NewPost,
  type Post,
  publishPost,
  type Published,
  withdrawPost,
} from "../store/posts.ts";
import type { MadePicture } from "../media/picture.ts";
import type { PictureText } from "../store/pictures.ts";
import { countReactions } from "../store/reactions.ts";
import type { Sql } from "../store/sql.ts";
import { listBehind } from "../store/translations.ts";
import { activityUrl, mediaUrl, postIdOf, postUrl } from "../text/address.ts";
import { excerpt } from "../text/excerpt.ts";
import { calloutLines } from "../text/callout.ts";
import type { PostAttributes } from "../text/frontmatter.ts";
import { action, commandOf, limitOption, printList, readLimit, report } from "./actions.ts";
import { requireCollective } from "./collective.ts";
import { changeDatabase, type Context, withDatabase } from "./database.ts";
import { findNamed, notFound } from "./mentions.ts";
import { printable, printJson } from "./output.ts";
import {
  type CheckedPicture,
  checkPictures,
  keepPicture,
  orForget,
  readPeople,
  readPicture,
} from "./pictures.ts";
import { checkFileCallout, checkText, readPostFile } from "./post-file.ts";

const notes = `
FILE.md is Markdown, with front matter between two lines "---"; "-" reads it from standard input. Its keys, none of
which is needed:
  name         the title
  language     a code such as fr; the collective's own where it is absent
  tags         a list of words
  summary      a content warning
  teaser       what other servers show of an article below its title; its first paragraph where there is none
  type         Note (the default) or Article
  pinned       true or false
  inReplyTo    the address of a post that has reached this server
  pictures     a list of {file, description, caption, video, people}, the files relative to FILE.md; the description is for
               those who cannot see it, the caption stands below it for everybody; video is the address of the
               video that it is a still of; people is "none" where nobody can be recognised, "agreed" where everybody
               who can agreed, "covered" where their faces are
  callout      what people are called to: {date, start, end, timeZone, placeName, placeAddress, coordinates,
               openUntil, status}, as the form has them; times in quotes, the status one of confirmed, postponed,
               moved and cancelled
  translationOf  the post that says the same in another language; --translation-of names it, too
ID is a post's short id or its address. An edit takes the whole text from the file; the language, the pin, the
pictures, the call-out and the translation stay as they are where the file does not name them. "callout: {}" takes a
call-out away.
`;

const writeOptions = {
  "without-descriptions": { type: "boolean", default: false },
  "translation-of": { type: "string" },
  people: { type: "string" },
} as const;
const writeUsage = "[--translation-of ID] [--people none|agreed|covered] [--without-descriptions]";

const publish = action({
  summary: "Publishes a post.",
  operands: ["FILE.md"],
  usage: writeUsage,
  options: writeOptions,
  async run({ operands: [file], values }) {
    const written = await readPostFile(file);
    const { attributes, directory } = written;
    const attached = checkPictures(attributes.pictures ?? [], pictureRules(values));
    const made = await makePictures(directory, attached);
    const work = async ({ sql, config }: Context) => {
      const { origin, language, timeZone } = await requireCollective(sql);
      const text = await checkText(written, { type: "Note", language });
      const mentions = await findNamed(config, text.html);
      const callout = checkFileCallout(written, timeZone);
      const translationOf = await findTranslated(sql, origin, attributes, values["translation-of"]);
      const answered = await findAnswered(sql, attributes.inReplyTo);
      const pictures = await keepPictures(sql, config.mediaDir, made);
      const pinned = attributes.pinned ?? false;
      const post: NewPost = { ...text, mentions, pinned, pictures, callout, ...translationOf, ...answered };
      return { origin, unfound: notFound(text.html, mentions), ...(await publishPost(sql, post)) };
    };
    const change = () => changeDatabase("publish", work, ({ id }) => id);
    printPublished(await orForget(made.map(pixelsOf), change), "Published", values);
  },
});

const edit = action({
  summary: "Replaces a post's text by that of a file; readers can see what changed.",
  operands: ["ID", "FILE.md"],
  usage: `${writeUsage} [--hide-history]`,
  options: { ...writeOptions, "hide-history": { type: "boolean", default: false } },
  async run({ operands: [idOrAddress, file], values }) {
    const written = await readPostFile(file);
    const { attributes, directory } = written;
    const attached = attributes.pictures && checkPictures(attributes.pictures, pictureRules(values));
    const made = attached && (await makePictures(directory, attached));
    const work = async ({ sql, config }: Context) => {
      const { origin, timeZone } = await requireCollective(sql);
      const present = await readPost(sql, origin, idOrAddress);
      if (present.withdrawn) throw new Conflict("This post has been withdrawn.");
      const { type, ...text } = await checkText(written, present);
      if (type !== present.type)
        throw new Conflict(`type: this post was published as ${present.type} and stays so.`);
      if (attributes.inReplyTo && attributes.inReplyTo !== present.inReplyTo) {
        throw new Conflict("inReplyTo: what a post answers cannot be changed.");
      }
      const mentions = await findNamed(config, text.html);
      const pictures = made ? await keepPictures(sql, config.mediaDir, made) : present.pictures;
      const { id, revision } = present;
      const callout = attributes.callout ? checkFileCallout(written, timeZone) : present.callout;
      const translationOf = await findTranslated(sql, origin, attributes, values["translation-of"]);
      const pinned = attributes.pinned ?? present.pinned;
      const [behind] = await listBehind(sql, { postId: id, limit: 1 });
      const change = {
        ...text,
        mentions,
        pinned,
        pictures,
        callout,
        ...translationOf,
        revision,
        translationsStand: behind !== undefined,
        ...(values["hide-history"] && { historyHidden: true }),
      };
      const unfound = notFound(text.html, [...mentions, ...present.mentions]);
      return { origin, unfound, ...(await editPost(sql, id, change)) };
    };
    const edited = () => changeDatabase("edit", work, ({ id }) => id);
    printPublished(await orForget((made ?? []).map(pixelsOf), edited), "Edited", values);
  },
});

const withdraw = action({
  summary: "Withdraws a post for good, and tells the servers that have it to delete it.",
  operands: ["ID"],
  async run({ operands: [idOrAddress], values }) {
    const work = async ({ sql }: Context) => {
      const { origin } = await requireCollective(sql);
      const { id } = await readPost(sql, origin, idOrAddress);
      return { origin, ...(await withdrawPost(sql, id)) };
    };
    printPublished(await changeDatabase("withdraw", work, ({ id }) => id), "Withdrawn", values);
  },
});

const list = action({
  summary: "Lists the posts, newest first, withdrawn ones among them.",
  operands: [],
  usage: "[--limit NUMBER]",
  options: limitOption,
  async run({ values }) {
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      const { origin } = await requireCollective(sql);
      const posts = (await listPostsForMembers(sql, { limit })).map((post) => describe(origin, post));
      printList(posts, {
        json: values.json,
        limit,
        none: "Nothing has been published yet.",
        row: ({ id, published, language, state, name, source }) => ({
          id,
          published,
          language,
          state,
          title: excerpt(name || source, 60),
        }),
      });
    });
  },
});

const show = action({
  summary: "Shows a post as it was written.",
  operands: ["ID"],
  async run({ operands: [idOrAddress], values }) {
    await withDatabase(async ({ sql }) => {
      const { origin } = await requireCollective(sql);
      const post = describe(origin, await readPost(sql, origin, idOrAddress));
      const reactions = (await countReactions(sql, [post.id])).get(post.id) ?? { likes: 0, boosts: 0 };
      if (values.json) return printJson({ ...post, ...reactions });
      const { source, pictures, callout, ...head } = { ...post, ...reactions };
      for (const [key, value] of Object.entries(head)) {
        const text =
          value instanceof Date ? value.toISOString() : Array.isArray(value) ? value.join(", ") : value;
        if (text !== null && text !== "") process.stdout.write(`${key}: ${printable(String(text))}\n`);
      }
      if (callout) {
        process.stdout.write(`callout: ${printable(calloutLines(callout, post.language).join(" · "))}\n`);
      }
      for (const { url, description, caption, video } of pictures) {
        process.stdout.write(
          `picture: ${url} ${printable([description, caption, video].filter(Boolean).join(" – "))}\n`,
        );
      }
      process.stdout.write(`\n${source.split("\n").map(printable).join("\n")}\n`);
    });
  },
});

export const run = commandOf("post", { publish, edit, withdraw, list, show }, notes);

/** What a member means by a short id or an address of ours. @throws {NotFound} */
export async function readPost(sql: Sql, origin: string, idOrAddress: string): Promise<Post> {
  const id = postIdOf(origin, idOrAddress) ?? idOrAddress;
  const post = await findPost(sql, id);
  if (!post) throw new NotFound(`There is no post ${idOrAddress}.`);
  return post;
}

async function findAnswered(sql: Sql, address: string | undefined): Promise<Pick<NewPost, "inReplyTo">> {
  if (address === undefined) return {};
  const actorId = await findForeignAuthor(sql, address);
  if (!actorId) throw new NotFound(`inReplyTo: no post ${address} has reached this server.`);
  return { inReplyTo: { id: address, actorId } };
}

function pictureRules(values: { "without-descriptions": boolean; people?: string | undefined }) {
  return { without: values["without-descriptions"], people: readPeople(values.people) };
}

type PostPicture = Omit<CheckedPicture, "file"> & { made: MadePicture };

const pixelsOf = ({ made }: PostPicture) => made;

/** All are made before the first is kept, and before the transaction, which does not wait so long. */
function makePictures(directory: string, attached: CheckedPicture[]): Promise<PostPicture[]> {
  return Promise.all(
    attached.map(async ({ file, ...said }) => ({ ...said, made: await readPicture(directory, file) })),
  );
}

async function keepPictures(sql: Sql, mediaDir: string, pictures: PostPicture[]): Promise<PictureText[]> {
  const kept: PictureText[] = [];
  for (const { made, ...said } of pictures)
    kept.push({ ...said, id: await keepPicture(sql, mediaDir, made) });
  return kept;
}

/** The post that the file or the option names; nothing where neither does. */
async function findTranslated(
  sql: Sql,
  origin: string,
  attributes: PostAttributes,
  option: string | undefined,
): Promise<Pick<NewPost, "translationOf">> {
  const named = option ?? attributes.translationOf;
  return named === undefined ? {} : { translationOf: (await readPost(sql, origin, named)).id };
}

function printPublished(
  { origin, id, activityId, unfound = [] }: Published & { origin: string; unfound?: string[] },
  done: string,
  options: { json: boolean },
): void {
  const url = postUrl(origin, id);
  const lines = [`${done}: ${url}`];
  if (unfound.length > 0) lines.push(`Not found, and left as plain text: ${unfound.join(", ")}`);
  const activity = activityUrl(origin, activityId);
  report(lines.join("\n"), { id, url, activity, ...(unfound.length > 0 && { unfound }) }, options);
}

function describe(
  origin: string,
  { withdrawn, pinned, mentions, pictures, translations, html: _, renderer: __, retold: ___, ...post }: Post,
) {
  return {
    ...post,
    url: postUrl(origin, post.id),
    state: withdrawn ? "withdrawn" : pinned ? "pinned" : "published",
    withdrawn,
    mentions: mentions.map(({ handle }) => handle),
    translations: translations.map(({ id }) => postUrl(origin, id)),
    pictures: pictures.map(({ full, description, caption, video }) => ({
      url: mediaUrl(origin, full.name),
      description,
      caption,
      video,
    })),
  };
}
