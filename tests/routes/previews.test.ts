import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addReply } from "../../src/store/replies.ts";
import {
  type Browser,
  hiddenFields,
  membersSide,
  type MembersSide,
  origin,
  stranger,
} from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
});
afterAll(() => side.stop());

const written = {
  type: "Note",
  name: "Day <fifty>",
  source: "We **stay**.[^1]\n\n## Why\n\n- rent\n\n[^1]: All of us. #Harbour",
  summary: "",
  language: "en",
  tags: "rent, freedom of movement",
};
const calling = {
  "callout-date": "2026-12-05",
  "callout-start": "14:00",
  "callout-timeZone": "Europe/Paris",
  "callout-placeName": "Salt Hall",
};

async function preview(fields = {}, path = "/admin/posts/new"): Promise<string> {
  const response = await editor.post(path, { ...written, ...fields, intent: "preview" });
  expect(response.status).toBe(200);
  return response.text();
}

/** What stands in one of the panels. */
function panelOf(page: string, server: string): string {
  const panel = page.split(`preview-of-${server}"`)[1]?.split("</section>")[0];
  return panel!.split('<section class="preview-panel')[0]!;
}

const wordsOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

async function publish(fields = {}): Promise<string> {
  const response = await editor.post("/admin/posts", { ...written, ...fields });
  return /^\/admin\/posts\/(\w+)\?/.exec(response.headers.get("location")!)![1]!;
}

