import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPost } from "../../src/store/post-lists.ts";
import { uploaded } from "../support/picture-file.ts";
import { type Browser, hiddenFields, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
});
afterAll(() => side.stop());

const written = { type: "Note", name: "A march", source: "We were many.", language: "fr", tags: "" };
const caption = "Au pont, <hier>.";

/** A post with a picture about which this is said; the ids of both. */
async function publish(
  said: Record<string, string>,
  typed: Partial<typeof written> = {},
): Promise<{ id: string; picture: string }> {
  const form = await (
    await editor.post("/admin/posts/new", { ...written, file: await uploaded("march.png") })
  ).text();
  const [, picture] = /name="picture" value="(\w+)"/.exec(form)!;
  const answer = await editor.post("/admin/posts", { ...written, ...typed, ...about(picture!, said) });
  return { id: /\/admin\/posts\/(\w+)/.exec(answer.headers.get("location")!)![1]!, picture: picture! };
}

function about(picture: string, said: Record<string, string>): Record<string, string> {
  const fields = { description: "A crowd.", people: "none", ...said };
  return {
    picture,
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${name}-${picture}`, value])),
  };
}

const text = async (path: string) =>
  (await side.app.request(path, { headers: { Accept: "text/html" } })).text();

describe("a caption", () => {
  test("stands below the picture for everybody, on every page, in the language of the post", async () => {
    const { id } = await publish({ caption });
    const figcaption = '<p class="caption" lang="fr" dir="ltr">Au pont, &lt;hier&gt;.</p>';
    for (const path of ["/", `/p/${id}`, `/p/${id}?pictures=no`])
      expect(await text(path)).toContain(figcaption);
    expect(await text(`/p/${id}`)).toMatch(/<\/p>\s*<details class="picture-description">/);
    expect(await text(`/p/${id}?pictures=no`)).not.toContain("picture-description");
  });

  test("and title and text keep French marks on the line of their words, which a member edits as typed", async () => {
    const typed = { name: "Qui vient ?", source: "Nous : « Merci » !" };
    const { id } = await publish({ caption: "Au pont !" }, typed);
    const page = await text(`/p/${id}`);
    for (const said of [
      "Qui vient\u202f?</h1>",
      "Nous\u202f: «\u202fMerci\u202f»\u202f!</p>",
      "Au pont\u202f!</p>",
    ])
      expect(page).toContain(said);
    expect(await text("/feed.rss")).toContain("&lt;figcaption&gt;Au pont\u202f!&lt;");
    expect(await findPost(side.sql, id)).toMatchObject({ ...typed, pictures: [{ caption: "Au pont !" }] });
    expect(await editor.read(`/admin/posts/${id}/edit`)).toContain("Nous : « Merci » !</textarea>");
  });

  test("is in every feed", async () => {
    const { id } = await publish({ caption: "Vue du <quai>." });
    const inHtml = "<figcaption>Vue du &lt;quai&gt;.</figcaption>";
    const { items } = JSON.parse(await text("/feed.json")) as {
      items: { id: string; content_html: string }[];
    };
    expect(items.find((item) => item.id.endsWith(id))!.content_html).toContain(inHtml);
    const inXml = inHtml.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    for (const path of ["/feed.rss", "/feed.atom"]) expect(await text(path)).toContain(inXml);
  });

  test("is found by the search", async () => {
    const { id } = await publish({ caption: "Photo : Zénobie" });
    expect(await text("/search?q=zenobie")).toContain(`/p/${id}`);
  });

  test("is refused when it is too long, and the form comes back with all that is said of the picture", async () => {
    const { id, picture } = await publish({});
    const said = {
      ...written,
      ...about(picture, { caption: "x".repeat(501), focus: "-0.5,0.25" }),
      revision: "1",
    };
    const answer = await editor.post(`/admin/posts/${id}`, said);
    const form = await answer.text();
    expect(answer.status).toBe(422);
    expect(form).toContain(`<a href="#caption-${picture}">This caption is too long`);
    expect(form).toContain(`value="${"x".repeat(501)}"`);
    expect(hiddenFields(form, `/admin/posts/${id}/edit`)[`focus-${picture}`]).toBe("-0.5,0.25");
  });

  test("and what must stay in sight are kept when the form is opened again, and when faces are covered", async () => {
    const said = { caption, focus: "-0.5,0.25" };
    const { id, picture } = await publish(said);
    const kept = { description: "A crowd.", caption, focus: { x: -0.5, y: 0.25 }, video: null };
    expect((await findPost(side.sql, id))!.pictures).toMatchObject([kept]);
    const form = await editor.read(`/admin/posts/${id}/edit`);
    expect(form).toMatch(new RegExp(`id="caption-${picture}"[^>]*value="Au pont, &lt;hier&gt;."`));

    const again = `/admin/posts/${id}/edit`;
    const fields = { ...written, ...about(picture, said), again };
    const covering = await (await editor.post(`/admin/pictures/${picture}/cover`, fields)).text();
    const covers = { ...hiddenFields(covering, `/admin/pictures/${picture}/cover#corner`), cover: "0,0,9,9" };
    const back = await (await editor.post(`/admin/pictures/${picture}/covered`, covers)).text();
    const [, covered] = /name="picture" value="(\w+)"/.exec(back)!;
    expect(covered).not.toBe(picture);
    expect(back).toMatch(new RegExp(`id="caption-${covered}"[^>]*value="Au pont, &lt;hier&gt;."`));
    expect(hiddenFields(back, again)[`focus-${covered}`]).toBe("-0.5,0.25");

    await editor.post(`/admin/posts/${id}/covered/${picture}`, { cover: "0,0,9,9" });
    expect((await findPost(side.sql, id))!.pictures).toMatchObject([{ ...kept, people: "covered" }]);
  });
});
