import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { putActor } from "../../src/store/actors.ts";
import { addBlock } from "../../src/store/blocks.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { addReaction } from "../../src/store/reactions.ts";
import { addReply, moderateReply } from "../../src/store/replies.ts";
import { editPost } from "../support/written.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

const meta = (page: string, name: string) =>
  new RegExp(`<meta\\s+(?:name|property)="${name}"\\s+content="([^"]*)"`).exec(page)?.[1];

describe("the page of a post", () => {
  test("shows title, date, text, footnotes and tags", async () => {
    const id = await site.publish(
      { name: "Day fifty", source: "Come.[^1]\n\n[^1]: Bring a lamp.", tags: ["rue du Port"] },
      new Date("2026-05-01T10:00:00Z"),
    );
    const page = await site.page(`/p/${id}`);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).toContain("Day fifty</h1>");
    expect(page).toContain('<time datetime="2026-05-01T10:00:00.000Z">1 May 2026</time>');
    expect(page).toMatch(/class="footnotes".*Bring a lamp\./s);
    expect(page).toMatch(/<a href="\/tags\/rueduport" rel="tag"[^>]*>rue du Port<\/a>/);
    expect(page).not.toContain("Edited");
  });

  test("has a heading even without a title", async () => {
    const id = await site.publish({ name: "" }, new Date("2026-05-01T10:00:00Z"));
    const page = await site.page(`/p/${id}`);
    expect(page).toContain("Post of 1 May 2026</h1>");
    expect(page).toContain("<title>A text. · Harbour Street</title>");
  });

  test("says when it was edited, and shows the new text alone", async () => {
    const id = await site.publish({ source: "Forty-one homes." });
    const edit = { name: "", summary: "", language: "en", tags: [], pictures: [], pinned: false };
    await editPost(site.sql, id, { ...edit, source: "Thirty-nine homes." });
    const page = await site.page(`/p/${id}`);
    expect(page).toContain("Edited");
    expect(page).toContain("Thirty-nine");
    expect(page).not.toContain("Forty-one");
  });

  test("leads to its own ActivityPub document, and varies by what is asked for", async () => {
    const id = await site.publish();
    const response = await site.get(`/p/${id}`);
    expect(response.headers.get("Vary")).toContain("Accept");
    expect(await response.text()).toMatch(
      new RegExp(`<link rel="alternate" type="application/activity\\+json" href="${origin}/p/${id}"`),
    );
  });

  test("counts boosts and likes", async () => {
    const id = await site.publish();
    for (const name of ["a", "b"]) {
      const actorId = (await neighbour(name)).id;
      await addReaction(site.sql, { postId: id, actorId, type: "Like", activityId: `${actorId}/like` });
    }
    const page = await site.page(`/p/${id}`);
    expect(page).toContain("2 likes");
    expect(page).not.toContain("boost<");
  });

  test("names the post that it answers", async () => {
    const { id: actorId } = await neighbour("ally");
    const id = await site.publish({ inReplyTo: { id: "https://quay.example/posts/1", actorId } });
    expect(await site.page(`/p/${id}`)).toMatch(
      /In reply to\s+<a href="https:\/\/quay\.example\/posts\/1"[^>]*><bdi>@ally@quay\.example<\/bdi>/,
    );
  });

  test("gives its address to be copied, which a narrow window breaks behind a slash", async () => {
    const id = await site.publish();
    const address = `<code class="copy">${origin}/<wbr />p/<wbr />${id}</code>`;
    expect(await site.page(`/p/${id}`)).toContain(address);
  });

  test("lets the keyboard reach what may be scrolled in a text, on pages alone", async () => {
    const source = "| a | b |\n|---|---|\n| 1 | 2 |\n\n    code";
    const id = await site.publish({ source });
    for (const path of ["/", `/p/${id}`]) {
      const page = await site.page(path);
      expect(page).toMatch(/<div class="scroller" tabindex="0"><table>.*<\/table>\s*<\/div>/s);
      expect(page).toContain('<pre tabindex="0">');
    }
    const object = await (await site.get(`/p/${id}`, { Accept: "application/activity+json" })).text();
    for (const sent of [object, await site.page("/feed.atom")]) {
      expect(sent).toContain("code");
      expect(sent).not.toMatch(/tabindex|scroller/);
    }
  });
});

describe("the preview of a link", () => {
  test("has title, first words, picture and creator", async () => {
    const picture = await site.picture();
    const id = await site.publish({ name: "Day fifty", pictures: [{ id: picture, description: "A lamp" }] });
    const page = await site.page(`/p/${id}`);
    expect(meta(page, "og:title")).toBe("Day fifty");
    expect(meta(page, "og:description")).toBe("A text.");
    // JPEG: other formats fail with some servers.
    expect(meta(page, "og:image")).toMatch(/^https:\/\/tocsin\.example\/media\/[0-9a-f]{32}\.jpg$/);
    expect(meta(page, "og:image:alt")).toBe("A lamp");
    expect(meta(page, "fediverse:creator")).toBe("@harbour@tocsin.example");
    expect(page).toContain(`<link rel="canonical" href="${origin}/p/${id}" />`);
  });

  test("tells no more than the content warning", async () => {
    const picture = await site.picture();
    const pictures = [{ id: picture, description: "A broken door" }];
    const id = await site.publish({
      name: "",
      summary: "An eviction",
      source: "At four they came.",
      pictures,
    });
    const page = await site.page(`/p/${id}`);
    const head = page.slice(0, page.indexOf("</head>"));
    expect(meta(page, "og:title")).toBe("An eviction");
    expect(meta(page, "og:description")).toBe("An eviction");
    expect(head).not.toMatch(/og:image|At four|broken door/);
  });
});

