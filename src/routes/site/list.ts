import { findActor } from "../../store/actors.ts";
import { listPosts, type Period } from "../../store/post-lists.ts";
import type { Post } from "../../store/posts.ts";
import type { Sql } from "../../store/sql.ts";
import { hostOf } from "../../text/address.ts";
import type { PostList } from "../../views/list.ts";
import type { Answered } from "../../views/post.ts";
import { decodeCursor, encodeCursor } from "./site.ts";

/** A page of posts, newest first, at `path?before=…`: all, or those of a tag or language. */
export async function pageOfPosts(
  sql: Sql,
  options: {
    path: string;
    /** How many stand on a page. */
    size: number;
    before: string | undefined;
    tag?: string;
    language?: string;
    onceIn?: string;
    period?: Period;
    except?: string[];
  },
): Promise<PostList> {
  const { path, size, before, ...which } = options;
  const found = await listPosts(sql, {
    ...which,
    ...(before !== undefined && { before: decodeCursor(before) }),
    limit: size + 1,
  });
  const posts = found.slice(0, size);
  const last = found.length > size ? posts.at(-1) : undefined;
  return {
    posts,
    answered: await findAnswered(sql, posts),
    older: last && `${path}?before=${encodeCursor(last)}`,
    newest: before === undefined ? undefined : path,
  };
}

/** What the posts that are replies answer, by post id. */
export async function findAnswered(sql: Sql, posts: Post[]): Promise<Map<string, Answered>> {
  const answered = new Map<string, Answered>();
  for (const { id, inReplyTo, inReplyToActor } of posts) {
    if (!inReplyTo) continue;
    const actor = inReplyToActor ? await findActor(sql, inReplyToActor) : undefined;
    answered.set(id, { url: inReplyTo, author: actor?.handle ?? hostOf(inReplyTo) ?? inReplyTo });
  }
  return answered;
}
