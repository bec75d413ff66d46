import fs from "node:fs";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addReply } from "../../src/store/replies.ts";
import { findPost } from "../../src/store/post-lists.ts";
import { type Browser, hiddenFields, membersSide, type MembersSide, stranger } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
let writer: Browser;

beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
  writer = await side.browse(await side.join("wanda", "writer"));
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`truncate post, activity, reply, actor cascade`;
});

const written = {
  type: "Note",
  name: "A title",
  source: "Some *text*.",
  summary: "",
  language: "en",
  tags: "rent, sea",
};
const posts = () => side.sql<{ id: string; type: string; pinned: boolean; inReplyTo: string | null }[]>`
  select id, type, pinned_at is not null as pinned, in_reply_to as "inReplyTo" from post`;

async function pictureFile(name = "march.png", colour = "red"): Promise<File> {
  const image = sharp({ create: { width: 40, height: 30, channels: 3, background: colour } });
  return new File([new Uint8Array(await image.png().toBuffer())], name);
}

const pictureIds = (page: string) => [...page.matchAll(/name="picture" value="(\w+)"/g)].map(([, id]) => id!);

/** That nobody can be recognised in any of these pictures. */
const nobodyIn = (ids: string[]) => Object.fromEntries(ids.map((id) => [`people-${id}`, "none"]));

async function publish(fields = {}): Promise<string> {
  const response = await editor.post("/admin/posts", { ...written, ...fields });
  expect(response.status).toBe(303);
  return /^\/admin\/posts\/(\w+)\?done=published$/.exec(response.headers.get("location")!)![1]!;
}

