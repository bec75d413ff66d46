import { Invalid } from "../errors.ts";
import type { Focus } from "../text/focus.ts";
import type { People } from "../text/people.ts";
import { coverInDrafts } from "./draft-changes.ts";
import type { Database, Sql } from "./sql.ts";
import { randomId } from "./ids.ts";

export interface PictureFile {
  variant: "full" | "small";
  name: string;
  mediaType: string;
  width: number;
  height: number;
  size: number;
}

export interface Picture {
  id: string;
  width: number;
  height: number;
  blurhash: string;
  /** Whether this server has covered faces in it. */
  painted: boolean;
  full: PictureFile;
  small: PictureFile;
}

export interface AttachedPicture extends Picture {
  /** For those who cannot see it. */
  description: string;
  /** What stands below it for everybody; empty for none. */
  caption: string;
  /** Null for the middle. */
  focus: Focus | null;
  /** The address of the video that it is a still of. */
  video: string | null;
  /** Null in posts from before it was asked. */
  people: People | null;
}

/** A picture that goes into a revision. */
export type PictureText = Pick<AttachedPicture, "id" | "description"> &
  Partial<Pick<AttachedPicture, "caption" | "focus" | "video" | "people">>;

/** A re-encoded picture whose files are on disk. */
export interface NewPicture {
  width: number;
  height: number;
  blurhash: string;
  files: PictureFile[];
}

/** Records a picture. It belongs to no post yet. `coveredId` names the one that it covers, where that one is published. */
export async function addPicture(
  sql: Sql,
  picture: NewPicture,
  { painted = false, coveredId = null as string | null } = {},
): Promise<string> {
  const id = randomId();
  await sql`
    insert into picture (id, width, height, blurhash, painted, covered_id)
    values (${id}, ${picture.width}, ${picture.height}, ${picture.blurhash}, ${painted}, ${coveredId})`;
  const rows = picture.files.map(({ variant, name, mediaType, width, height, size }) => ({
    name,
    picture_id: id,
    variant,
    media_type: mediaType,
    width,
    height,
    size,
  }));
  await sql`insert into picture_file ${sql(rows)}`;
  return id;
}

/** Of a picture with its files. */
export const pictureColumns = (sql: Sql) => sql`
  picture.id, picture.width, picture.height, blurhash, painted,
  (select to_jsonb(file) from (
    select variant, name, media_type as "mediaType", width, height, size
    from picture_file where picture_id = picture.id and variant = 'full') file) as "full",
  (select to_jsonb(file) from (
    select variant, name, media_type as "mediaType", width, height, size
    from picture_file where picture_id = picture.id and variant = 'small') file) as small`;

