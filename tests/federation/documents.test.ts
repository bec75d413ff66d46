import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { putActor } from "../../src/store/actors.ts";
import { addPicture } from "../../src/store/pictures.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { activityUrl, groupId, postUrl } from "../../src/text/address.ts";
import type { Callout } from "../../src/text/callout.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { editPost, type NewPost, publishPost } from "../support/written.ts";

let tocsin: Tocsin;
const publicCollection = "https://www.w3.org/ns/activitystreams#Public";
const post: NewPost = {
  type: "Note",
  name: "To the <harbour>",
  source: "Come on **Saturday** with #Blankets.[^1]\n\n[^1]: Dry ones.",
  summary: "",
  language: "en",
  tags: ["Blankets", "FreedomOfMovement"],
  pictures: [],
  pinned: false,
};

beforeAll(async () => {
  tocsin = await startTocsin({ worker: false });
});
afterAll(() => tocsin.stop());

// oxlint-disable-next-line typescript/no-explicit-any -- documents are read as a peer would, without our types.
type Json = any;

async function get(
  address: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; json: Json }> {
  const response = await fetch(address, { headers: { accept: "application/activity+json", ...headers } });
  const body = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: body.startsWith("{") ? JSON.parse(body) : body,
  };
}

const pictureNamed = (name: string) => ({
  width: 1200,
  height: 800,
  blurhash: "LEHV6n",
  files: (["full", "small"] as const).map((variant) => ({
    variant,
    name: `${variant}-${name}.jpg`,
    mediaType: "image/jpeg",
    width: 1200,
    height: 800,
    size: 10,
  })),
});

const read = async (id: string) => (await get(postUrl(tocsin.origin, id))).json;