describe("an address without a post", () => {
  test("answers 404 for an id that never was, and for one that cannot be", async () => {
    for (const id of ["aaaaaaaaaaaaaaaa", "1", "%00", "..%2f", "a".repeat(3000)]) {
      expect([id, (await site.get(`/p/${id}`)).status]).toEqual([id, 404]);
    }
  });

  test("answers 410 for a withdrawn post, without its text", async () => {
    const id = await site.publish({ name: "A name too many", source: "Something said too early." });
    await withdrawPost(site.sql, id);
    const response = await site.get(`/p/${id}`);
    const page = await response.text();
    expect(response.status).toBe(410);
    expect(response.headers.get("Vary")).toContain("Accept");
    expect(page).toContain("This post has been withdrawn.");
    expect(page).not.toMatch(/too many|too early/);
  });
});

describe("replies", () => {
  test("are shown with name, handle, date and a link to the original", async () => {
    const id = await site.publish();
    const reply = await site.reply(id, { content: "<p>Moi aussi.</p>", language: "fr" });
    const page = await site.page(`/p/${id}`);
    expect(page).toContain("1 reply</h2>");
    expect(page).toContain("<bdi>Marise</bdi>");
    expect(page).toContain("<bdi>@marise@quay.example</bdi>");
    expect(page).toContain(`<a href="${reply}" rel="nofollow ugc noopener noreferrer">`);
    expect(page).toContain('<div class="text" lang="fr" dir="ltr"><p>Moi aussi.</p></div>');
  });

  test("are not shown while they wait, nor when they are hidden or refused", async () => {
    const id = await site.publish();
    const { id: actorId } = await neighbour("waiting");
    for (const state of ["pending", "hidden", "refused"] as const) {
      const reply = {
        id: `${actorId}/${state}`,
        actorId,
        postId: id,
        inReplyTo: null,
        summary: "",
        language: null,
      };
      const content = `<p>A ${state} word</p>`;
      await addReply(site.sql, {
        ...reply,
        content,
        url: reply.id,
        visibility: "public",
        published: new Date(),
      });
      if (state !== "pending") await moderateReply(site.sql, reply.id, state);
    }
    const page = await site.page(`/p/${id}`);
    expect(page).not.toContain("word");
    expect(page).not.toContain("@waiting");
    expect(page).not.toMatch(/\d repl/);
  });

  test("go when their author's host is blocked, and stay away though one is approved again", async () => {
    const id = await site.publish();
    const nasty = "https://nasty.example/users/n";
    await site.reply(id, { id: `${nasty}/1`, content: "<p>Nasty word</p>" }, { id: nasty, url: nasty });
    expect(await site.page(`/p/${id}`)).toContain("Nasty word");
    await addBlock(site.sql, "host", "nasty.example");
    expect(await site.page(`/p/${id}`)).not.toContain("Nasty word");
    await moderateReply(site.sql, `${nasty}/1`, "approved");
    expect(await site.page(`/p/${id}`)).not.toContain("Nasty word");
  });

  test("wait behind their own content warning", async () => {
    const id = await site.publish();
    await site.reply(id, { summary: "Police", content: "<p>They came.</p>" });
    expect(await site.page(`/p/${id}`)).toMatch(/<summary>.*Police.*<\/summary>.*They came\..*<\/details>/s);
  });
});

describe("hostile words", () => {
  const script = "<script>alert(1)</script>";

  test("of a title, a warning, a tag or a description stay words", async () => {
    const picture = await site.picture();
    const breakout = `"><img src=x onerror=alert(1)>${script}`;
    const id = await site.publish({
      name: breakout,
      summary: breakout,
      source: `${breakout}\n\n[a](javascript:alert(1))`,
      tags: [breakout],
      pictures: [{ id: picture, description: breakout }],
    });
    for (const path of [`/p/${id}`, "/", "/tags"]) {
      const page = await site.page(path);
      expect(page).not.toMatch(/<script(?! type="application\/ld\+json">)|<img src=x|href="javascript:/i);
    }
  });

  test("of a reply cannot leave their place", async () => {
    const id = await site.publish();
    const content = `<p>Hello</p></div></article></main><style>*{display:none}</style>${script}<iframe src="//x"></iframe>
      <a href="javascript:alert(1)" onclick="alert(1)">click</a><h1>Big</h1><p id="main" class="skip">end`;
    const breakout = `"><script>alert(1)</script>`;
    const author = { name: breakout, preferredUsername: breakout, url: "javascript:alert(1)" };
    await site.reply(
      id,
      { content, url: "javascript:alert(1)", language: '"><script>', summary: breakout },
      author,
    );
    const page = await site.page(`/p/${id}`);
    expect(page).not.toMatch(
      /<script(?! type="application\/ld\+json">)|<style|<iframe|onclick|javascript:|id="main" class="skip"/i,
    );
    expect(page).toContain('<div class="text" dir="auto">');
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page.match(/<\/main>/g)).toHaveLength(1);
    expect(page.indexOf("end")).toBeLessThan(page.indexOf("</main>"));
  });
});

function neighbour(name: string) {
  const id = `https://quay.example/users/${name}`;
  const rest = { type: "Person", name: "", icon: null, sharedInbox: null, alsoKnownAs: [] };
  return putActor(
    site.sql,
    { id, preferredUsername: name, handle: `@${name}@quay.example`, url: id, inbox: `${id}/inbox`, ...rest },
    [],
  );
}