describe("the preview", () => {
  test("stands under a first heading that says what it is, and so does a draft that is looked at", async () => {
    const headings = (page: string) =>
      [...page.matchAll(/<h1[^>]*>([^<]*)</g)].map(([, text]) => text!.trim());
    expect(headings(await preview(calling))).toEqual(["Preview"]);
    const kept = await editor.post("/admin/drafts", { ...written, name: "A march" });
    const path = kept.headers.get("location")!;
    expect(headings(await editor.read(path))).toEqual(["A march"]);
  });

  test("shows on other servers the words that are sent to them", async () => {
    const page = await preview(calling);
    const id = await publish(calling);
    const sent = await side.app.request(`/p/${id}`, { headers: { accept: "application/activity+json" } });
    const { content } = (await sent.json()) as { content: string };
    const words = wordsOf(content).replace(id, "…");
    expect(words).toContain("Salt Hall");
    expect(wordsOf(panelOf(page, "pleroma"))).toContain(words);
    // Mastodon has no superscript.
    expect(wordsOf(panelOf(page, "mastodon"))).toContain(words.replace(" [1]", "[1]"));
  });

  test("shows in a feed reader what the feed says", async () => {
    const page = await preview(calling);
    await publish(calling);
    const feed = (await (await side.app.request("/feed.json")).json()) as {
      items: { title: string; content_html: string }[];
    };
    const [item] = feed.items;
    const panel = panelOf(page, "feed");
    expect(panel).toContain(`>${item!.title.replace("<", "&lt;").replace(">", "&gt;")}</h3>`);
    expect(wordsOf(panel)).toContain(wordsOf(item!.content_html));
  });

  test("shows in the link card what the page says to whoever links it", async () => {
    const page = await preview();
    const shown = await (await side.app.request(`/p/${await publish()}`)).text();
    const [, description] = /property="og:description" content="([^"]*)"/.exec(shown)!;
    expect(wordsOf(panelOf(page, "card"))).toContain(`Day &lt;fifty&gt; ${description}`);
  });

  test("tells above what is lost where, and nothing of the kind where all arrives", async () => {
    const page = await preview();
    expect(page).toContain("What does not arrive everywhere");
    expect(wordsOf(page)).toContain("Mastodon – Headings become bold lines.");
    expect(wordsOf(panelOf(page, "misskey"))).toContain("Lists lose their dots and numbers.");
    const plain = await preview({ source: "We stay." });
    expect(plain).not.toContain("What does not arrive everywhere");
    expect(wordsOf(panelOf(plain, "mastodon"))).toContain("Nothing is lost there.");
  });

  test("of an Article says that Mastodon has neither its text nor date and place", async () => {
    const panel = panelOf(await preview({ ...calling, type: "Article" }), "mastodon");
    expect(wordsOf(panel)).toContain("Only title, teaser and link are shown, not the text.");
    expect(wordsOf(panel)).toContain("Date and place are not shown");
    expect(panel).not.toContain("Salt Hall");
    expect(panel).toContain("#Harbour");
  });

  test("keeps behind a content warning what others keep there", async () => {
    const page = await preview({ summary: "Blood & fire" });
    for (const server of ["mastodon", "pleroma", "misskey"]) {
      const [before, after] = panelOf(page, server).split("</summary>");
      expect(before).toContain("Blood &amp; fire");
      expect([before!.includes("All of us."), after!.includes("All of us.")]).toEqual([false, true]);
    }
    expect(panelOf(page, "card")).not.toContain("stay");
  });

  test("shows four of five pictures on Mastodon, and says which have no description", async () => {
    const image = sharp({ create: { width: 40, height: 30, channels: 3, background: "red" } });
    const bytes = new Uint8Array(await image.png().toBuffer());
    const file = Array.from({ length: 5 }, (_, at) => new File([bytes], `${at}.png`));
    const page = await preview({ file });
    const pictures = (server: string) => panelOf(page, server).match(/<img\b/g)?.length;
    expect([pictures("mastodon"), pictures("pleroma"), pictures("feed"), pictures("card")]).toEqual([
      4, 5, 5, 1,
    ]);
    expect(wordsOf(panelOf(page, "mastodon"))).toContain("Only the first 4 pictures are shown.");
    expect(panelOf(page, "mastodon").match(/No description/g)).toHaveLength(4);
    expect(page).not.toContain(`src="${origin}`);
  });

  test("shows captions where they arrive: in the text elsewhere, below the picture in a feed", async () => {
    const image = sharp({ create: { width: 40, height: 30, channels: 3, background: "red" } });
    const file = new File([new Uint8Array(await image.png().toBuffer())], "hall.png");
    const first = await (await editor.post("/admin/posts/new", { ...written, file })).text();
    const [, picture = ""] = /name="picture" value="(\w+)"/.exec(first)!;
    const page = await preview({ picture, [`caption-${picture}`]: "The hall at noon." });
    expect(panelOf(page, "mastodon")).toContain("<p>The hall at noon.</p>");
    expect(panelOf(page, "feed")).toContain("<figcaption>The hall at noon.</figcaption>");
  });

  test("has the address of the post that is edited, and those of its translations", async () => {
    const id = await publish();
    const path = `/admin/posts/${id}/edit`;
    const french = await publish({ language: "fr", translationOf: id });
    const form = hiddenFields(await editor.read(path), path);
    const panel = wordsOf(panelOf(await preview({ ...form, translationOf: french }, path), "mastodon"));
    expect(panel).toContain(`${origin}/p/${id} En français : ${origin}/p/${french}`);
    expect(panel).not.toContain(`In English: ${origin}`);
  });

  test("of an answer names whom it answers", async () => {
    const ada = await stranger(side.sql, "ada", "quai.example");
    const id = "https://quai.example/notes/1";
    const reply = { id, actorId: ada.id, postId: null, inReplyTo: null, summary: "", url: id };
    const text = { content: "<p>Where?</p>", language: "en", visibility: "public" } as const;
    await addReply(side.sql, { ...reply, ...text, published: new Date() });
    const page = await preview({ inReplyTo: id });
    expect(wordsOf(panelOf(page, "mastodon"))).toContain("@ ada");
    expect(wordsOf(panelOf(page, "site"))).toContain("In reply to @ada@quai.example");
  });

  test("speaks French to whoever reads it in French, about a site in English", async () => {
    const response = await editor.post(
      "/admin/posts/new",
      { ...written, intent: "preview" },
      { "accept-language": "fr" },
    );
    const page = await response.text();
    expect(page).toContain("Ce qui n’arrive pas partout");
    expect(panelOf(page, "site")).toContain('lang="en" dir="ltr"');
  });
});