/** The pictures with these ids that exist, in the order asked. */
export async function listPictures(sql: Sql, ids: string[]): Promise<Picture[]> {
  if (ids.length === 0) return [];
  const rows = await sql<Picture[]>`select ${pictureColumns(sql)} from picture where id in ${sql(ids)}`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** @throws {Invalid} when a picture does not exist (any more). */
export async function attachPictures(
  sql: Sql,
  postId: string,
  number: number,
  pictures: PictureText[],
): Promise<void> {
  if (pictures.length === 0) return;
  const known = await listPictures(
    sql,
    pictures.map(({ id }) => id),
  );
  if (known.length !== pictures.length) throw new Invalid("pictureGone", "pictures");
  const rows = pictures.map((picture, position) => ({
    post_id: postId,
    number,
    position,
    ...pictureTextRow(picture),
  }));
  await sql`insert into revision_picture ${sql(rows)}`;
  await replaceCovered(
    sql,
    pictures.map(({ id }) => id),
  );
}

/** What members say of a picture, as the columns of the tables that keep it. */
export function pictureTextRow({
  id,
  description,
  caption = "",
  focus = null,
  video = null,
  people = null,
}: PictureText) {
  return {
    picture_id: id,
    description,
    caption,
    focus_x: focus?.x ?? null,
    focus_y: focus?.y ?? null,
    video,
    people,
  };
}

/** The same, out of such a table. */
export const pictureTextColumns = (sql: Sql) => sql`
  description, caption, video, people,
  case when focus_x is not null then jsonb_build_object('x', focus_x, 'y', focus_y) end as focus`;

/** Covered pictures take the place of the uncovered ones in every revision of every post and draft, and those are gone. */
export async function replaceCovered(sql: Sql, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const covered = await sql<{ id: string; coveredId: string }[]>`
    select id, covered_id as "coveredId" from picture where id in ${sql(ids)} and covered_id is not null`;
  for (const { id, coveredId } of covered) await coverInDrafts(sql, coveredId, id);
  await sql`
    update revision_picture set picture_id = picture.id, people = 'covered'
    from picture
    where picture.id in ${sql(ids)} and revision_picture.picture_id = covered_id`;
  await sql`
    delete from picture
    where id in (select covered_id from picture where id in ${sql(ids)}) and not ${isInUse(sql)}`;
}

/** Whether a row of `picture` is in any revision of a post, or on the account. */
export const isPublished = (sql: Sql) => sql`(
  exists (select 1 from collective where icon = picture.id or header = picture.id)
  or exists (select 1 from revision_picture where picture_id = picture.id))`;

/** Whether a row of `picture` is in any revision of a post or draft, or on the account. */
export const isInUse = (sql: Sql) => sql`(
  ${isPublished(sql)}
  or exists (select 1 from draft_picture where picture_id = picture.id))`;

/** The pictures of each post in the revision given, by post id. */
export async function listAttachedPictures(
  sql: Sql,
  posts: { id: string; revision: number }[],
): Promise<Map<string, AttachedPicture[]>> {
  const byPost = new Map<string, AttachedPicture[]>();
  if (posts.length === 0) return byPost;
  const rows = await sql<(AttachedPicture & { postId: string })[]>`
    select ${pictureColumns(sql)}, ${pictureTextColumns(sql)}, post_id as "postId"
    from revision_picture
    join picture on picture.id = picture_id
    where (post_id, number) in (
      select * from unnest(${posts.map((post) => post.id)}::text[], ${posts.map((post) => post.revision)}::integer[]))
    order by post_id, position`;
  for (const { postId, ...picture } of rows) {
    byPost.set(postId, [...(byPost.get(postId) ?? []), picture]);
  }
  return byPost;
}

export interface UndescribedPicture {
  postId: string;
  pictureId: string;
  /** The file to recognise it by. */
  small: PictureFile;
}

/** Pictures of standing posts that nobody has described, those of the newest posts first. */
export async function listUndescribed(sql: Sql, limit = 12): Promise<UndescribedPicture[]> {
  return sql<UndescribedPicture[]>`
    select post.id as "postId", picture.id as "pictureId",
      (select to_jsonb(file) from (
        select variant, name, media_type as "mediaType", width, height, size
        from picture_file where picture_id = picture.id and variant = 'small') file) as small
    from post
    join revision_picture on post_id = post.id and number = revision
    join picture on picture.id = picture_id
    where withdrawn_at is null and description = ''
    order by published desc, post.id, position
    limit ${limit}`;
}

/**
 * The file, and whether everybody may see it: the pictures of withdrawn posts, of earlier revisions and of posts not yet
 * published are for members only.
 */
export async function findPictureFile(
  sql: Sql,
  name: string,
): Promise<(PictureFile & { public: boolean }) | undefined> {
  const [row] = await sql<(PictureFile & { public: boolean })[]>`
    select variant, name, media_type as "mediaType", width, height, size,
      exists (select 1 from collective where icon = picture_id or header = picture_id)
      or exists (
        select 1 from revision_picture
        join post on post.id = post_id and revision = number and withdrawn_at is null
        where revision_picture.picture_id = picture_file.picture_id
      ) as public
    from picture_file where name = ${name}`;
  return row;
}

/** Whether the disk has all of these files, which the store knows by their names alone. */
export type HasFiles = (names: string[]) => Promise<boolean>;

/** What is known of these files: whether their pictures are, or were, published. Those of no picture are left out. */
export async function findFiles(sql: Sql, names: string[]): Promise<{ name: string; published: boolean }[]> {
  return sql<{ name: string; published: boolean }[]>`
    select name, ${isPublished(sql)} as published
    from picture_file
    join picture on picture.id = picture_id
    where name = any(${names})`;
}

/** The names of the files that readers may be shown, in order, those after a name. */
export async function listPublishedFiles(sql: Sql, after: string, limit: number): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select name from picture_file
    join picture on picture.id = picture_id
    where name > ${after} and ${isPublished(sql)}
    order by name
    limit ${limit}`;
  return rows.map(({ name }) => name);
}

/** Forgets those of these pictures that nothing shows and no draft holds: an uncovered one waits for nobody. */
export async function forgetUnused(sql: Sql, ids: string[]): Promise<void> {
  if (ids.length > 0) await sql`delete from picture where id in ${sql(ids)} and not ${isInUse(sql)}`;
}

/** Forgets pictures that were uploaded over a day ago and are in no revision of any post. */
export async function removeUnusedPictures(sql: Sql, limit = 100): Promise<void> {
  await sql`
    delete from picture where id in (
      select id from picture
      where created_at < now() - interval '1 day' and not ${isInUse(sql)}
      limit ${limit})`;
}

/** Has `remove` take the files of forgotten pictures from the disk; what fails is tried again the next time. */
export async function discardFiles(
  sql: Database,
  remove: (names: string[]) => Promise<void>,
  limit = 1000,
): Promise<void> {
  await sql.begin(async (tx) => {
    const rows = await tx<{ name: string }[]>`
      select name from removed_file order by removed_at limit ${limit} for update skip locked`;
    if (rows.length === 0) return;
    const names = rows.map(({ name }) => name);
    await remove(names);
    await tx`delete from removed_file where name in ${tx(names)}`;
  });
}
