import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { MadePicture } from "../../media/picture.ts";
import type { ProfileField } from "../../store/collective.ts";
import type { Callout } from "../../text/callout.ts";
import { isoDate } from "../../text/date.ts";
import type { AllyText } from "../../store/allies.ts";
import type { PageText } from "../../store/pages.ts";
import type { CheckedPost } from "../../text/draft.ts";
import type { Rendered } from "../../text/own-html.ts";
import type { PictureAttributes } from "../../text/frontmatter.ts";
import { readPageFile, toPage } from "../page.ts";
import { readPicture } from "../pictures.ts";
import { checkFileCallout, checkText, mustRender, type PostFile, readPostFile } from "../post-file.ts";

export interface DemoPost {
  /** The name of its file, by which replies and reactions point at it. */
  file: string;
  text: CheckedPost;
  pinned: boolean;
  pictures: PictureAttributes[];
  callout: Callout | null;
  /** The name of the file of the post that it translates, an earlier one. */
  translationOf: string | undefined;
  published: Date;
  /** What it said before it was edited, and when that was. */
  edited: { before: Rendered & { source: string }; at: Date } | undefined;
}

export interface DemoReply {
  post: string;
  author: { name: string; handle: string };
  language: string;
  content: string;
  daysAgo: number;
  state: "approved" | "pending";
}

export interface DemoProfile {
  name: string;
  handle: string;
  language: string;
  timeZone: string;
  description: string;
  rendered: Rendered;
  fields: ProfileField[];
  icon: string;
  iconDescription: string;
  header: string;
  headerDescription: string;
}

export interface Demo {
  profile: DemoProfile;
  /** Oldest first, as they would have been published. */
  posts: DemoPost[];
  replies: DemoReply[];
  /** In the order of the menu. */
  pages: PageText[];
  allies: AllyText[];
  /** By the name of the post's file. */
  reactions: Record<string, { likes: number; boosts: number }>;
  /** By the name of the picture's file; several posts may share one. */
  pictures: Map<string, MadePicture>;
}

/** Reads the example site that lies beside this file. */
export async function loadDemo(now: Date): Promise<Demo> {
  const directory = import.meta.dirname;
  const json = async (name: string) =>
    JSON.parse(await readFile(path.join(directory, name), "utf8")) as unknown;
  const written = (await json("profile.json")) as Omit<DemoProfile, "rendered">;
  const { description: source, language } = written;
  const profile: DemoProfile = { ...written, rendered: await mustRender({ source, language }) };
  const replies = (await json("replies.json")) as DemoReply[];
  const reactions = (await json("reactions.json")) as Demo["reactions"];
  const allies = (await json("allies.json")) as AllyText[];
  const posts: DemoPost[] = [];
  for (const file of (await readdir(path.join(directory, "posts"))).sort()) {
    posts.push(await loadPost(path.join(directory, "posts"), file, { now, profile }));
  }
  posts.sort((a, b) => a.published.getTime() - b.published.getTime());
  const files = [
    profile.icon,
    profile.header,
    ...posts.flatMap(({ pictures }) => pictures.map(({ file }) => file)),
  ];
  const made = [...new Set(files)].map(
    async (file) => [file, await readPicture(path.join(directory, "pictures"), file)] as const,
  );
  const pages = await loadPages(path.join(directory, "pages"), profile.language);
  return { profile, posts, replies, pages, allies, reactions, pictures: new Map(await Promise.all(made)) };
}

async function loadPost(
  directory: string,
  file: string,
  { now, profile }: { now: Date; profile: DemoProfile },
): Promise<DemoPost> {
  const written = await readPostFile(path.join(directory, file), ["daysAgo", "weekday", "weeks", "edit"]);
  const { attributes, extra } = written;
  const text = await checkText(written, { type: "Note", language: profile.language });
  return {
    file,
    text,
    pinned: attributes.pinned ?? false,
    pictures: attributes.pictures ?? [],
    callout: loadCallout(written, { now, profile }),
    translationOf: attributes.translationOf,
    published: daysBefore(now, Number(extra.daysAgo ?? 0)),
    edited: extra.edit ? await loadEdit(text, extra.edit as WrittenEdit, now) : undefined,
  };
}

interface WrittenEdit {
  daysAgo: number;
  corrections: { from: string; to: string }[];
}

async function loadEdit(
  { source: present, language }: CheckedPost,
  { daysAgo, corrections }: WrittenEdit,
  now: Date,
): Promise<DemoPost["edited"]> {
  const source = corrections.reduce((text, { from, to }) => {
    if (!text.includes(to)) throw new Error(`No post of the demo says: ${to}`);
    return text.replace(to, from);
  }, present);
  const before = { source, ...(await mustRender({ source, language })) };
  return { before, at: daysBefore(now, daysAgo) };
}

/** The texts speak of a weekday: its date is the next such day, or as many weeks from that one. */
function loadCallout(
  { attributes, extra }: PostFile,
  { now, profile }: { now: Date; profile: DemoProfile },
): Callout | null {
  if (!attributes.callout) return null;
  const until = ((Number(extra.weekday) - now.getUTCDay() + 6) % 7) + 1 + 7 * Number(extra.weeks ?? 0);
  const callout = { ...attributes.callout, date: isoDate(daysBefore(now, -until)) };
  return checkFileCallout({ attributes: { ...attributes, callout } }, profile.timeZone);
}

async function loadPages(directory: string, language: string): Promise<PageText[]> {
  const pages: PageText[] = [];
  // Questions before the contact.
  for (const file of (await readdir(directory)).sort().reverse()) {
    pages.push(await toPage(await readPageFile(path.join(directory, file)), language));
  }
  return pages;
}

export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 24 * 60 * 60 * 1000);
}
