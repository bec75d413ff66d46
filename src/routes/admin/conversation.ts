import { randomUUID } from "node:crypto";
import { NotFound } from "../../errors.ts";
import { listOwnReactions } from "../../store/allied-posts.ts";
import { listConversation, listOwnAnswers } from "../../store/conversations.ts";
import { findPost } from "../../store/post-lists.ts";
import { countPendingMentions, countReplies, type Reply } from "../../store/replies.ts";
import type { Sql } from "../../store/sql.ts";
import { conversationPage } from "../../views/admin/conversation.ts";
import type { ReplyTab } from "../../views/admin/replies.ts";
import type { ListedReply } from "../../views/admin/reply.ts";
import { type MemberContext, show } from "./visit.ts";

const mostReplies = 300;

/** All that has come in below one post, in order. */
export async function showConversation(c: MemberContext, sql: Sql, postId: string): Promise<Response> {
  const visit = c.get("visit");
  const post = await findPost(sql, postId);
  if (!post) throw new NotFound(`There is no post ${postId}.`);
  const { replies: found, answers } = await listConversation(sql, postId, mostReplies + 1);
  const cut = found.length > mostReplies;
  const replies = await withOurs(sql, cut ? found.slice(1) : found);
  const chosen = c.req.query("chosen") === "all";
  const conversation = { post, replies, answers, cut, chosen, once: randomUUID() };
  return show(c, visit.m.conversation.title, conversationPage(visit, conversation));
}

/** Replies with what the collective has done about each. */
export async function withOurs(sql: Sql, replies: Reply[]): Promise<ListedReply[]> {
  const ids = replies.map(({ id }) => id);
  const [own, answers] = await Promise.all([listOwnReactions(sql, ids), listOwnAnswers(sql, ids)]);
  return replies.map((reply) => ({
    ...reply,
    liked: own.liked.has(reply.id),
    boosted: own.boosted.has(reply.id),
    answers: answers.filter(({ inReplyTo }) => inReplyTo === reply.id),
  }));
}

/** How much stands under each tab of the replies. */
export async function countTabs(sql: Sql): Promise<Record<ReplyTab, number>> {
  const [counted, mentions] = await Promise.all([countReplies(sql), countPendingMentions(sql)]);
  return { ...counted, pending: counted.pending - mentions, mentions };
}
