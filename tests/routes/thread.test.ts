import { afterAll, beforeAll, expect, test } from "vitest";
import { moderateReply } from "../../src/store/replies.ts";
import { openPublicSite, type PublicSite } from "./public-site.ts";

let site: PublicSite;
let post: string;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

let minute = 0;

/** A reply with this word, to the post or to another reply. */
async function say(word: string, inReplyTo?: string, published?: Date): Promise<string> {
  minute += 1;
  const reply = {
    content: `<p>${word}</p>`,
    published: published ?? new Date(Date.UTC(2026, 0, 1, 0, minute)),
  };
  return site.reply(post, { ...reply, ...(inReplyTo !== undefined && { inReplyTo }) });
}

/** The words of the replies, each with the number of lists it stands in. */
async function shape(): Promise<string[]> {
  const page = await site.page(`/p/${post}`);
  const replies = page.slice(page.indexOf('class="replies"'), page.indexOf("</main>"));
  const shown: string[] = [];
  let depth = 0;
  for (const [token, word] of replies.matchAll(/<ol class="thread">|<\/ol>|<p>(\w+)<\/p>/g)) {
    if (word) shown.push(`${depth} ${word}`);
    else depth += token === "</ol>" ? -1 : 1;
  }
  expect(depth).toBe(0);
  return shown;
}

test("replies stand under what they answer, oldest first", async () => {
  post = await site.publish();
  const first = await say("first");
  const second = await say("second");
  const answer = await say("answer", first);
  await say("late", second);
  await say("thanks", answer);
  await say("another", first);
  expect(await shape()).toEqual(["1 first", "2 answer", "3 thanks", "2 another", "1 second", "2 late"]);
  expect(await site.page(`/p/${post}`)).toContain("6 replies</h2>");
});

test("a reply whose parent is not shown stands under the post", async () => {
  post = await site.publish();
  const hidden = await say("hidden");
  await say("child", hidden);
  await say("stray", "https://elsewhere.example/1");
  await moderateReply(site.sql, hidden, "hidden");
  expect(await shape()).toEqual(["1 child", "1 stray"]);
});

test("a long exchange goes no deeper than six lists, and loses nobody", async () => {
  post = await site.publish();
  let last: string | undefined;
  for (let at = 1; at <= 9; at++) last = await say(`r${at}`, last);
  expect(await shape()).toEqual(["1 r1", "2 r2", "3 r3", "4 r4", "5 r5", "6 r6", "6 r7", "6 r8", "6 r9"]);
});

test("replies that claim to answer each other, themselves, or what came later are all shown once", async () => {
  post = await site.publish();
  const ring = ["https://quay.example/x", "https://quay.example/y"];
  for (const [at, id] of ring.entries()) {
    const published = new Date(Date.UTC(2026, 0, 2, at));
    await site.reply(post, { id, inReplyTo: ring[1 - at]!, content: `<p>ring${at}</p>`, published });
  }
  await site.reply(post, {
    id: "https://quay.example/self",
    inReplyTo: "https://quay.example/self",
    content: "<p>self</p>",
  });
  expect(await shape()).toEqual(["1 ring0", "2 ring1", "1 self"]);
});
