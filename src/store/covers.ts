import { NotFound } from "../errors.ts";
import { type ChangedDraft, coverInDrafts, type Covering, lockShowing } from "./draft-changes.ts";
import { addPicture, isPublished, type NewPicture, replaceCovered } from "./pictures.ts";
import { findPost } from "./post-lists.ts";
import { revisePost } from "./posts.ts";
import type { Database, Sql } from "./sql.ts";

/** Whether the pixels of a picture lie elsewhere than its camera saw them, which those from before did not. */
export async function isResampled(sql: Sql, id: string): Promise<boolean> {
  const [row] = await sql<{ resampled: boolean }[]>`select resampled from picture where id = ${id}`;
  return row?.resampled ?? false;
}

export interface Covered {
  /** Of the covered picture. */
  id: string;
  /** The drafts that show it now: where one was approved, it has to be again. */
  drafts: ChangedDraft[];
}

/**
 * Records the covered form of a picture in somebody's draft. The uncovered one is gone, unless it stands in a post: there
 * it goes when a revision with the covered one is saved. @throws {NotFound}
 */
export async function coverDraftPicture(
  sql: Database,
  id: string,
  covered: NewPicture,
  by: Covering,
): Promise<Covered> {
  return sql.begin(async (tx) => {
    // Drafts first, as whoever saves one.
    await lockShowing(tx, id);
    const [row] = await tx<{ coveredId: string | null; published: boolean }[]>`
      select covered_id as "coveredId", ${isPublished(tx)} as published from picture where id = ${id} for update`;
    if (!row) throw new NotFound(`There is no picture ${id}.`);
    const coveredId = await addPicture(tx, covered, {
      painted: true,
      coveredId: row.published ? id : row.coveredId,
    });
    const drafts = await coverInDrafts(tx, id, coveredId, by);
    if (!row.published) await tx`delete from picture where id = ${id}`;
    return { id: coveredId, drafts };
  });
}

/**
 * Covers a picture that is published already: in the present and in every earlier revision of every post. Posts that show
 * it get a new revision, which goes out as an Update; the uncovered picture is gone. @throws {NotFound}
 */
export async function coverPublishedPicture(
  sql: Database,
  id: string,
  covered: NewPicture,
  by: Covering,
): Promise<Covered> {
  return sql.begin(async (tx) => {
    // Posts first, as whoever edits one: the other way round, each could wait for the other.
    const posts = await tx<{ id: string }[]>`
      select post.id from post
      where withdrawn_at is null and exists (
        select 1 from revision_picture where post_id = post.id and number = revision and picture_id = ${id})
      order by post.id
      limit 1000
      for update`;
    const [row] = await tx`select 1 from picture where id = ${id} for update`;
    if (!row) throw new NotFound(`There is no picture ${id}.`);
    const coveredId = await addPicture(tx, covered, { painted: true, coveredId: id });
    const drafts = await coverInDrafts(tx, id, coveredId, by);
    for (const post of posts) {
      const present = (await findPost(tx, post.id))!;
      const pictures = present.pictures.map((each) =>
        each.id === id ? { ...each, id: coveredId, people: "covered" as const } : each,
      );
      await revisePost(tx, post.id, { ...present, pictures });
    }
    await replaceCovered(tx, [coveredId]);
    return { id: coveredId, drafts };
  });
}
