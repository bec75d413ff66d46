import { Invalid } from "../errors.ts";
import type { People } from "../text/people.ts";
import type { Sql } from "./sql.ts";
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
  full: PictureFile;
  small: PictureFile;
}

export interface AttachedPicture extends Picture {
  description: string;
  /** Null in posts from before it was asked. */
  people: People | null;
}

/** A picture that goes into a revision. */
export interface PictureText {
  id: string;
  description: string;
  people?: People | null;
}

/** Records a re-encoded picture whose files are on disk. It belongs to no post yet. */
export async function addPicture(
  sql: Sql,
  picture: { width: number; height: number; blurhash: string; files: PictureFile[] },
): Promise<string> {
  const id = randomId();
  await sql`
    insert into picture (id, width, height, blurhash)
    values (${id}, ${picture.width}, ${picture.height}, ${picture.blurhash})`;
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
  picture.id, picture.width, picture.height, blurhash,
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
  const rows = pictures.map(({ id, description, people = null }, position) => ({
    post_id: postId,
    number,
    position,
    picture_id: id,
    description,
    people,
  }));
  await sql`insert into revision_picture ${sql(rows)}`;
}

/** The pictures of each post in the revision given, by post id. */
export async function listAttachedPictures(
  sql: Sql,
  posts: { id: string; revision: number }[],
): Promise<Map<string, AttachedPicture[]>> {
  const byPost = new Map<string, AttachedPicture[]>();
  if (posts.length === 0) return byPost;
  const rows = await sql<(AttachedPicture & { postId: string })[]>`
    select ${pictureColumns(sql)}, description, people, post_id as "postId"
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

/**
 * Forgets pictures that were uploaded over a day ago and are in no revision of any post.
 * Returns the names of their files, for the caller to remove.
 */
export async function removeUnusedPictures(sql: Sql, limit = 100): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    with unused as (
      select picture.id from picture
      where created_at < now() - interval '1 day'
        and not exists (select 1 from collective where icon = picture.id or header = picture.id)
        and not exists (select 1 from revision_picture where picture_id = picture.id)
      limit ${limit}
    ), files as (
      select name from picture_file where picture_id in (select id from unused)
    ), removed as (
      delete from picture where id in (select id from unused)
    )
    select name from files`;
  return rows.map((row) => row.name);
}
