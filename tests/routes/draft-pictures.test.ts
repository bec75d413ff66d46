import fs from "node:fs";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { coverPublishedPicture } from "../../src/store/covers.ts";
import { removeUnusedPictures } from "../../src/store/pictures.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { messages } from "../../src/text/messages.ts";
import { mediaFiles } from "../support/media.ts";
import { type Browser, hiddenFields, type MembersSide } from "./members-side.ts";
import { editing, keep, newsroom, type Newsroom, written } from "./newsroom.ts";
import { publishPost } from "../support/written.ts";

let room: Newsroom;
let side: MembersSide;
let editor: Browser;
let writer: Browser;

beforeAll(async () => {
  room = await newsroom();
  ({ side, editor, writer } = room);
});
afterAll(() => side.stop());
beforeEach(() => room.empty());

/** Where the files of a picture lie. */
async function places(picture: string | null): Promise<string[]> {
  const rows = await side.sql<{ name: string }[]>`
    select name from picture_file where picture_id = ${picture} order by name`;
  const names = new Set(rows.map(({ name }) => name));
  return mediaFiles(side.config.mediaDir).filter((file) => names.has(file.replace("unpublished/", "")));
}

const press = (...args: Parameters<Newsroom["press"]>) => room.press(...args);

describe("pictures", () => {
  async function withPicture(): Promise<{ id: string; picture: string }> {
    const image = sharp({ create: { width: 40, height: 30, channels: 3, background: "red" } });
    const file = new File([new Uint8Array(await image.png().toBuffer())], "march.png");
    const id = await keep(writer, { file });
    const page = await writer.read(`/admin/drafts/${id}/edit`);
    return { id, picture: /name="picture" value="(\w+)"/.exec(page)![1]! };
  }

  test("stay with their draft, unanswered, and keep it from being published", async () => {
    const { id, picture } = await withPicture();
    await side.sql`update picture set created_at = now() - interval '3 days'`;
    await removeUnusedPictures(side.sql);
    const page = await editor.read(`/admin/drafts/${id}`);
    expect(page).toContain("Nobody has answered yet.");
    expect(page).toContain(`/admin/drafts/${id}/edit#people-${picture}`);
    expect((await press(editor, id, "publish")).status).toBe(422);
  });

  test("lie apart, where backups do not look, until they are published", async () => {
    const { id, picture } = await withPicture();
    const apart = await places(picture);
    expect(apart.length).toBeGreaterThan(1);
    for (const file of apart) expect(file).toMatch(/^unpublished\//);
    const name = apart[0]!.replace("unpublished/", "");
    expect((await editor.get(`/media/${name}`)).status).toBe(200);
    expect((await side.app.request(`/media/${name}`)).status).toBe(404);

    const answered = { [`description-${picture}`]: "A march.", [`people-${picture}`]: "none" };
    await keep(writer, { ...(await editing(writer, id)), ...answered, picture });
    expect((await press(editor, id, "publish")).status).toBe(303);
    expect(await places(picture)).toEqual(apart.map((file) => file.replace("unpublished/", "")));
    const read = await side.app.request(`/media/${name}`);
    expect([read.status, (await read.arrayBuffer()).byteLength]).toEqual([
      200,
      Number(read.headers.get("content-length")),
    ]);
  });

  test("said to be covered although nothing was painted here are asked about, and keep their draft back", async () => {
    const { id, picture } = await withPicture();
    const people = `people-${picture}`;
    const said = { [`description-${picture}`]: "A march.", [people]: "covered" };
    const fields = { ...written, ...(await editing(writer, id)), ...said, picture };
    await keep(writer, fields);
    expect((await press(editor, id, "publish")).status).toBe(422);
    const shown = await editor.read(`/admin/drafts/${id}`);
    expect(shown).toContain(messages("en").errors.peopleUncovered);
    expect(shown).toContain(`/admin/drafts/${id}/edit#${people}`);

    const mine = { ...fields, ...(await editing(editor, id)) };
    const refused = await editor.post("/admin/posts", mine);
    const form = await refused.text();
    expect(refused.status).toBe(422);
    expect(form).toContain(messages("en").errors.peopleUncovered);
    expect(form).not.toMatch(new RegExp(`name="${people}"[^>]*checked`));
    expect(await room.posts()).toEqual([]);

    await keep(editor, { ...mine, [people]: "covered-before" });
    expect(await editor.read(`/admin/drafts/${id}`)).toContain("They were covered before the upload");
    expect(await editor.read(`/admin/drafts/${id}/edit`)).toMatch(
      new RegExp(`id="${people}-covered-before"[^>]*checked`),
    );
    expect((await press(editor, id, "publish")).status).toBe(303);
    expect(await side.sql`select people from revision_picture`).toEqual([{ people: "covered-before" }]);
  });

  test("that a restored backup has not brought back keep their draft from being published", async () => {
    const { id, picture } = await withPicture();
    const answered = { [`description-${picture}`]: "A march.", [`people-${picture}`]: "none" };
    await keep(writer, { ...(await editing(writer, id)), ...answered, picture });
    for (const file of await places(picture)) fs.rmSync(`${side.config.mediaDir}/${file}`);
    const refused = await press(editor, id, "publish");
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining(messages("en").errors.pictureGone),
    ]);
    for (const step of ["approve", "schedule"]) {
      const held = await press(editor, id, step, { at: "2099-01-01T10:00" });
      expect([held.status, await held.text()]).toEqual([
        422,
        expect.stringContaining(messages("en").errors.pictureGone),
      ]);
    }
    expect((await room.rowOf(id)).state).toBe("draft");
    const page = await editor.read(`/admin/drafts/${id}`);
    expect(page).toContain(
      `<a href="/admin/drafts/${id}/edit#pictures">${messages("en").errors.pictureGone}</a>`,
    );
    expect(page).toContain(messages("en").drafts.pictureMissing);
    expect(page).not.toMatch(/Publish now|\/schedule"/);
    const form = await writer.get(`/admin/drafts/${id}/edit`);
    const shown = await form.text();
    expect([form.status, shown]).toEqual([
      200,
      expect.stringContaining(messages("en").drafts.pictureMissing),
    ]);
    expect(shown).not.toMatch(/<img src="\/media/);
    const without = { ...(await editing(writer, id)), ...answered, picture, leaveOut: picture };
    await keep(writer, without);
    expect((await press(editor, id, "publish")).status).toBe(303);
  });

  test("of the account itself lie with what is published as soon as they are saved", async () => {
    const image = sharp({ create: { width: 40, height: 30, channels: 3, background: "blue" } });
    const icon = new File([new Uint8Array(await image.png().toBuffer())], "icon.png");
    const form = hiddenFields(await room.admin.read("/admin/settings"), "/admin/settings");
    const profile = { ...form, name: "Harbour Street", description: "", language: "en", timeZone: "UTC" };
    const asked = await (await room.admin.post("/admin/settings", { ...profile, icon })).text();
    const { iconId = "" } = hiddenFields(asked, "/admin/settings");
    const answered = { ...profile, iconId, [`people-${iconId}`]: "none" };
    expect((await room.admin.post("/admin/settings", answered)).status).toBe(303);
    const [{ id }] = (await side.sql`select icon as id from collective`) as [{ id: string }];
    expect((await places(id)).length).toBeGreaterThan(0);
    for (const file of await places(id)) expect(file).not.toMatch(/^unpublished/);
  });

  test("are hidden from every member in a panic, and open again after it", async () => {
    const { picture } = await withPicture();
    const [file] = await side.sql<
      { name: string }[]
    >`select name from picture_file where picture_id = ${picture}`;
    const statuses = async () =>
      [
        await editor.get(`/media/${file!.name}`),
        await room.admin.get(`/admin/pictures/${picture}/preview`),
      ].map(({ status }) => status);
    expect(await statuses()).toEqual([200, 200]);
    await side.sql`update collective set panicked_at = now()`;
    expect(await statuses()).toEqual([404, 409]);
    await side.sql`update collective set panicked_at = null`;
    expect(await statuses()).toEqual([200, 200]);
  });

  test("go with a draft that is thrown away, from the disk as well", async () => {
    const { id, picture } = await withPicture();
    const [file] = await side.sql<
      { name: string }[]
    >`select name from picture_file where picture_id = ${picture}`;
    expect((await press(writer, id, "discard")).status).toBe(303);
    expect(await side.sql`select 1 from picture where id = ${picture}`).toHaveLength(0);
    expect(mediaFiles(side.config.mediaDir)).not.toContain(`unpublished/${file!.name}`);
  });

  test("that are covered take the uncovered one's place in every version of the draft, and it is gone", async () => {
    const { id, picture } = await withPicture();
    const [file] = await side.sql<
      { name: string }[]
    >`select name from picture_file where picture_id = ${picture}`;
    const form = await editing(writer, id);
    const cover = await writer.post(`/admin/pictures/${picture}/cover`, { ...written, ...form, picture });
    const kept = hiddenFields(await cover.text(), `/admin/pictures/${picture}/cover#corner`);
    const done = await writer.post(`/admin/pictures/${picture}/covered`, { ...kept, cover: "10,10,50,50" });
    expect(done.status).toBe(200);
    expect(await side.sql`select 1 from picture where id = ${picture}`).toHaveLength(0);
    expect(mediaFiles(side.config.mediaDir)).not.toContain(`unpublished/${file!.name}`);
    const [now] = await side.sql`select people, picture_id from draft_picture where draft_id = ${id}`;
    expect(now!.people).toBe("covered");
    expect(now!.picture_id).not.toBe(picture);
  });

  test("that are covered in a post are so in every draft as well, and the uncovered one is nowhere", async () => {
    const { id, picture } = await withPicture();
    await keep(writer, { ...(await editing(writer, id)), picture, [`people-${picture}`]: "none" });
    const text = { name: "", source: "Come.", summary: "", language: "en", tags: [] };
    const shown = { id: picture, description: "A march." };
    await publishPost(side.sql, { ...text, type: "Note", pinned: false, pictures: [shown] });
    const file = {
      variant: "full",
      name: "x.jpg",
      mediaType: "image/jpeg",
      width: 1,
      height: 1,
      size: 1,
    } as const;
    const painted = { width: 1, height: 1, blurhash: "x", files: [file] };
    const [omar] = await side.sql<{ id: string }[]>`select id from member where name = 'omar'`;
    const by = { memberId: omar!.id, secret: readSecretKey(side.config.secretKeyFile) };
    const covered = await coverPublishedPicture(side.sql, picture, painted, by);
    expect(await side.sql`select distinct picture_id as id, people from draft_picture`).toEqual([
      { id: covered.id, people: "covered" },
    ]);
    expect(await side.sql`select id from picture where id = ${picture}`).toEqual([]);
  });
});
