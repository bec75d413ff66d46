import * as collective from "../../src/store/collective.ts";
import * as drafts from "../../src/store/drafts.ts";
import * as pages from "../../src/store/pages.ts";
import * as posts from "../../src/store/posts.ts";
import * as setup from "../../src/store/setup.ts";
import type { SecretKey } from "../../src/store/secret.ts";
import type { Database, Sql } from "../../src/store/sql.ts";
import type { Mention } from "../../src/text/mention.ts";
import type { Rendered } from "../../src/text/own-html.ts";
import { renderText, type WrittenText } from "../../src/text/render.ts";

// What tests write is Markdown alone: here it is rendered, without a thread, and handed to the store as every way of saving does.

/** Without a word of whom the text names, nobody was found. */
type Typed<Text> = Omit<Text, keyof Rendered | "mentions"> & { mentions?: Mention[] };

export type PostText = Typed<posts.PostText>;
export type NewPost = Typed<posts.NewPost>;
export type PageText = pages.TypedText;

const written = <Text extends WrittenText>(text: Text) => ({ ...text, ...renderText(text) });

const described = <Text extends { description: string; language: string }>(text: Text) => ({
  ...text,
  rendered: renderText({ source: text.description, language: text.language }),
});

const named = <Text extends WrittenText & { mentions?: Mention[] }>(text: Text) => ({
  ...written(text),
  mentions: text.mentions ?? [],
});

export const insertPost = (sql: Sql, post: NewPost, at?: Date) => posts.insertPost(sql, named(post), at);

export const publishPost = (sql: Database, post: NewPost) => posts.publishPost(sql, named(post));

export const editPost = (sql: Database, id: string, edit: Typed<posts.PostEdit>) =>
  posts.editPost(sql, id, named(edit));

export const addPage = (sql: Sql, page: PageText) => pages.addPage(sql, written(page));

export const beginDraft = (sql: Sql, secret: SecretKey, draft: Omit<drafts.NewDraft, "rendered">) =>
  drafts.beginDraft(sql, secret, { ...draft, rendered: renderText(draft.text) });

export const saveDraft = (
  sql: Sql,
  secret: SecretKey,
  at: drafts.DraftVersion,
  writing: Omit<drafts.Writing, "rendered">,
) => drafts.saveDraft(sql, secret, at, { ...writing, rendered: renderText(writing.text) });

const undescribed = { iconDescription: "", headerDescription: "" };

export const editProfile = (
  sql: Sql,
  edit: Omit<collective.ProfileEdit, "rendered" | keyof typeof undescribed> & Partial<typeof undescribed>,
) => collective.editProfile(sql, described({ ...undescribed, ...edit }));

export const setUp = (
  sql: Sql,
  secret: SecretKey,
  made: Omit<setup.NewCollective, "rendered"> & { origin: string },
) => setup.setUp(sql, secret, described(made));
