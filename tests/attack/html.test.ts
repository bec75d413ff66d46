import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moderateReply } from "../../src/store/replies.ts";
import { postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { signIn } from "../support/member.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";
import { hostile } from "../text/hostile.ts";

let tocsin: Tocsin;
let peer: Peer;
let mallory: Person;
let post: string;

const override = "\u202e";
const markup = `<script>alert(1)</script><img src=x onerror=alert(1)>${override}`;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
  mallory = peer.person("mallory", { name: `Mal ${markup}`, url: "javascript:alert(1)" });
  const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  const { id } = await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false });
  post = postUrl(tocsin.origin, id);
  for (const content of hostile) await reply({ content: `${content}${markup}` });
  await reply({
    content: '<p>See <a href="http://evil.example/login">https://www.harbour.example/login</a></p>',
    summary: markup,
    name: markup,
    url: "javascript:alert(1)",
    contentMap: { '"><script>alert(1)</script>': "x" },
  });
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));

async function reply(rest: Record<string, unknown>): Promise<void> {
  const note = noteBy(mallory, { inReplyTo: post, ...rest });
  const sent = await sendTo(
    `${tocsin.origin}/inbox`,
    peer,
    mallory,
    activityOf(mallory, "Create", { object: note }),
  );
  expect(sent).toMatchObject({ status: 202 });
}

/** What a browser would act on: the tags of a page with their attributes, without its text. */
const tagsOf = (page: string) => page.match(/<[a-z!/][^>]*>/gi) ?? [];

function expectHarmless(page: string): void {
  const tags = tagsOf(page);
  expect(
    tags.filter((tag) =>
      /^<(script(?! type="application\/ld\+json">)|iframe|object|embed|base|svg|math|video|audio|form action="?\/\/)/i.test(
        tag,
      ),
    ),
  ).toEqual([]);
  expect(
    tags.filter((tag) => /\son\w+\s*=|javascript:|vbscript:|data:text|evil\.example\/(x|pixel)/i.test(tag)),
  ).toEqual([]);
  expect(page).not.toContain(override);
}

describe("A22. remote HTML passes an allow-list, on its way from the inbox to a page", () => {
  it("A22. the post's page shows the replies harmless, with the host of a link that pretends another", async () => {
    const kept = await tocsin.sql<{ id: string }[]>`select id from reply`;
    for (const { id } of kept) await moderateReply(tocsin.sql, id, "approved");
    const response = await fetch(post, { headers: { accept: "text/html" } });
    const page = await response.text();
    expect(page.match(/<article class="reply">/g)).toHaveLength(hostile.length + 1);
    expectHarmless(page);
    expect(page).toContain("https://www.harbour.example/login</a> (evil.example)");
    expect(response.headers.get("content-security-policy")).toMatch(/default-src 'none'|script-src 'none'/);
  });

  it("A22. the members' page of replies shows them harmless", async () => {
    const member = await signIn(tocsin.origin, tocsin.sql);
    await tocsin.sql`update reply set state = 'pending'`;
    const pages = [await member.read("/admin/replies"), await member.read("/admin/replies?state=held")];
    expect(pages.join("")).toContain("mallory");
    for (const page of pages)
      expectHarmless(page.replace(/<script src="\/assets\/[^"]*"[^>]*><\/script>/g, ""));
  });

  it("A22. the feeds carry the posts of ours alone", async () => {
    const feed = await (await fetch(`${tocsin.origin}/feed.atom`)).text();
    expect(feed).not.toContain("harbour.example/login");
  });
});
