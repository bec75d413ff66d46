import { isDeepStrictEqual } from "node:util";
import { Conflict, Invalid, NotFound } from "../errors.ts";
import type { Rendered } from "../text/own-html.ts";
import type { TypedDraft, TypedPicture } from "../text/typed-draft.ts";
import { cameInPause } from "./clock.ts";
import { openForWriting, type Reopened } from "./draft-changes.ts";
import { openRevision, saysSame, sealRevision } from "./draft-texts.ts";
import { type Author, handOf, listHands } from "./hands.ts";
import { randomId } from "./ids.ts";
import { unlessPanicked } from "./panic.ts";
import { type AttachedPicture, pictureColumns, type Picture } from "./pictures.ts";
import type { SecretKey } from "./secret.ts";
import type { Sql } from "./sql.ts";

export const draftStates = ["draft", "in-review", "approved", "scheduled", "published", "withdrawn"] as const;
export type DraftState = (typeof draftStates)[number];

/** Those that readers have not seen. */
export const openStates = ["draft", "in-review", "approved", "scheduled"] as const;

/** What a member saves. */
export interface Writing {
  text: TypedDraft;
  /** The text as HTML, which publishing copies; undefined where it cannot be rendered. */
  rendered: Rendered | undefined;
  pictures: TypedPicture[];
  memberId: string;
  /** Saved by itself, while it was typed. */
  autosaved?: boolean;
  /** Names the form it was typed into; empty for none. */
  once?: string;
}

/** Which draft, and what of it a form knows. */
export interface DraftVersion {
  id: string;
  version: number;
}

export interface SavedDraft extends DraftVersion {
  reopened?: Reopened;
}

export interface NewDraft extends Writing {
  /** The post that this is to change, and the revision it begins from. */
  changes?: { postId: string; revision: number } | undefined;
  /** Another draft that says the same. */
  translates?: string | undefined;
}

export type DraftedPicture = AttachedPicture & TypedPicture;

