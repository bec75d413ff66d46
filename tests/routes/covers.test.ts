import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPost } from "../../src/store/post-lists.ts";
import { mediaFiles } from "../support/media.ts";
import { canariesIn, jpegWithCanaries } from "../media/canaries.ts";
import { type Browser, hiddenFields, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
let writer: Browser;

beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
  writer = await side.browse(await side.join("wanda", "writer"));
});
afterAll(() => side.stop());

const written = {
  type: "Note",
  name: "A march",
  source: '\nWe were\n\n"many" & loud.',
  summary: "",
  language: "en",
  tags: "rent, sea",
  again: "/admin/posts/new",
};

/** A teal picture with all that cameras hide in theirs, and a red face in its corner. */
async function march(): Promise<File> {
  const face = await sharp({ create: { width: 80, height: 80, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const pixels = await sharp({ create: { width: 400, height: 400, channels: 3, background: "teal" } })
    .composite([{ input: face, left: 0, top: 0 }])
    .png()
    .toBuffer();
  return new File([new Uint8Array(await jpegWithCanaries(pixels))], "march.jpg");
}

const pictureIds = (page: string) => [...page.matchAll(/name="picture" value="(\w+)"/g)].map(([, id]) => id!);
const filesOf = async (id: string) =>
  (await side.sql<{ name: string }[]>`select name from picture_file where picture_id = ${id}`).map(
    ({ name }) => name,
  );
const served = async (name: string) => Buffer.from(await (await writer.get(`/media/${name}`)).arrayBuffer());
const media = () => mediaFiles(side.config.mediaDir).map((file) => path.basename(file));
const coverForm = (page: string, id: string) => hiddenFields(page, `/admin/pictures/${id}/cover#corner`);

/** Everything in every table, as text. */
async function dump(): Promise<string> {
  const tables = await side.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  const rows = await Promise.all(
    tables.map(({ name }) => side.sql<{ row: string }[]>`select t::text as row from ${side.sql(name)} t`),
  );
  return rows
    .flat()
    .map(({ row }) => row)
    .join("\n");
}

/** Uploads a picture into a form; the page of covering it. */
async function begin(browser = editor, fields = {}) {
  const form = await (
    await browser.post("/admin/posts/new", { ...written, file: await march(), ...fields })
  ).text();
  const [id] = pictureIds(form) as [string];
  const page = await (
    await browser.post(`/admin/pictures/${id}/cover`, {
      ...written,
      picture: id,
      [`description-${id}`]: "A march.",
      ...fields,
    })
  ).text();
  return { id, page };
}

describe("covering a face in a draft", () => {
  test("goes by two presses, and the form comes back whole with the covered picture in place", async () => {
    const { id, page } = await begin(writer, { pinned: "on" });
    const old = await filesOf(id);
    expect(page).toContain("Press on the first corner");
    const press = (fields: Record<string, string>) => writer.post(`/admin/pictures/${id}/cover`, fields);

    const second = await (await press({ ...coverForm(page, id), "at-320.x": "1", "at-320.y": "1" })).text();
    expect(second).toContain("Now press on the opposite corner.");
    expect(coverForm(second, id).corner).toBe("0.31,0.31");
    const drawn = await (
      await press({ ...coverForm(second, id), "at-640.x": "128", "at-640.y": "128" })
    ).text();
    expect(drawn).toContain("1 rectangle");
    expect(coverForm(drawn, id)).toMatchObject({ cover: "0.31,0.31,19.69,19.69" });
    const address = /src="([^"]*preview[^"]*)"/.exec(drawn)![1]!.replaceAll("&amp;", "&");
    const preview = await writer.get(address);
    expect([preview.headers.get("content-type"), preview.headers.get("cache-control")]).toEqual([
      "image/jpeg",
      "private, no-store",
    ]);
    const form = await (await writer.post(`/admin/pictures/${id}/covered`, coverForm(drawn, id))).text();
    const [covered] = pictureIds(form) as [string];
    expect(covered).not.toBe(id);
    expect((await side.entries()).filter(({ act }) => act === "coverDraft")).toMatchObject([
      { name: "wanda" },
    ]);
    expect(hiddenFields(form, "/admin/posts/new").once).toBe(coverForm(drawn, id)["keep:once"] ?? "");
    expect(form).toContain(">\n\nWe were\n\n&quot;many&quot; &amp; loud.</textarea>");
    expect(form).toContain("A march.</textarea>");
    expect(form).toMatch(/id="pinned"[^>]*checked/);
    expect(form).toMatch(new RegExp(`id="people-${covered}-covered"[^>]*checked`));

    const [full] = await side.sql<{ name: string }[]>`
      select name from picture_file where picture_id = ${covered} and variant = 'full'`;
    const bytes = await served(full!.name);
    const face = await sharp(bytes).extract({ left: 0, top: 0, width: 84, height: 84 }).raw().toBuffer();
    expect(Math.max(...face)).toBeLessThan(20);

    for (const name of old) {
      expect(media()).not.toContain(name);
      expect((await writer.get(`/media/${name}`)).status).toBe(404);
    }
    const rows = await dump();
    for (const gone of [id, ...old]) expect(rows).not.toContain(gone);
    for (const name of await filesOf(covered)) expect(canariesIn(await served(name))).toEqual([]);
    expect(media().toSorted()).toEqual((await filesOf(covered)).toSorted());
  });

  test("goes by numbers, and rectangles can be taken away again", async () => {
    const { id, page } = await begin();
    const step = async (from: string, fields: Record<string, string>) =>
      (await editor.post(`/admin/pictures/${id}/cover`, { ...coverForm(from, id), ...fields })).text();
    // Enter in a field presses the picture itself, at 0, 0.
    const enter = { "at-320.x": "0", "at-320.y": "0" };
    const one = await step(page, { x: "90", y: "-5", width: "20,5", height: "10", ...enter });
    expect(coverForm(one, id).cover).toBe("90,0,10,5");
    const none = await step(one, { cover: "90,0,10,5", remove: "90,0,10,5" });
    expect(coverForm(none, id).cover).toBeUndefined();
    const wrong = await step(page, { x: "101", y: "0", width: "5", height: "5" });
    expect(wrong).toContain('value="101"');
    expect(wrong).toContain("Write four numbers");
  });

  test("refuses a rectangle without a size, a hundred and first one, and none at all", async () => {
    const { id, page } = await begin();
    const fields = coverForm(page, id);
    const line = await editor.post(`/admin/pictures/${id}/cover`, {
      ...fields,
      corner: "10,10",
      "at-320.x": "32",
      "at-320.y": "100",
    });
    expect([line.status, (await line.text()).includes("The two corners lie on one line")]).toEqual([
      422,
      true,
    ]);
    const cover = Array.from({ length: 100 }, (_, at) => `${at / 2},${at / 2},1,1`);
    const more = await editor.post(`/admin/pictures/${id}/cover`, {
      ...fields,
      cover,
      x: "1",
      y: "2",
      width: "3",
      height: "4",
    });
    expect([more.status, (await more.text()).includes("can hold 100 rectangles")]).toEqual([422, true]);
    const none = await editor.post(`/admin/pictures/${id}/covered`, fields);
    expect([none.status, (await none.text()).includes("There is no rectangle yet.")]).toEqual([422, true]);
    expect(await filesOf(id)).toHaveLength(2);
  });

  test("can be left again, with nothing changed", async () => {
    const { id, page } = await begin();
    const back = await editor.post(`/admin/pictures/${id}/covered`, {
      ...coverForm(page, id),
      cover: "0,0,50,50",
      intent: "back",
    });
    const form = await back.text();
    expect(pictureIds(form)).toEqual([id]);
    expect(form).toContain("A march.</textarea>");
    expect(await filesOf(id)).toHaveLength(2);
  });

  test("pressed twice covers once; a picture that is gone costs nobody their text", async () => {
    const { id, page } = await begin();
    const fields = { ...coverForm(page, id), cover: "0,0,50,50" };
    const answers = await Promise.all([1, 2].map(() => editor.post(`/admin/pictures/${id}/covered`, fields)));
    const [one, two] = await Promise.all(answers.map((answer) => answer.text()));
    expect(pictureIds(one!)).toEqual(pictureIds(two!));
    expect(pictureIds(one!)).not.toContain(id);
    const late = await editor.post(`/admin/pictures/${id}/covered`, { ...fields, cover: "0,0,60,60" });
    const form = await late.text();
    expect(form).toContain("is not on the server any more");
    expect(form).toContain("&quot;many&quot; &amp; loud.</textarea>");
  });

  test("survives a session that ends in between", async () => {
    const { id, page } = await begin();
    const fields = { ...coverForm(page, id), cover: "0,0,50,50", csrf: "of an ended session" };
    const asked = await editor.post(`/admin/pictures/${id}/cover`, fields);
    expect(asked.status).toBe(403);
    const kept = hiddenFields(await asked.text(), "/login");
    expect(kept).toMatchObject({
      action: `/admin/pictures/${id}/cover`,
      "keep:cover": "0,0,50,50",
      "keep:keep:source": written.source,
    });
  });

  test("takes in the pictures that were chosen with the same press", async () => {
    const { id } = await begin();
    const page = await (
      await editor.post(`/admin/pictures/${id}/cover`, { ...written, picture: id, file: await march() })
    ).text();
    const back = { ...coverForm(page, id), intent: "back" };
    const pictures = [...page.matchAll(/name="keep:picture" value="(\w+)"/g)].map(([, each]) => each!);
    const form = await (
      await editor.post(`/admin/pictures/${id}/covered`, { ...back, "keep:picture": pictures })
    ).text();
    expect(pictureIds(form)).toEqual(pictures);
    expect(pictures).toHaveLength(2);
  });

  test("shows an unreadable or hostile preview to nobody", async () => {
    const { id } = await begin();
    expect((await editor.get("/admin/pictures/nowhere/preview")).status).toBe(404);
    expect((await side.app.request(`/admin/pictures/${id}/preview`)).status).toBe(302);
    const odd = await editor.get(`/admin/pictures/${id}/preview?cover=%3Cscript%3E&cover=1,2&corner=9e9,1`);
    expect([odd.status, odd.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  });
});

describe("covering in the form of a published post", () => {
  async function publish(): Promise<{ postId: string; id: string }> {
    const { id } = await begin();
    const response = await editor.post("/admin/posts", {
      ...written,
      picture: id,
      [`description-${id}`]: "A march.",
      [`people-${id}`]: "agreed",
    });
    return { postId: /\/admin\/posts\/(\w+)/.exec(response.headers.get("location")!)![1]!, id };
  }

  test("leaves the published picture until the edit is saved, then replaces it in every version", async () => {
    const { postId, id } = await publish();
    const old = await filesOf(id);
    const again = `/admin/posts/${postId}/edit`;
    const fields = { ...written, again, revision: "1", picture: id, [`description-${id}`]: "A march." };
    const page = await (await writer.post(`/admin/pictures/${id}/cover`, fields)).text();
    const covering = { ...coverForm(page, id), cover: "0,0,25,25" };
    const form = await (await writer.post(`/admin/pictures/${id}/covered`, covering)).text();
    const [first] = pictureIds(form) as [string];
    expect(media()).toEqual(expect.arrayContaining(old));
    expect((await findPost(side.sql, postId))!.pictures).toMatchObject([{ id, people: "agreed" }]);

    // A second look: what was covered is covered once more.
    const more = {
      ...fields,
      picture: first,
      [`people-${first}`]: "covered",
      [`description-${first}`]: "A march.",
    };
    const next = await (await editor.post(`/admin/pictures/${first}/cover`, more)).text();
    const last = await (
      await editor.post(`/admin/pictures/${first}/covered`, {
        ...coverForm(next, first),
        cover: "50,50,10,10",
      })
    ).text();
    const [covered] = pictureIds(last) as [string];
    expect(await filesOf(first)).toEqual([]);
    const saved = await editor.post(`/admin/posts/${postId}`, {
      ...fields,
      picture: covered,
      [`people-${covered}`]: "covered",
      [`description-${covered}`]: "A march.",
    });
    expect(saved.status).toBe(303);
    for (const revision of [1, 2]) {
      expect((await findPost(side.sql, postId, revision))!.pictures).toMatchObject([
        { id: covered, people: "covered" },
      ]);
    }
    for (const name of old) {
      expect(media()).not.toContain(name);
      expect((await side.app.request(`/media/${name}`)).status).toBe(404);
    }
    const rows = await dump();
    for (const gone of [id, first, ...old]) expect(rows).not.toContain(gone);
  });
});

describe("covering in a published picture", () => {
  const covering = { cover: "0,0,25,25" };

  async function publish(picture: Record<string, string>): Promise<string> {
    const response = await editor.post("/admin/posts", { ...written, ...picture });
    return /\/admin\/posts\/(\w+)/.exec(response.headers.get("location")!)![1]!;
  }

  test("replaces it in every version and every post, sends Updates, and its address leads nowhere", async () => {
    const { id } = await begin();
    const picture = { picture: id, [`description-${id}`]: "A march.", [`people-${id}`]: "agreed" };
    const [postId, other] = [
      await publish(picture),
      await publish({ ...picture, source: "The same march." }),
    ];
    await editor.post(`/admin/posts/${postId}`, { ...written, ...picture, source: "Edited.", revision: "1" });
    const old = await filesOf(id);
    expect((await side.app.request(`/media/${old[0]}`)).status).toBe(200);
    expect(await editor.read(`/admin/posts/${postId}`)).toContain(`href="/admin/posts/${postId}/cover"`);
    expect(await editor.read(`/admin/posts/${postId}/cover`)).toContain(
      `/admin/posts/${postId}/cover/${id}"`,
    );
    const path = `/admin/posts/${postId}/covered/${id}`;
    expect((await writer.post(path, covering)).status).toBe(403);
    expect(await editor.read(`/admin/posts/${postId}/cover/${id}`)).toContain(`formaction="${path}"`);

    for (let pressed = 0; pressed < 2; pressed++) {
      const done = await editor.post(path, covering);
      expect(done.headers.get("location")).toBe(`/admin/posts/${postId}/cover?done=covered`);
    }
    const after = await editor.read(`/admin/posts/${postId}/cover?done=covered`);
    expect(after).toContain(`action="/admin/posts/${postId}/anew"`);
    expect(await side.sql`select 1 from audit where object = ${postId} and act = 'cover'`).toHaveLength(1);
    const present = (await findPost(side.sql, postId))!;
    expect(present).toMatchObject({ revision: 3, source: "Edited.", name: "A march" });
    const [covered] = present.pictures;
    expect(covered).toMatchObject({ description: "A march.", people: "covered" });
    for (const [post, revision] of [
      [postId, 1] as const,
      [postId, 2] as const,
      [other, 1] as const,
      [other, 2] as const,
    ]) {
      expect((await findPost(side.sql, post, revision))!.pictures).toMatchObject([{ id: covered!.id }]);
    }
    const updates = await side.sql`
      select post_id from activity where type = 'Update' and post_id in ${side.sql([postId, other])}`;
    expect(updates).toHaveLength(3);
    for (const name of old) {
      expect(media()).not.toContain(name);
      expect((await side.app.request(`/media/${name}`)).status).toBe(404);
      expect((await editor.get(`/media/${name}`)).status).toBe(404);
    }
    expect(await (await side.app.request(`/p/${postId}`)).text()).toContain(covered!.full.name);
    const rows = await dump();
    for (const gone of [id, ...old]) expect(rows).not.toContain(gone);
  });

  test("is followed by one press that deletes the post elsewhere, and one that publishes it anew", async () => {
    const { id } = await begin();
    const said = { description: "A march.", caption: "At noon.", focus: "-0.5,0.25", people: "agreed" };
    const about = Object.entries(said).map(([name, value]) => [`${name}-${id}`, value]);
    const postId = await publish({ picture: id, ...Object.fromEntries(about) });
    await editor.post(`/admin/posts/${postId}/covered/${id}`, covering);
    const [covered] = (await findPost(side.sql, postId))!.pictures;
    for (let pressed = 0; pressed < 2; pressed++) {
      const deleted = await editor.post(`/admin/posts/${postId}/anew`);
      expect(deleted.headers.get("location")).toBe(`/admin/posts/new?again=${postId}&done=withdrawn`);
    }
    expect(await side.sql`select 1 from activity where type = 'Delete' and post_id = ${postId}`).toHaveLength(
      1,
    );
    const form = await editor.read(`/admin/posts/new?again=${postId}`);
    expect(pictureIds(form)).toEqual([covered!.id]);
    for (const kept of [
      /id="description-\w+"[^>]*>\nA march\.<\/textarea>/,
      /id="caption-\w+"[^>]*value="At noon\."/,
      /name="focus-\w+" value="-0\.5,0\.25"/,
      /id="people-\w+-covered"[^>]*checked/,
    ]) {
      expect(form).toMatch(kept);
    }
    expect((await writer.post(`/admin/posts/${postId}/anew`)).status).toBe(403);
  });

  test("reaches the pictures of withdrawn posts, too", async () => {
    const { id } = await begin();
    const picture = { picture: id, [`description-${id}`]: "A march.", [`people-${id}`]: "agreed" };
    const postId = await publish(picture);
    await editor.post(`/admin/posts/${postId}/withdraw`);
    await editor.post(`/admin/posts/${postId}/covered/${id}`, covering);
    expect((await findPost(side.sql, postId))!.pictures).toMatchObject([{ people: "covered" }]);
    expect(await filesOf(id)).toEqual([]);
    expect(await side.sql`select 1 from activity where type = 'Update' and post_id = ${postId}`).toHaveLength(
      0,
    );
  });

  test("is refused for a picture of another post", async () => {
    const { id } = await begin();
    const postId = await publish({});
    expect((await editor.post(`/admin/posts/${postId}/covered/${id}`, covering)).status).toBe(404);
    expect(await filesOf(id)).toHaveLength(2);
  });
});