describe("a Note", () => {
  it("has its title in bold, the text, the tags that are not in it, and the link last", async () => {
    const { id } = await publishPost(tocsin.sql, post);
    const note = await read(id);
    expect(note.content).toMatch(/^<p><strong>To the &lt;harbour&gt;<\/strong><\/p>/);
    expect(note.content).toContain("<strong>Saturday</strong>");
    expect(note.content).toContain("Dry ones.");
    expect(note.content.match(/#<span>/g)).toHaveLength(2);
    expect(note.content).toContain(
      `<a href="${tocsin.origin}/tags/freedomofmovement" class="mention hashtag" rel="tag">`,
    );
    expect(note.content).toMatch(new RegExp(`<p><a href="${note.id}" class="u-url">${note.id}</a></p>$`));
    expect(note).not.toHaveProperty("name");
    expect(note).not.toHaveProperty("summary");
    expect(note).not.toHaveProperty("updated");
  });

  it("has an id without a query, lists that are lists, the full public address, and one language", async () => {
    const { id } = await publishPost(tocsin.sql, { ...post, source: "Seul", language: "fr", tags: ["Un"] });
    const note = await read(id);
    expect(note).toMatchObject({
      id: `${tocsin.origin}/p/${id}`,
      url: `${tocsin.origin}/p/${id}`,
      type: "Note",
      attributedTo: groupId(tocsin.origin),
      to: [publicCollection],
      cc: [`${groupId(tocsin.origin)}/followers`],
      contentMap: { fr: note.content },
      tag: [{ type: "Hashtag", name: "#Un", href: `${tocsin.origin}/tags/un` }],
      attachment: [],
    });
    expect(id).toMatch(/^[a-z2-7]{16}$/);
    expect(Object.keys(note.contentMap)).toEqual(["fr"]);
    expect(Date.parse(note.published)).toBeGreaterThan(Date.now() - 60_000);
  });

  it("carries its pictures with their descriptions, and a content warning only where there is one", async () => {
    const picture = await addPicture(tocsin.sql, pictureNamed("1"));
    const pictures = [{ id: picture, description: "A banner" }];
    const { id } = await publishPost(tocsin.sql, { ...post, pictures, summary: "Police violence" });
    expect(await read(id)).toMatchObject({
      summary: "Police violence",
      sensitive: true,
      attachment: [
        {
          type: "Document",
          mediaType: "image/jpeg",
          url: `${tocsin.origin}/media/full-1.jpg`,
          name: "A banner",
          width: 1200,
          height: 800,
          blurhash: "LEHV6n",
        },
      ],
    });
  });

  it("says the captions in its text, and what must stay in sight of a cropped picture", async () => {
    const ids = await Promise.all(["one", "two"].map((name) => addPicture(tocsin.sql, pictureNamed(name))));
    const focus = { x: -0.5, y: 0.25 };
    const pictures = [
      { id: ids[0]!, description: "A boat", caption: "Seen <from> the quay.", focus },
      { id: ids[1]!, description: "A crane" },
    ];
    const { id } = await publishPost(tocsin.sql, { ...post, pictures });
    const note = await read(id);
    expect(note.content).toContain("<p>(1) Seen &lt;from&gt; the quay.</p><p><a href=");
    expect(note.content).not.toContain("(2)");
    expect(note.attachment).toMatchObject([
      { name: "A boat", focalPoint: [-0.5, 0.25] },
      { name: "A crane" },
    ]);
    // Mastodon would take it for the description.
    for (const each of note.attachment) expect(each).not.toHaveProperty("summary");
    expect(note.attachment[1]).not.toHaveProperty("focalPoint");
    expect(note["@context"][1]).toMatchObject({
      focalPoint: { "@id": "toot:focalPoint", "@container": "@list" },
    });
    const one = await publishPost(tocsin.sql, { ...post, type: "Article", pictures: pictures.slice(0, 1) });
    const article = await read(one.id);
    expect(article.content).toContain("<p>Seen &lt;from&gt; the quay.</p>");
    expect(article.preview.content).toContain("<p>Seen &lt;from&gt; the quay.</p>");
  });

  it("that is edited says when, later than it was published", async () => {
    const { id } = await publishPost(tocsin.sql, post);
    await editPost(tocsin.sql, id, { ...post, source: "Once" });
    const once = await read(id);
    await editPost(tocsin.sql, id, { ...post, source: "Twice" });
    const twice = await read(id);
    expect(Date.parse(once.updated)).toBeGreaterThan(Date.parse(once.published));
    expect(Date.parse(twice.updated)).toBeGreaterThan(Date.parse(once.updated));
    expect(twice.content).toContain("Twice");
  });

  it("that answers somebody names them, in the text and as a Mention", async () => {
    const id = "https://allies.example/users/ada";
    await putActor(
      tocsin.sql,
      {
        id,
        inbox: `${id}/inbox`,
        sharedInbox: null,
        type: "Person",
        preferredUsername: "ada",
        handle: "@ada@allies.example",
        name: "Ada",
        url: "https://allies.example/@ada",
        icon: null,
        alsoKnownAs: [],
      },
      [],
    );
    const answer = await publishPost(tocsin.sql, {
      ...post,
      inReplyTo: { id: `${id}/notes/1`, actorId: id },
    });
    const note = await read(answer.id);
    expect(note).toMatchObject({
      inReplyTo: `${id}/notes/1`,
      cc: [`${groupId(tocsin.origin)}/followers`, id],
    });
    expect(note.tag).toContainEqual({ type: "Mention", name: "@ada@allies.example", href: id });
    expect(note.content).toContain(
      '<a href="https://allies.example/@ada" class="u-url mention">@<span>ada</span></a>',
    );
  });
});

it("an Article has its name, the whole text, and a Note as its preview", async () => {
  const { id } = await publishPost(tocsin.sql, { ...post, type: "Article" });
  const article = await read(id);
  expect(article).toMatchObject({
    type: "Article",
    name: "To the <harbour>",
    preview: {
      type: "Note",
      attributedTo: groupId(tocsin.origin),
      contentMap: { en: article.preview.content },
    },
  });
  // GoToSocial and Misskey show it nowhere else.
  expect(article.content).toContain(
    `<p><strong><a href="${article.id}" class="u-url">To the &lt;harbour&gt;</a></strong></p><p>Come`,
  );
  expect(article.preview.content).toContain("<strong>To the &lt;harbour&gt;</strong>");
  expect(article.preview.content).toContain(`href="${article.id}"`);
  expect(article.preview).not.toHaveProperty("id");
});

describe("the summary of an Article", () => {
  const source =
    "## Why\n\nFor *seven* weeks we wrote down how cold our rooms were.[^1]\n\nThe rest.\n\n[^1]: In a book.";
  const first = "For seven weeks we wrote down how cold our rooms were.";
  const read = async (fields: Partial<NewPost>) => {
    const { id } = await publishPost(tocsin.sql, { ...post, type: "Article", source, ...fields });
    return (await get(postUrl(tocsin.origin, id))).json;
  };

  it("is its teaser, else its first paragraph, and no warning", async () => {
    const article = await read({});
    expect([article.summary, article.sensitive, article.preview.summary]).toEqual([
      first,
      undefined,
      undefined,
    ]);
    const teased = await read({ teaser: "Forty-one thermometers." });
    expect([teased.summary, teased.sensitive]).toEqual(["Forty-one thermometers.", undefined]);
    expect(teased.preview.content).toContain("<p>Forty-one thermometers.</p>");
  });

  it("has a content warning before the teaser; the first paragraph is not shown in the open then", async () => {
    const warned = await read({ summary: "Illness", teaser: "Forty-one thermometers." });
    expect([warned.summary, warned.sensitive]).toEqual(["Illness – Forty-one thermometers.", true]);
    expect(warned.preview).toMatchObject({ summary: "Illness", sensitive: true });
    const untold = await read({ summary: "Illness" });
    expect([untold.summary, untold.sensitive]).toEqual(["Illness", true]);
  });

  it("is not cut inside a word, and of a text without a paragraph its beginning", async () => {
    const article = await read({ source: "word ".repeat(200) });
    expect(article.summary).toMatch(/^(word ){20,}word…$/);
    expect((await read({ source: "- soup\n- bread" })).summary).toBe("soup bread");
  });
});

describe("a call-out", () => {
  const callout: Callout = {
    startsAt: new Date("2026-12-05T13:00:00Z"),
    endsAt: new Date("2026-12-05T16:00:00Z"),
    timeZone: "Europe/Paris",
    placeName: "Salt <Hall>",
    placeAddress: "14 Harbour Street",
    latitude: null,
    longitude: null,
    openUntil: new Date("2026-12-05T16:00:00Z"),
    status: "confirmed",
  };
  const when = "Saturday, 5 December 2026, 14:00–17:00 (CET)";
  const where = "Salt &lt;Hall&gt;, 14 Harbour Street";

  it("begins with date and place, after the title, as a Note, as an Article and in its preview", async () => {
    const note = await read((await publishPost(tocsin.sql, { ...post, callout })).id);
    expect(note.content).toContain(`</strong></p><p>${when}<br>${where}</p><p>Come on`);
    const article = await read((await publishPost(tocsin.sql, { ...post, type: "Article", callout })).id);
    expect(article.content).toMatch(
      /^<p><strong><a [^>]*>To the [^<]*<\/a><\/strong><\/p><p>Saturday, 5 December/,
    );
    expect(article.preview.content).toContain(`</strong></p><p>${when}<br>${where}</p>`);
  });

  it("says first when it is cancelled, in the post's language, and its Create still does not", async () => {
    const french = { ...post, language: "fr", callout };
    const { id, activityId } = await publishPost(tocsin.sql, french);
    const edited = await editPost(tocsin.sql, id, {
      ...french,
      callout: { ...callout, status: "cancelled" },
    });
    expect((await read(id)).content).toContain("<p>Annulé<br>samedi 5 décembre 2026");
    const update = (await get(activityUrl(tocsin.origin, edited.activityId))).json;
    expect([update.type, update.object.content]).toEqual([
      "Update",
      expect.stringContaining("<p>Annulé<br>"),
    ]);
    const create = (await get(activityUrl(tocsin.origin, activityId))).json;
    expect(create.object.content).not.toContain("Annulé");
  });
});

it("a post ends with the address of its translations, below its own", async () => {
  const { id } = await publishPost(tocsin.sql, post);
  const french = await publishPost(tocsin.sql, { ...post, language: "fr", translationOf: id });
  const arabic = await publishPost(tocsin.sql, {
    ...post,
    language: "ar",
    type: "Article",
    translationOf: id,
  });
  const [own, fr, ar] = [id, french.id, arabic.id].map((each) => postUrl(tocsin.origin, each));
  const line = (words: string, url: string, language: string) =>
    `<p>${words} <a href="${url}" class="u-url" hreflang="${language}">${url}</a></p>`;
  const lines = line("En français\u202f:", fr!, "fr") + line("العربية:", ar!, "ar");
  expect((await read(id)).content.endsWith(`<p><a href="${own}" class="u-url">${own}</a></p>${lines}`)).toBe(
    true,
  );
  const article = await read(arabic.id);
  expect(
    article.content.endsWith(line("In English:", own!, "en") + line("En français\u202f:", fr!, "fr")),
  ).toBe(true);
});

describe("one address for people and servers", () => {
  it("says so with Vary, gives each its own, and links from one to the other", async () => {
    const { id } = await publishPost(tocsin.sql, post);
    const document = await get(postUrl(tocsin.origin, id));
    expect(document.headers.get("content-type")).toBe("application/activity+json");
    expect(document.headers.get("vary")).toContain("Accept");
    const page = await get(postUrl(tocsin.origin, id), { accept: "text/html,*/*;q=0.8" });
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(page.headers.get("vary")).toContain("Accept");
    expect(page.json).toMatch(/<link[^>]+rel="alternate"[^>]+type="application\/activity\+json"/);
  });

  it("a ld+json request with the ActivityStreams profile gets the document", async () => {
    const { id } = await publishPost(tocsin.sql, post);
    const accept = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"';
    expect((await get(postUrl(tocsin.origin, id), { accept })).json.type).toBe("Note");
  });

  it("a document that has not changed is not sent again", async () => {
    const { id } = await publishPost(tocsin.sql, post);
    const etag = (await get(postUrl(tocsin.origin, id))).headers.get("etag")!;
    expect((await get(postUrl(tocsin.origin, id), { "if-none-match": etag })).status).toBe(304);
    await editPost(tocsin.sql, id, { ...post, source: "Changed" });
    expect((await get(postUrl(tocsin.origin, id), { "if-none-match": etag })).status).toBe(200);
  });
});

describe("a withdrawn post", () => {
  it("answers 410 with a Tombstone, and so do its replies and, with an id of its own, its Create", async () => {
    const { id, activityId } = await publishPost(tocsin.sql, post);
    await withdrawPost(tocsin.sql, id);
    const url = postUrl(tocsin.origin, id);
    const createUrl = activityUrl(tocsin.origin, activityId);
    const deleted = expect.stringMatching(/^\d{4}-/);
    for (const [address, gone] of [
      [url, { id: url, formerType: "Note" }],
      [`${url}/replies`, { id: url, formerType: "Note" }],
      [createUrl, { id: createUrl, formerType: "Create" }],
    ] as const) {
      const { status, json } = await get(address);
      expect(status).toBe(410);
      expect(json).toMatchObject({ type: "Tombstone", deleted, ...gone });
      expect(JSON.stringify(json)).not.toContain("Saturday");
    }
  });

  it("an id that never was answers 404", async () => {
    expect((await get(postUrl(tocsin.origin, "a".repeat(16)))).status).toBe(404);
    expect((await get(activityUrl(tocsin.origin, "a".repeat(16)))).status).toBe(404);
  });
});
