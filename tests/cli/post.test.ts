import fs from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addAlliedPost } from "../../src/store/allied-posts.ts";
import { findPost } from "../../src/store/post-lists.ts";
import { meet, openSite, origin, refusal, type Site } from "./site.ts";

interface Published {
  id: string;
  url: string;
  activity: string;
}

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.end());

const publish = (text: string, ...options: string[]) =>
  site.json<Published>(["post", "publish", "-", ...options], text);

const media = () => {
  const dir = path.join(site.dataDir, "media");
  return fs.existsSync(dir) ? fs.readdirSync(dir) : [];
};

async function writePicture(name: string, colour: string): Promise<void> {
  const create = { width: 40, height: 30, channels: 3, background: colour } as const;
  site.write(name, await sharp({ create }).png().toBuffer());
}

const pictured = (picture: string, times = 1) =>
  `---\npictures: [${Array(times).fill(`{file: ${picture}}`).join(", ")}]\n---\nText`;

describe("tocsin post publish", () => {
  test("publishes a file with its front matter, and prints where the post is", async () => {
    const head = ['name: "Heating: back on"', "tags: [cold homes]", "language: fr", "type: article"];
    const file = site.write(
      "post.md",
      [
        "---",
        ...head,
        "summary: landlords",
        "teaser: Forty days, then steam.",
        "pinned: true",
        "---",
        "The boiler runs. #HarbourStreet",
        "",
      ].join("\n"),
    );
    const published = await site.json<Published>(["post", "publish", file]);
    expect(published).toEqual({
      id: expect.stringMatching(/^[a-z2-7]{16}$/),
      url: `${origin}/p/${published.id}`,
      activity: expect.stringMatching(/^https:\/\/tocsin\.example\/activities\/[a-z2-7]{16}$/),
    });
    expect(await findPost(site.sql, published.id)).toMatchObject({
      name: "Heating: back on",
      source: "The boiler runs. #HarbourStreet",
      tags: ["cold homes", "HarbourStreet"],
      language: "fr",
      type: "Article",
      summary: "landlords",
      teaser: "Forty days, then steam.",
      pinned: true,
    });
  });

  test("names the accounts that were not found, which stay plain text", async () => {
    const text = "Thanks to @nobody@127.0.0.1:1.";
    const { stdout } = await site.tocsin(["post", "publish", "-"], text);
    expect(stdout).toMatch(/^Published: .*\nNot found, and left as plain text: @nobody@127\.0\.0\.1:1\n$/);
  });

  test("takes from a file what the form takes, and nothing that cannot be seen", async () => {
    const head = 'name: "Come\\u202e exe.txt\\0"\nsummary: "a\\u0007  warning"';
    const { id } = await publish(`---\n${head}\n---\nWe\0 meet\x1b at\tnoon.\r\n\u202eCome.`);
    expect(await findPost(site.sql, id)).toMatchObject({
      name: "Come exe.txt",
      summary: "a warning",
      source: "We meet at\tnoon.\nCome.",
    });
  });

  test("reads standard input, and tells people the address alone", async () => {
    const { code, stdout, stderr } = await site.tocsin(["post", "publish", "-"], "Tea at six.");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const id = /^Published: https:\/\/tocsin\.example\/p\/([a-z2-7]{16})\n$/.exec(stdout)?.[1];
    expect(await findPost(site.sql, id!)).toMatchObject({
      type: "Note",
      language: "en",
      name: "",
      pinned: false,
    });
  });

  test("re-encodes the pictures that lie beside the file, in their order", async () => {
    await writePicture("kettle.png", "#a33b20");
    await writePicture("radiator.png", "#112233");
    const pictures =
      "pictures:\n  - {file: radiator.png, description: A radiator, people: none}\n  - {file: kettle.png, description: A kettle, caption: Tea., people: covered}";
    const file = site.write("pictures.md", `---\n${pictures}\n---\nCold.`);
    const { id } = await site.json<Published>(["post", "publish", file]);
    const post = await findPost(site.sql, id);
    expect(post?.pictures.map(({ description }) => description)).toEqual(["A radiator", "A kettle"]);
    expect(post?.pictures.map(({ people }) => people)).toEqual(["none", "covered"]);
    expect(post?.pictures.map(({ caption }) => caption)).toEqual(["", "Tea."]);
    expect((await site.tocsin(["post", "show", id])).stdout).toContain("A kettle – Tea.");
    for (const { full, small } of post!.pictures) {
      expect(full).toMatchObject({ mediaType: "image/jpeg", width: 38, height: 29 });
      const stored = fs.statSync(path.join(site.dataDir, "media", full.name));
      expect(stored.size).toBe(full.size);
      expect(stored.mode & 0o777).toBe(0o600);
      expect(media()).toContain(small.name);
    }
  });

  test("asks before it publishes a picture without a description", async () => {
    await writePicture("kettle.png", "#a33b20");
    const file = site.write("undescribed.md", "---\npictures: [{file: kettle.png}]\n---\nCold.");
    const before = media();
    expect(refusal(await site.tocsin(["post", "publish", file]))).toEqual({
      code: 1,
      stdout: "",
      line: expect.stringMatching(/^kettle\.png has no description [^\n]*--without-descriptions\.$/),
    });
    expect(media()).toEqual(before);
    const { id } = await site.json<Published>([
      "post",
      "publish",
      file,
      "--without-descriptions",
      "--people",
      "agreed",
    ]);
    expect((await findPost(site.sql, id))?.pictures).toMatchObject([{ description: "", people: "agreed" }]);
  });

  test("leaves no picture behind when it is refused", async () => {
    await writePicture("kettle.png", "#a33b20");
    const file = site.write(
      "refused.md",
      "---\npictures: [{file: kettle.png, description: x, people: none}]\n---\nCold.",
    );
    const { id } = await site.json<Published>(["post", "publish", file]);
    const before = media();
    await site.tocsin(["panic"]);
    for (const args of [
      ["publish", file],
      ["edit", id, file],
    ]) {
      expect((await site.tocsin(["post", ...args])).code).toBe(1);
      expect([args[0], media()]).toEqual([args[0], before]);
    }
    await site.tocsin(["panic", "--lift"]);
  });

  test("one bad picture among good ones leaves nothing behind", async () => {
    await writePicture("kettle.png", "#a33b20");
    site.write("drawing.png", '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const pictures =
      "[{file: kettle.png, description: x, people: none}, {file: drawing.png, description: y, people: none}]";
    const file = site.write("bad.md", `---\npictures: ${pictures}\n---\nCold.`);
    const before = media();
    const [{ count: posts } = {}] = await site.sql`select count(*) from post`;
    expect(refusal(await site.tocsin(["post", "publish", file]))).toMatchObject({
      code: 1,
      line: "drawing.png: This file is not a JPEG, PNG, WebP or GIF picture.",
    });
    expect(media()).toEqual(before);
    expect(await site.sql`select count(*) from post`).toEqual([{ count: posts }]);
  });

  test.each([
    ["an empty text", "", "source: There is no text yet."],
    ["a text that cannot be rendered whole", "`a` ".repeat(36_000), /^source: The text has too many notes, /],
    ["an article without a title", "---\ntype: article\n---\nText", /^name: An article needs a title/],
    [
      "keys and values it does not know, all at once",
      "---\ntitle: A\npinned: yes\n---\nText",
      /^-: title: unknown key .*; pinned: must be true or false$/,
    ],
    ["an open end of the front matter", "---\nname: A\nText", /^-: the front matter has no closing line/],
    ["a ninth picture", pictured("a.png, description: a", 9), "A post holds at most 8 pictures."],
    [
      "a picture that is not there",
      pictured("gone.png, people: none, description: a"),
      "gone.png: there is no such file",
    ],
    [
      "a description that is too long",
      pictured(`a.png, description: ${"a".repeat(1501)}`),
      /^a\.png: This description is too long/,
    ],
    [
      "a picture that nothing is said of",
      pictured("a.png, description: a"),
      /^a\.png does not say whether people can be recognised in it: .*none, agreed, covered\.$/,
    ],
    [
      "an answer to a post that never came",
      "---\ninReplyTo: https://friends.example/p/1\n---\nText",
      "inReplyTo: no post https://friends.example/p/1 has reached this server.",
    ],
  ])("refuses %s in one line", async (_what, text, message) => {
    const { code, stdout, line } = refusal(await site.tocsin(["post", "publish", "-"], text));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(line).toMatch(message);
    expect(line).not.toContain("\n");
  });

  test("refuses a file that cannot be read, and a missing operand with status 2", async () => {
    expect(refusal(await site.tocsin(["post", "publish", "/nowhere.md"]))).toMatchObject({
      code: 1,
      line: "/nowhere.md: there is no such file",
    });
    expect(refusal(await site.tocsin(["post", "publish"]))).toMatchObject({
      code: 2,
      line: expect.stringMatching(/Usage: bin\/tocsin\.js post publish FILE\.md/),
    });
    expect((await site.tocsin(["post", "shred"])).code).toBe(2);
  });

  test("answers a post of an ally, and the answer goes to its author", async () => {
    const { id: actorId } = await meet(site.sql, "@union@friends.example");
    const id = "https://friends.example/p/9";
    const rest = {
      name: "",
      summary: "",
      content: "<p>Hello</p>",
      language: "en",
      url: id,
      published: new Date(),
    };
    await addAlliedPost(site.sql, { id, actorId, ...rest });
    const published = await publish(`---\ninReplyTo: ${id}\n---\nHello back.`);
    expect(await findPost(site.sql, published.id)).toMatchObject({ inReplyTo: id, inReplyToActor: actorId });
    expect(await site.json(["deliveries", published.id])).toMatchObject({
      hosts: [{ host: "friends.example" }],
    });
  });
});

describe("tocsin post edit", () => {
  test("takes the text from the file; language, pin and pictures stay where it does not name them", async () => {
    await writePicture("kettle.png", "#a33b20");
    const head =
      "name: First\nlanguage: fr\npinned: true\ntags: [one]\npictures: [{file: kettle.png, description: A kettle, people: none}]";
    const file = site.write("first.md", `---\n${head}\n---\nBefore`);
    const { id } = await site.json<Published>(["post", "publish", file]);
    const first = await findPost(site.sql, id);
    const edited = await site.json<Published>(
      ["post", "edit", `${origin}/p/${id}`, "-"],
      "---\nname: Second\n---\nAfter",
    );
    expect(edited).toMatchObject({ id, url: `${origin}/p/${id}` });
    expect(await findPost(site.sql, id)).toMatchObject({
      revision: 2,
      name: "Second",
      source: "After",
      tags: [],
      language: "fr",
      pinned: true,
      pictures: first!.pictures,
    });
    expect(await findPost(site.sql, id, 1)).toMatchObject({ name: "First", source: "Before" });
  });

  test("keeps from readers what the post said before, when asked", async () => {
    const { id } = await site.json<Published>(["post", "publish", "-"], "A name too many.");
    await site.json(["post", "edit", id, "-", "--hide-history"], "No name.");
    expect(await findPost(site.sql, id)).toMatchObject({ source: "No name.", historyHidden: true });
  });

  test("takes away the pin and the pictures that the file takes away", async () => {
    await writePicture("kettle.png", "#a33b20");
    const head = "pinned: true\npictures: [{file: kettle.png, description: A kettle, people: none}]";
    const { id } = await site.json<Published>([
      "post",
      "publish",
      site.write("a.md", `---\n${head}\n---\nText`),
    ]);
    await site.json(["post", "edit", id, "-"], "---\npinned: false\npictures: []\n---\nText");
    expect(await findPost(site.sql, id)).toMatchObject({ pinned: false, pictures: [] });
  });

  test("does not make an article of a note, nor turn it to another post", async () => {
    const { id } = await publish("Text");
    const edit = (head: string) => site.tocsin(["post", "edit", id, "-"], `---\n${head}\n---\nText`);
    expect(refusal(await edit("type: article\nname: A"))).toMatchObject({
      code: 1,
      line: expect.stringMatching(/^type: /),
    });
    expect(refusal(await edit("inReplyTo: https://friends.example/p/9"))).toMatchObject({
      code: 1,
      line: expect.stringMatching(/^inReplyTo: /),
    });
    expect(await findPost(site.sql, id)).toMatchObject({ revision: 1 });
  });
});

describe("tocsin post withdraw, list and show", () => {
  test("a withdrawn post is listed as such, cannot be edited, and is withdrawn once", async () => {
    const { id } = await publish("---\nname: A mistake\n---\nText");
    expect(await site.json(["post", "withdraw", id])).toMatchObject({ id, url: `${origin}/p/${id}` });
    const listed = await site.json<{ id: string; state: string }[]>(["post", "list"]);
    expect(listed.find((post) => post.id === id)).toMatchObject({ state: "withdrawn" });
    const again = "This post has been withdrawn.";
    expect(refusal(await site.tocsin(["post", "withdraw", id]))).toMatchObject({ code: 1, line: again });
    expect(refusal(await site.tocsin(["post", "edit", id, "-"], "Text"))).toMatchObject({
      code: 1,
      line: again,
    });
  });

  test("lists the newest first, as a table for people, and says when there are more", async () => {
    const first = await publish("An earlier one");
    const last = await publish("---\nname: The last one\n---\nText");
    const { stdout, stderr } = await site.tocsin(["post", "list", "--limit", "2"]);
    const [head, ...lines] = stdout.trimEnd().split("\n");
    expect(head).toMatch(/^ID +PUBLISHED +LANGUAGE +STATE +TITLE$/);
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^${last.id} .* published  The last one$`)),
      expect.stringMatching(new RegExp(`^${first.id} .* published  An earlier one$`)),
    ]);
    expect(stderr).toBe("There may be more than these 2: see --limit.\n");
    expect((await site.tocsin(["post", "list", "--limit", "none"])).code).toBe(2);
  });

  test("shows a post by its address", async () => {
    const { id, url } = await publish("---\nname: Shown\ntags: [one, two]\n---\nFirst line\n\nSecond line");
    const { stdout } = await site.tocsin(["post", "show", url]);
    expect(stdout).toMatch(/^name: Shown$/m);
    expect(stdout).toMatch(/^tags: one, two$/m);
    expect(stdout.endsWith("\nFirst line\n\nSecond line\n")).toBe(true);
    expect(await site.json(["post", "show", id])).toMatchObject({
      id,
      url,
      name: "Shown",
      likes: 0,
      boosts: 0,
    });
  });

  test("says when there is no such post", async () => {
    const elsewhere = "https://elsewhere.example/p/aaaaaaaaaaaaaaaa";
    for (const args of [
      ["post", "show", "nope"],
      ["post", "withdraw", elsewhere],
      ["deliveries", "nope"],
    ]) {
      const line = `There is no post ${args.at(-1)}.`;
      expect(refusal(await site.tocsin(args))).toEqual({ code: 1, stdout: "", line });
    }
  });
});
