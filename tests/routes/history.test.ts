import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hideHistory } from "../../src/store/history.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { difference } from "../../src/text/difference.ts";
import { editPost, type PostText } from "../support/written.ts";
import { openPublicSite, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

const text = { name: "", summary: "", language: "en", tags: [], pictures: [] };
const edit = (id: string, changed: Partial<PostText>) =>
  editPost(site.sql, id, { ...text, source: "A text.", pinned: false, ...changed });

/** The page without markup but for what was added and removed. */
const changesIn = (page: string) =>
  page.replace(/<span class="visually-hidden">[^<]*<\/span>/g, "").replace(/<(?!\/?(ins|del)>)[^>]*>/g, "");

describe("an edited post", () => {
  test("leads to its versions, the newest first, and from them to what each changed", async () => {
    const id = await site.publish({ source: "Forty-one homes are empty." });
    await edit(id, { source: "Thirty-nine homes are empty." });
    await edit(id, { source: "Thirty-nine homes are empty!" });
    expect(await site.page(`/p/${id}`)).toContain(`<a href="/p/${id}/history">see what changed</a>`);
    const history = await site.page(`/p/${id}/history`);
    const links = [...history.matchAll(/href="\/p\/\w+\/history\/(\d)"/g)].map(([, number]) => number);
    expect(links).toEqual(["3", "2", "1"]);
    const changes = await site.page(`/p/${id}/history/2`);
    expect(changesIn(changes)).toContain("<del>Forty-one</del><ins>Thirty-nine</ins> homes are empty.");
    expect(changes).toContain(
      '<ins><span class="visually-hidden"> Added: </span>Thirty-nine<span class="visually-hidden">',
    );
    expect(changes).toContain('<del><span class="visually-hidden"> Removed: </span>Forty-one<span');
    expect(changesIn(await site.page(`/p/${id}/history/1`))).toContain("Forty-one homes are empty.");
  });

  test("shows changes of title, warning, tags, language and descriptions of pictures, and nothing that stayed", async () => {
    const [kept, gone, come] = [await site.picture(), await site.picture(), await site.picture()];
    const id = await site.publish({
      name: "Day fifty",
      tags: ["rent"],
      pictures: [
        { id: kept, description: "A lamp" },
        { id: gone, description: "A door" },
      ],
    });
    const pictures = [
      { id: kept, description: "A red lamp", caption: "On the stairs." },
      { id: come, description: "" },
    ];
    await edit(id, {
      name: "Day fifty-one",
      summary: "Police",
      tags: ["rent", "winter"],
      language: "fr",
      pictures,
    });
    const page = changesIn(await site.page(`/p/${id}/history/2`));
    for (const change of [
      "Day fifty<ins>-one</ins>",
      "<ins>Police</ins>",
      "rent<ins>, winter</ins>",
      "<del>English</del><ins>French</ins>",
      "A <ins>red </ins>lamp",
      "<ins>On the stairs.</ins>",
      "<del>A door</del>",
      "<ins>Picture without a description</ins>",
    ])
      expect(page).toContain(change);
    expect(page).not.toContain("A text.");
    expect(page).not.toContain("/media/");
  });

  test("is not for search engines, and its words stay words", async () => {
    const id = await site.publish({ source: "<script>alert(1)</script>" });
    await edit(id, { source: "<script>alert(2)</script>", name: "</ins><script>" });
    for (const path of [`/p/${id}/history`, `/p/${id}/history/2`, `/p/${id}/history/1`]) {
      const page = await site.page(path);
      expect(page).toContain('<meta name="robots" content="noindex" />');
      expect(page).not.toMatch(/<script/i);
    }
  });

  test("has no version that never was", async () => {
    const id = await site.publish();
    await edit(id, { source: "Another." });
    for (const number of ["0", "3", "-1", "1.5", "x", "999999", "9999999"])
      expect([number, (await site.get(`/p/${id}/history/${number}`)).status]).toEqual([number, 404]);
  });
});

describe("what readers are not to see", () => {
  test("a post that was never edited has no history", async () => {
    const id = await site.publish();
    expect((await site.get(`/p/${id}/history`)).status).toBe(404);
    expect((await site.get(`/p/${"a".repeat(16)}/history`)).status).toBe(404);
    expect(await site.page(`/p/${id}`)).not.toContain("/history");
  });

  test("a withdrawn post says that it is gone, without a word of its text", async () => {
    const id = await site.publish({ source: "A name too many." });
    await edit(id, { source: "No name." });
    await withdrawPost(site.sql, id);
    for (const path of [`/p/${id}/history`, `/p/${id}/history/1`, `/p/${id}/history/2`]) {
      const response = await site.get(path);
      expect(response.status).toBe(410);
      expect(await response.text()).not.toMatch(/too many|No name/);
    }
  });

  test("earlier versions that the members keep to themselves", async () => {
    const id = await site.publish({ source: "A name too many." });
    await edit(id, { source: "No name." });
    await hideHistory(site.sql, id, true);
    expect(await site.page(`/p/${id}`)).toContain("Edited");
    expect(await site.page(`/p/${id}`)).not.toContain("/history");
    for (const path of [`/p/${id}/history`, `/p/${id}/history/1`])
      expect((await site.get(path)).status).toBe(404);
    await hideHistory(site.sql, id, false);
    expect((await site.get(`/p/${id}/history/1`)).status).toBe(200);
  });
});

test("a sentence that was written anew is shown as one, and a word in it as a word", () => {
  const changes = difference(
    "Wool. Bring it on Tuesday. Out: 887, for a mug.",
    "We have enough. Out: 967, for a mug.",
  );
  expect(changes).toEqual([
    { kind: "removed", text: "Wool. Bring it on Tuesday" },
    { kind: "added", text: "We have enough" },
    { kind: "same", text: ". Out: " },
    { kind: "removed", text: "887" },
    { kind: "added", text: "967" },
    { kind: "same", text: ", for a mug." },
  ]);
});

describe("long texts", () => {
  const words = (count: number, word: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => word(at));

  // Without a limit each of these would be compared to the end, for minutes: the outcome tells that it was given up.
  test.each([
    ["of one line, all of it different", "a b ".repeat(37_500), "c d ".repeat(37_500), ["removed", "added"]],
    ["of one line of the same few words", "a ".repeat(75_000), "a a b ".repeat(25_000), ["removed", "added"]],
    ["of as many lines as fit, all different", "a\n".repeat(75_000), "b\n".repeat(75_000), undefined],
    ["of the same few lines again and again", "a\n".repeat(75_000), "a\na\nb\n".repeat(25_000), undefined],
  ])("%s are not compared to the last word", (_, before, after, kinds) => {
    expect(difference(before, after)?.map(({ kind }) => kind)).toEqual(kinds);
  });

  test("that differ a little in every line share one limit", () => {
    const lines = (word: string) =>
      words(3000, (n) => `${word} ${n} of a line that is long enough`).join("\n");
    const before = words(3000, (n) => (n % 10 ? `line ${n}` : `old line ${n} of many words`)).join("\n");
    const after = words(3000, (n) => (n % 10 ? `line ${n}` : `new line ${n} of many words`)).join("\n");
    expect(difference(lines("old"), lines("new"))).toBeUndefined();
    const changes = difference(before, after)!;
    expect(changes.some(({ text }) => text === "old")).toBe(true);
    expect(changes.map(({ kind, text }) => (kind === "added" ? "" : text)).join("")).toBe(before);
  });

  test("show a single change among 150,000 characters with a few words around it", () => {
    const filler = "word ".repeat(15_000);
    const changes = difference(
      `${filler}one${" word".repeat(14_000)}`,
      `${filler}two${" word".repeat(14_000)}`,
    )!;
    expect(changes.map(({ kind }) => kind)).toEqual([
      "left-out",
      "same",
      "removed",
      "added",
      "same",
      "left-out",
    ]);
    expect(changes.map(({ text }) => text).join("").length).toBeLessThan(500);
  });

  test("with too little in common are shown one after the other", async () => {
    const id = await site.publish({ source: words(1000, (n) => `old ${n}`).join("\n") });
    await edit(id, { name: "A title", source: words(1000, (n) => `new ${n}`).join("\n") });
    const page = await site.page(`/p/${id}/history/2`);
    expect(page).toContain("too little in common");
    expect(page.match(/<(ins|del)>/g)).toEqual(["<del>", "<ins>"]);
  });
});