describe("publishing", () => {
  test("leaves out what nobody can see, such as NUL, and keeps tabs and new lines", async () => {
    const id = await publish({ source: "We\0 meet\x1b at\tnoon.\n\nCome." });
    expect((await findPost(side.sql, id))!.source).toBe("We meet at\tnoon.\n\nCome.");
  });

  test("shows and sends nothing in another order than it has, whichever field it was typed into", async () => {
    const id = await publish({
      name: "Come \u202Eexe.txt",
      source: "At \u202Enoon.",
      summary: "\u202Awarning\u202C",
      tags: "\u202Erent",
      "callout-date": "2026-12-05",
      "callout-start": "14:00",
      "callout-placeName": "\u202EGate",
      "callout-placeAddress": "\u202E1 Quay",
    });
    const post = (await findPost(side.sql, id))!;
    expect(post).toMatchObject({
      name: "Come exe.txt",
      source: "At noon.",
      summary: "warning",
      tags: ["rent"],
    });
    expect(post.callout).toMatchObject({ placeName: "Gate", placeAddress: "1 Quay" });
  });

  test("writes what the form says, and leads to the post's page", async () => {
    const id = await publish({
      summary: "a warning",
      pinned: "on",
      tags: "rent, freedom of movement",
      language: "fr",
    });
    expect(await findPost(side.sql, id)).toMatchObject({
      name: "A title",
      source: "Some *text*.",
      summary: "a warning",
      language: "fr",
      pinned: true,
      tags: ["rent", "freedom of movement"],
    });
    expect(await editor.read(`/admin/posts/${id}?done=published`)).toContain("Published.");
  });

  test("a form sent twice publishes once, and both answers lead to that post", async () => {
    const once = hiddenFields(await editor.read("/admin/posts/new"), "/admin/posts/new").once!;
    const answers = await Promise.all([1, 2].map(() => editor.post("/admin/posts", { ...written, once })));
    expect(await posts()).toHaveLength(1);
    expect(answers[0]!.headers.get("location")).toBe(answers[1]!.headers.get("location"));
  });

  test("a form sent again after going back and changing the text publishes another post", async () => {
    await editor.post("/admin/posts", { ...written, once: "one form" });
    await editor.post("/admin/posts", { ...written, once: "one form", source: "Another text." });
    expect(await posts()).toHaveLength(2);
  });

  test("what is wrong is told next to its field, and everything typed stays", async () => {
    const typed = {
      ...written,
      type: "Article",
      name: "",
      summary: "x".repeat(501),
      tags: "kept, tags",
      pinned: "on",
    };
    const response = await editor.post("/admin/posts", typed);
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('id="name-error"');
    expect(page).toContain('id="summary-error"');
    expect(page).toContain("Some *text*.</textarea>");
    expect(page).toContain('value="kept, tags"');
    expect(page).toMatch(/id="type-Article"[^>]*checked/);
    expect(page).toMatch(/id="pinned"[^>]*checked/);
    expect(await posts()).toHaveLength(0);
  });

  test("a text cannot break out of the form, and keeps its first empty line", async () => {
    const source = "\n</textarea><script>alert(1)</script>";
    const page = await (
      await editor.post("/admin/posts/new", { ...written, name: '"><script>', source })
    ).text();
    expect(page).not.toMatch(/<script(?! type="module" src="\/assets\/)|<script[^>]*>[^<]/);
    expect(page).toContain("\n\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>");
  });

  test("a writer previews but cannot publish, and is offered no button for it", async () => {
    const preview = await (await writer.post("/admin/posts/new", { ...written, intent: "preview" })).text();
    expect(preview).toContain("<em>text</em>");
    expect(preview).not.toContain('formaction="/admin/posts"');
    expect((await writer.post("/admin/posts", written)).status).toBe(403);
    expect(await posts()).toHaveLength(0);
  });
});

describe("the preview", () => {
  test("shows the post as the site will, publishes nothing and keeps the form", async () => {
    const typed = { ...written, intent: "preview", source: "A claim.[^1]\n\n[^1]: Its source." };
    const page = await (await editor.post("/admin/posts/new", typed)).text();
    expect(page).toContain("This is not published yet.");
    expect(page).toMatch(/footnotes[^]*Its source\./);
    expect(page).toContain("[^1]: Its source.</textarea>");
    expect(await posts()).toHaveLength(0);
  });

  test("of an empty text says so instead", async () => {
    const response = await editor.post("/admin/posts/new", { ...written, source: " ", intent: "preview" });
    expect([response.status, (await response.text()).includes('id="source-error"')]).toEqual([422, true]);
  });
});

describe("pictures", () => {
  test("are taken in at once, whatever else is wrong, and travel on with their descriptions and order", async () => {
    const file = [
      await pictureFile(),
      await pictureFile("sea.png", "blue"),
      new File(["#!/bin/sh"], "run.jpg"),
    ];
    const first = await (await editor.post("/admin/posts", { ...written, source: "", file })).text();
    const ids = pictureIds(first);
    expect(ids).toHaveLength(2);
    expect(first).toContain("“run.jpg”: This file is not a");

    const described = { [`description-${ids[0]}`]: "A march.", [`description-${ids[1]}`]: "The sea." };
    const moved = await editor.post("/admin/posts/new", {
      ...written,
      picture: ids,
      ...described,
      earlier: ids[1]!,
    });
    const reversed = pictureIds(await moved.text());
    expect(reversed).toEqual(ids.toReversed());

    const id = await publish({ picture: reversed, ...described, ...nobodyIn(ids) });
    const { pictures } = (await findPost(side.sql, id))!;
    expect(pictures.map(({ description }) => description)).toEqual(["The sea.", "A march."]);
    for (const { full } of pictures) expect(fs.existsSync(`${side.config.mediaDir}/${full.name}`)).toBe(true);
  });

  test("before they are published are for members' eyes only", async () => {
    const page = await (
      await editor.post("/admin/posts/new", { ...written, file: await pictureFile() })
    ).text();
    const address = /\/media\/[0-9a-f]{32}\.webp/.exec(page)![0];
    expect((await editor.get(address)).status).toBe(200);
    expect((await side.app.request(address)).status).toBe(404);
  });

  test("without a description are published only when asked twice", async () => {
    const form = await editor.post("/admin/posts/new", { ...written, file: await pictureFile() });
    const picture = pictureIds(await form.text());
    const asked = await editor.post("/admin/posts", { ...written, picture, ...nobodyIn(picture) });
    const page = await asked.text();
    expect(asked.status).toBe(422);
    expect(page).toContain("One picture has no description.");
    expect(await posts()).toHaveLength(0);
    await publish({ picture: pictureIds(page), ...nobodyIn(picture), intent: "anyway" });
    expect(await posts()).toHaveLength(1);
  });

  test("are published only with an answer to who can be recognised in each", async () => {
    const file = [await pictureFile(), await pictureFile("sea.png", "blue")];
    const page = await (await editor.post("/admin/posts/new", { ...written, file })).text();
    const picture = pictureIds(page);
    const [first, second] = picture as [string, string];
    expect(page).not.toMatch(/name="people-[^>]*checked/);
    const typed = { ...written, picture, [`description-${first}`]: "A march.", intent: "anyway" };
    for (const answer of ["", "perhaps"]) {
      const refused = await editor.post("/admin/posts", {
        ...typed,
        [`people-${first}`]: "agreed",
        [`people-${second}`]: answer,
      });
      const again = await refused.text();
      expect(refused.status).toBe(422);
      expect(again).toContain(`<a href="#people-${second}">Say of this picture`);
      expect(again).not.toContain(`<a href="#people-${first}">`);
      expect(again).toMatch(new RegExp(`id="people-${first}-agreed"[^>]*checked`));
      expect(again).toContain("A march.</textarea>");
    }
    expect(await posts()).toHaveLength(0);
    const id = await publish({ ...typed, [`people-${first}`]: "agreed", [`people-${second}`]: "none" });
    expect((await findPost(side.sql, id))!.pictures.map(({ people }) => people)).toEqual(["agreed", "none"]);
  });

  test("that are left out stay in sight until the post is published, and are not in it", async () => {
    const [id] = pictureIds(
      await (await editor.post("/admin/posts/new", { file: await pictureFile() })).text(),
    );
    const leaving = { ...written, picture: id!, leaveOut: id! };
    expect(pictureIds(await (await editor.post("/admin/posts/new", leaving)).text())).toEqual([id]);
    expect((await findPost(side.sql, await publish(leaving)))!.pictures).toEqual([]);
  });

  test("beyond the eighth are named and left out", async () => {
    const file = await Promise.all(Array.from({ length: 9 }, (_, at) => pictureFile(`${at + 1}.png`)));
    const page = await (await editor.post("/admin/posts/new", { ...written, file })).text();
    expect(pictureIds(page)).toHaveLength(8);
    expect(page).toContain("These were left out: 9.png");
  });

  test("that are too large together lose neither the text nor those that fitted", async () => {
    const file = [await pictureFile(), new File([new Uint8Array(61 * 1024 * 1024)], "film.mov")];
    const response = await editor.post("/admin/posts", { ...written, file });
    const page = await response.text();
    expect(response.status).toBe(413);
    expect(page).toContain("at most 60 MB at once");
    expect(page).not.toContain("film.mov");
    expect(page).toContain("Some *text*.</textarea>");
    expect(pictureIds(page)).toHaveLength(1);
    expect(await posts()).toHaveLength(0);
  });
});

describe("editing", () => {
  test("makes a new revision, and the type stays", async () => {
    const id = await publish();
    const form = hiddenFields(await editor.read(`/admin/posts/${id}/edit`), `/admin/posts/${id}/edit`);
    expect(form).toMatchObject({ type: "Note", revision: "1" });
    const edited = await editor.post(`/admin/posts/${id}`, {
      ...written,
      ...form,
      type: "Article",
      source: "New.",
    });
    expect(edited.status).toBe(303);
    expect(await findPost(side.sql, id)).toMatchObject({ revision: 2, source: "New.", type: "Note" });
  });

  test("of what somebody else saved meanwhile shows both texts, and saves the second time", async () => {
    const id = await publish();
    await editor.post(`/admin/posts/${id}`, { ...written, source: "Theirs.", revision: "1" });
    const conflict = await editor.post(`/admin/posts/${id}`, { ...written, source: "Mine.", revision: "1" });
    const page = await conflict.text();
    expect(conflict.status).toBe(409);
    expect(page).toContain(">\nTheirs.</textarea>");
    expect(page).toContain("Mine.</textarea>");
    expect((await findPost(side.sql, id))!.source).toBe("Theirs.");
    const form = hiddenFields(page, `/admin/posts/${id}/edit`);
    expect((await editor.post(`/admin/posts/${id}`, { ...written, ...form, source: "Both." })).status).toBe(
      303,
    );
    expect((await findPost(side.sql, id))!.source).toBe("Both.");
  });

  test("of a post withdrawn meanwhile keeps the text as that of a new one", async () => {
    const id = await publish();
    await editor.post(`/admin/posts/${id}/withdraw`);
    const response = await editor.post(`/admin/posts/${id}`, { ...written, source: "Mine.", revision: "1" });
    const page = await response.text();
    expect(response.status).toBe(409);
    expect(page).toContain("Mine.</textarea>");
    expect(page).toContain('formaction="/admin/posts"');
  });
});

describe("withdrawing", () => {
  test("asks first; then the address answers 410 and the text can be published again as a new post", async () => {
    const id = await publish({ picture: [], pinned: "on" });
    expect(await editor.read(`/admin/posts/${id}/withdraw`)).toContain(
      "Other servers are asked to remove it.",
    );
    expect((await side.app.request(`/p/${id}`)).status).toBe(200);
    for (let pressed = 0; pressed < 2; pressed++) {
      expect((await editor.post(`/admin/posts/${id}/withdraw`)).status).toBe(303);
    }
    expect((await side.app.request(`/p/${id}`)).status).toBe(410);
    const again = await editor.read(`/admin/posts/new?again=${id}`);
    expect(again).toContain("Some *text*.</textarea>");
    const fields = hiddenFields(again, "/admin/posts/new");
    expect(fields.revision).toBeUndefined();
    expect(await publish(fields)).not.toBe(id);
  });
});

describe("an answer", () => {
  test("names whom it answers and what they wrote, and goes to them", async () => {
    const marise = await stranger(side.sql, "marise", "quai.example");
    const id = "https://quai.example/notes/1?a=b";
    const reply = {
      id,
      actorId: marise.id,
      postId: null,
      inReplyTo: null,
      summary: "",
      url: id,
      published: new Date(),
    };
    await addReply(side.sql, { ...reply, content: "<p>Où ?</p>", language: "fr", visibility: "direct" });
    const page = await editor.read(`/admin/posts/new?reply=${encodeURIComponent(id)}&language=fr`);
    expect(page).toContain("@marise@quai.example");
    expect(page).toContain("<p>Où ?</p>");
    expect(page).toContain("Your answer is public");
    expect(page).toMatch(/<option value="fr"[^>]*selected/);
    await publish(hiddenFields(page, "/admin/posts/new"));
    expect(await posts()).toMatchObject([{ inReplyTo: id }]);
    expect(await side.sql`select inbox from delivery`).toEqual([{ inbox: marise.inbox }]);
  });

  test("to a post that never reached the server is refused, and the text stays", async () => {
    const response = await editor.post("/admin/posts", {
      ...written,
      inReplyTo: "https://quai.example/unknown",
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("Some *text*.</textarea>");
  });
});

test("when the database fails in the middle, the text comes back to be sent again", async () => {
  await side.sql`alter table revision add constraint full_disk check (source <> 'Too much.')`;
  const response = await editor.post("/admin/posts", {
    ...written,
    source: "Too much.",
    again: "/admin/posts/new",
  });
  const page = await response.text();
  expect(response.status).toBe(503);
  expect(hiddenFields(page, "/admin/posts/new")).toMatchObject({
    source: "Too much.",
    csrf: editor.csrfToken,
  });
  expect(await posts()).toHaveLength(0);
});

test("when the database cannot be reached at all, the text comes back to be sent again", async () => {
  const gone = await membersSide();
  const member = await gone.browse(await gone.join("omar", "editor"));
  await gone.sql.end();
  const response = await member.post("/admin/posts", { ...written, again: "/admin/posts/new" });
  expect(response.status).toBe(503);
  const fields = hiddenFields(await response.text(), "/admin/posts/new");
  expect(fields).toMatchObject({ source: written.source, csrf: member.csrfToken });
  expect((await member.get("/admin")).status).toBe(503);
  await gone.stop();
});