export interface DraftFacts extends DraftVersion {
  state: DraftState;
  /** The post that it is to change, or that it has become. */
  postId: string | null;
  /** Null for what is to be a new post. */
  base: number | null;
  number: number;
  /** Drafts that say the same in different languages share it. */
  translationGroup: string;
  scheduledAt: Date | null;
  /** It is scheduled still, and does not go out by itself any more: its time came in a pause. */
  overdue: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export interface KeptDraft extends DraftFacts {
  text: TypedDraft;
  rendered: Rendered | undefined;
  pictures: DraftedPicture[];
  /** Who wrote this revision; null when they are a member no more. */
  author: Author | null;
}

/** Of one form, a draft begins once. Call it in a transaction. @throws {Invalid} when a picture is gone @throws {NotFound} */
export async function beginDraft(sql: Sql, secret: SecretKey, draft: NewDraft): Promise<DraftVersion> {
  const id = randomId();
  const group = draft.translates === undefined ? randomId() : await groupOf(sql, draft.translates);
  const { count } = await sql`
    insert into draft (id, post_id, base, translation_group, once)
    values (${id}, ${draft.changes?.postId ?? null}, ${draft.changes?.revision ?? null}, ${group}, ${draft.once || null})
    on conflict (once) do nothing`;
  if (count === 0) return goOn(sql, secret, draft);
  await addRevision(sql, secret, { id, number: 1 }, draft);
  return { id, version: 1 };
}

/** The form never heard that its draft had begun: what was typed since goes on there. Who saved and went back means another. */
async function goOn(sql: Sql, secret: SecretKey, draft: NewDraft): Promise<DraftVersion> {
  const [begun] = await sql<{ id: string }[]>`select id from draft where once = ${draft.once!}`;
  const present = await lockPresent(sql, begun?.id ?? "");
  const { id, version } = present;
  if (await saysAlready(sql, secret, present, draft)) return { id, version };
  const own = await isSameForm(sql, secret, present, draft);
  return own ? saveDraft(sql, secret, present, draft) : beginDraft(sql, secret, { ...draft, once: "" });
}

/** Whether it was this form, saving by itself, that wrote the present revision. */
async function isSameForm(
  sql: Sql,
  secret: SecretKey,
  { id, number }: DraftFacts,
  { once = "", memberId }: Writing,
): Promise<boolean> {
  const rows = await sql`
    select 1 from draft_revision
    where draft_id = ${id} and number = ${number} and autosaved and hand = ${handOf(secret, id, memberId)}
      and once = ${once}`;
  return rows.length > 0;
}

async function groupOf(sql: Sql, draftId: string): Promise<string> {
  const [row] = await sql<{ group: string }[]>`
    select translation_group as group from draft where id = ${draftId}`;
  if (!row) throw new NotFound(`There is no draft ${draftId}.`);
  return row.group;
}

async function addRevision(
  sql: Sql,
  secret: SecretKey,
  { id, number }: { id: string; number: number },
  writing: Writing,
): Promise<void> {
  const { pictures, memberId, autosaved = false, once = "" } = writing;
  const jwe = await sealRevision(writing, secret);
  await sql`
    insert into draft_revision (draft_id, number, text_jwe, hand, by_writer, autosaved, once)
    values (${id}, ${number}, ${jwe}, ${handOf(secret, id, memberId)},
      exists (select 1 from member where id = ${memberId} and role = 'writer'), ${autosaved}, ${once || null})`;
  if (pictures.length === 0) return;
  const ids = pictures.map((picture) => picture.id);
  const known = await sql`select id from picture where id in ${sql(ids)}`;
  if (known.length < new Set(ids).size) throw new Invalid("pictureGone", "pictures");
  const rows = pictures.map(({ id: picture_id, people }, position) => ({
    draft_id: id,
    number,
    position,
    picture_id,
    people,
  }));
  await sql`insert into draft_picture ${sql(rows)}`;
  // The form may hold both a picture and what has covered it meanwhile, which would come in between when it is published.
  await sql`
    update draft_picture set picture_id = picture.id, people = 'covered'
    from picture
    where draft_id = ${id} and number = ${number} and draft_picture.picture_id = covered_id and picture.id in ${sql(ids)}`;
}

/** Locks the draft until the transaction ends. @throws {NotFound} @throws {Conflict} when it has changed since `version`. */
export async function lockDraft(sql: Sql, { id, version }: DraftVersion): Promise<DraftFacts> {
  const facts = await lockPresent(sql, id);
  if (facts.version !== version) throw new Conflict("draftChanged");
  return facts;
}

async function lockPresent(sql: Sql, id: string): Promise<DraftFacts> {
  const [facts] = await sql<DraftFacts[]>`select ${columns(sql)} from draft where id = ${id} for update`;
  if (!facts) throw new NotFound(`There is no draft ${id}.`);
  return facts;
}

/** Whether the present revision says this already. */
async function saysAlready(
  sql: Sql,
  secret: SecretKey,
  { id, number, base }: DraftFacts,
  writing: Writing & { base?: number | undefined },
): Promise<boolean> {
  if (base !== null && writing.base !== undefined && writing.base !== base) return false;
  const pictures = await sql<Pick<TypedPicture, "id" | "people">[]>`
    select picture_id as id, people from draft_picture
    where draft_id = ${id} and number = ${number}
    order by position`;
  const looks = (each: Pick<TypedPicture, "id" | "people">[]) =>
    each.map((picture) => [picture.id, picture.people]);
  if (!isDeepStrictEqual(looks(pictures), looks(writing.pictures))) return false;
  const [row] = await sql<{ jwe: string }[]>`
    select text_jwe as jwe from draft_revision where draft_id = ${id} and number = ${number}`;
  return saysSame(row!.jwe, secret, writing);
}

/**
 * A new revision of the text, in place of what was saved by itself before; none where it says the same. An approval does not
 * outlive a change, and is not lost to a letter that saved itself. Call it in a transaction. Throws what `lockDraft` and
 * `beginDraft` throw. @throws {Conflict} `scheduledFixed`, `notByItself`
 */
export async function saveDraft(
  sql: Sql,
  secret: SecretKey,
  at: DraftVersion,
  writing: Writing & { base?: number | undefined },
): Promise<SavedDraft> {
  const present = await lockPresent(sql, at.id);
  const { state, number, version } = present;
  if (state === "published" || state === "withdrawn") throw new Conflict("draftPublished");
  if (await saysAlready(sql, secret, present, writing)) {
    if (!writing.autosaved) {
      await sql`update draft_revision set autosaved = false where draft_id = ${at.id} and number = ${number}`;
    }
    return { id: at.id, version };
  }
  // An answer that was lost on the way is not somebody else.
  const known =
    version === at.version || (isUnreviewed(state) && (await isSameForm(sql, secret, present, writing)));
  if (!known) throw new Conflict("draftChanged");
  const [replaced] = await sql`
    select 1 from draft_revision
    where draft_id = ${at.id} and number = ${number} and autosaved
      and hand = ${handOf(secret, at.id, writing.memberId)}`;
  const next = replaced ? number : number + 1;
  const { before: _, ...saved } = await openForWriting(sql, secret, present, { ...writing, number: next });
  if (replaced) await sql`delete from draft_revision where draft_id = ${at.id} and number = ${number}`;
  await addRevision(sql, secret, { id: at.id, number: next }, writing);
  await sql`
    update draft
    set number = ${next}, base = case when base is not null then coalesce(${writing.base ?? null}, base) end
    where id = ${at.id}`;
  return saved;
}

const isUnreviewed = (state: DraftState) => state === "draft" || state === "in-review";

const columns = (sql: Sql) => sql`
  draft.id, version, state, draft.post_id as "postId", base, draft.number, translation_group as "translationGroup",
  scheduled_at as "scheduledAt", ${cameInPause(sql, sql`scheduled_at`)} as overdue, draft.created_at as "createdAt", updated_at as "updatedAt"`;

export interface SealedRow extends DraftFacts {
  jwe: string;
  /** Of who wrote the revision. */
  hand: Uint8Array | null;
}

/** Drafts with the present revision, or revision `number`. */
export const withRevision = (sql: Sql, number?: number) => sql`
  from draft
  join draft_revision on draft_id = draft.id and draft_revision.number = ${number ?? sql`draft.number`}
    and ${unlessPanicked(sql)}`;

export const sealedColumns = (sql: Sql) => sql`
  ${columns(sql)}, text_jwe as jwe, hand`;

/** The draft as it is, or as it was in revision `number`. */
export async function findDraft(
  sql: Sql,
  secret: SecretKey,
  id: string,
  number?: number,
): Promise<KeptDraft | undefined> {
  const [row] = await sql<SealedRow[]>`
    select ${sealedColumns(sql)} ${withRevision(sql, number)} where draft.id = ${id}`;
  if (!row) return undefined;
  const { jwe, hand, ...facts } = row;
  const authorOf = await listHands(sql, secret);
  const { text, rendered, pictures: words } = await openRevision(jwe, secret);
  const pictures = await sql<(Picture & Pick<DraftedPicture, "people"> & { position: number })[]>`
    select ${pictureColumns(sql)}, people, position
    from draft_picture
    join picture on picture.id = picture_id
    where draft_id = ${id} and number = ${number ?? facts.number}
    order by position`;
  return {
    ...facts,
    author: authorOf(id, hand),
    text,
    rendered,
    pictures: pictures.map(({ position, ...picture }) => ({ ...picture, ...words[position]! })),
  };
}

/** What a form about it has to say of it; it holds nothing that was written. */
export async function findDraftFacts(sql: Sql, id: string): Promise<DraftFacts | undefined> {
  const [facts] = await sql<DraftFacts[]>`select ${columns(sql)} from draft where id = ${id}`;
  return facts;
}
