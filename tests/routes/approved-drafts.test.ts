import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { approveDraft, askForReview, publishDraft, scheduleDraft } from "../../src/store/draft-states.ts";
import { findDraft } from "../../src/store/drafts.ts";
import { findPost } from "../../src/store/post-lists.ts";
import { readSecretKey, type SecretKey } from "../../src/store/secret.ts";
import { typed } from "../support/drafts.ts";
import { beginDraft, saveDraft } from "../support/written.ts";
import { type Browser, hiddenFields } from "./members-side.ts";
import { keep, newsroom, type Newsroom, written } from "./newsroom.ts";

let room: Newsroom;
let secret: SecretKey;
let members: Record<string, string>;
let files: File[];
/** Of those drafts in which nothing is covered: a covered one is gone. */
let shared: Promise<[string, string]>;
beforeAll(async () => {
  room = await newsroom();
  secret = readSecretKey(room.side.config.secretKeyFile);
  const rows = await room.side.sql<{ id: string; name: string }[]>`select id, name from member`;
  members = Object.fromEntries(rows.map(({ id, name }) => [name, id]));
  files = [await picture("red"), await picture("blue")];
  shared = uploaded();
});
afterAll(() => room.side.stop());
beforeEach(() => room.empty());

async function picture(colour: string): Promise<File> {
  const image = sharp({ create: { width: 40, height: 30, channels: 3, background: colour } });
  return new File([new Uint8Array(await image.png().toBuffer())], `${colour}.png`);
}

interface Kept {
  id: string;
  pictures: [string, string];
  /** The form of the draft, as it stands. */
  fields: Record<string, string | string[]>;
}

const picturesOf = (page: string) => [...page.matchAll(/name="picture" value="(\w+)"/g)].map(([, id]) => id!);

/** What the form says of pictures. */
function said(pictures: string[]): Record<string, string | string[]> {
  const each = pictures.flatMap((id) => [
    [`description-${id}`, "A march."],
    [`people-${id}`, "none"],
  ]);
  return { ...Object.fromEntries(each), picture: pictures };
}

/** Pictures that are in a form and nowhere else. */
async function uploaded(): Promise<[string, string]> {
  const page = await (await room.writer.post("/admin/posts/new", { ...written, file: files })).text();
  return picturesOf(page) as [string, string];
}

/** A writer's draft with two pictures and two versions. */
async function drafted(state: string, pictures = uploaded()): Promise<Kept> {
  const shown = await pictures;
  const { sql } = room.side;
  const blank = { caption: "", focus: null, video: null, people: "none", leftOut: false } as const;
  const first = { ...typed, source: "We meet at *noon*." };
  const writing = {
    text: first,
    pictures: shown.map((id) => ({ ...blank, id, description: "A march." })),
    memberId: members.wanda!,
  };
  const { id } = await sql.begin((tx) => beginDraft(tx, secret, writing));
  const text = { ...first, source: "We meet at *two*." };
  const at = await sql.begin((tx) => saveDraft(tx, secret, { id, version: 1 }, { ...writing, text }));
  const step = { ...at, memberId: members.omar! };
  await sql.begin(async (tx) => {
    if (state === "in-review") await askForReview(tx, secret, step);
    if (state === "approved") await approveDraft(tx, secret, step);
    if (state === "scheduled") await scheduleDraft(tx, secret, { ...step, at: new Date("2099-05-01") });
    if (state === "published")
      await publishDraft(tx, secret, step, { hasFiles: async () => true, mentions: [] });
  });
  const { version, ...row } = await room.rowOf(id);
  if (row.state !== state) throw new Error(`The draft did not become ${state}.`);
  const fields = {
    ...written,
    name: "",
    tags: "",
    draftId: id,
    version,
    ...said(shown),
    source: text.source,
  };
  return { id, pictures: shown, fields };
}

async function held(id: string) {
  const { text, pictures } = (await findDraft(room.side.sql, secret, id))!;
  const row = await room.rowOf(id);
  const post = row.postId === null ? undefined : await findPost(room.side.sql, row.postId);
  return { held: { text, pictures, post }, state: row.state };
}

const whole = { cover: "0,0,100,100" };
const save =
  (fields: (draft: Kept) => Record<string, string | string[]>) => (browser: Browser, draft: Kept) =>
    browser.post("/admin/drafts", { ...draft.fields, ...fields(draft) });
const kept = (fields: Kept["fields"]) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`keep:${name}`, value]));

/** Each way that there is to what a draft holds. */
const ways: Record<string, (browser: Browser, draft: Kept) => Promise<Response>> = {
  "another text": save(() => ({ source: "They meet." })),
  "another description": save(({ pictures: [first] }) => ({ [`description-${first}`]: "A crowd." })),
  "another answer about the people": save(({ pictures: [first] }) => ({ [`people-${first}`]: "agreed" })),
  "another focus": save(({ pictures: [first] }) => ({ [`focus-${first}`]: "0.5,0.5" })),
  "another order": save(({ pictures: [first, second] }) => ({ picture: [second, first] })),
  "a picture left out": save(({ pictures: [first] }) => ({ leaveOut: first })),
  "no pictures": save(() => ({ picture: [] })),
  "a time and a place": save(() => ({ "callout-placeName": "The harbour" })),
  "what saves itself": (browser, { fields }) =>
    browser.post("/admin/drafts/autosave", { ...fields, source: "They meet." }),
  "an earlier version": (browser, { id }) => room.press(browser, id, "restore", { number: "1" }),
  "covering a picture": (browser, { id, pictures: [first], fields }) =>
    browser.post(`/admin/pictures/${first}/covered`, {
      action: `/admin/drafts/${id}/edit`,
      ...kept(fields),
      ...whole,
    }),
  "covering it as one of the account's": (browser, { pictures: [first] }) =>
    browser.post(`/admin/settings/pictures/${first}/covered`, { action: "/admin/settings", ...whole }),
  "covering it where it is published": async (browser, { pictures: [first] }) => {
    const posted = { ...written, ...said([first]), source: "Elsewhere." };
    const response = await room.editor.post("/admin/posts", posted);
    const id = /posts\/(\w+)/.exec(response.headers.get("location")!)![1];
    return browser.post(`/admin/posts/${id}/covered/${first}`, whole);
  },
  "a translation of it": (browser, { id }) =>
    browser.post("/admin/drafts", { ...written, translates: id, language: "fr", source: "À midi." }),
};

/** Whether the way leads anywhere. */
function changes(way: string, role: string, state: string): boolean {
  if (way === "a translation of it") return false;
  if (way.endsWith("the account's")) return role === "admin";
  if (way.endsWith("it is published")) return role !== "writer";
  if (way === "covering a picture") return true;
  if (state === "published" || (state === "scheduled" && role === "writer")) return false;
  return way !== "what saves itself" || state === "draft" || state === "in-review";
}

describe.for(["writer", "editor", "admin"] as const)("as %s", (role) => {
  describe.for(Object.keys(ways))("%s", (way) => {
    test.for(["draft", "in-review", "approved", "scheduled", "published"])(
      "leaves nothing approved that nobody approved: %s",
      async (state) => {
        const draft = await drafted(state, way.startsWith("covering") ? uploaded() : shared);
        const before = await held(draft.id);
        await ways[way]!(room[role], draft);
        const after = await held(draft.id);
        const changed = JSON.stringify(after.held) !== JSON.stringify(before.held);
        const reviewed = state === "approved" || state === "scheduled";
        expect([changed, after.state]).toEqual([
          changes(way, role, state),
          changed && reviewed ? "in-review" : state,
        ]);
      },
    );
  });
});

describe("covering a face in what is approved or scheduled", () => {
  async function cover(browser: Browser, { id, pictures, fields }: Kept) {
    const [first] = pictures;
    const asking = await browser.post(`/admin/pictures/${first}/cover`, {
      ...fields,
      again: `/admin/drafts/${id}/edit`,
    });
    const page = await asking.text();
    const form = hiddenFields(page, `/admin/pictures/${first}/cover#corner`);
    const done = await browser.post(`/admin/pictures/${first}/covered`, {
      ...form,
      ...whole,
      "keep:picture": pictures,
    });
    return { page, form: await done.text() };
  }

  test("is a writer's to do at once: the page says what it takes, the form what it took, and so do notes and log", async () => {
    const draft = await drafted("scheduled");
    const { page, form } = await cover(room.writer, draft);
    expect(page).toContain("Covering takes it off the schedule at once");
    expect(form).toContain("It is off the schedule and does not go out");
    expect(form).toContain(`href="/admin/drafts/${draft.id}"`);
    expect(await room.rowOf(draft.id)).toMatchObject({ state: "in-review" });
    const [row] = await room.side.sql`
      select scheduled_at as at, approved_hand as by from draft where id = ${draft.id}`;
    expect(row).toEqual({ at: null, by: null });
    expect(await room.editor.read(`/admin/drafts/${draft.id}`)).toMatch(
      /wanda.*\s+covered a picture, which took it off the schedule/,
    );
    const entries = (await room.side.entries()).filter(({ name }) => name === "wanda");
    expect(entries.map(({ act, object }) => `${act} ${object}`).toSorted()).toEqual([
      `changeScheduled ${draft.id}`,
      "coverDraft ",
    ]);
  });

  test("lets whoever covered save the form that came back", async () => {
    const draft = await drafted("approved");
    const { form } = await cover(room.writer, draft);
    const fields = hiddenFields(form, `/admin/drafts/${draft.id}/edit`);
    const [covered, second] = picturesOf(form) as [string, string];
    const saved = await room.writer.post("/admin/drafts", {
      ...written,
      ...fields,
      ...said([covered, second]),
      [`people-${covered}`]: "covered",
      source: "Covered.",
    });
    expect([saved.status, await saved.text()]).toEqual([303, ""]);
    expect((await held(draft.id)).held.text.source).toBe("Covered.");
  });

  test("is told to whoever looked at the draft before: what they approve is what they saw", async () => {
    const draft = await drafted("in-review");
    const { version } = await room.rowOf(draft.id);
    await cover(room.writer, draft);
    expect((await room.editor.post(`/admin/drafts/${draft.id}/approve`, { version })).status).toBe(409);
    expect(await room.rowOf(draft.id)).toMatchObject({ state: "in-review" });
  });

  test("reaches drafts that hold the picture, too, when a post goes out with the covered one", async () => {
    const draft = await drafted("scheduled");
    const [first] = draft.pictures;
    const posted = await room.editor.post("/admin/posts", {
      ...written,
      ...said([first]),
      source: "Before.",
    });
    const postId = /posts\/(\w+)/.exec(posted.headers.get("location")!)![1]!;
    const form = await (
      await room.writer.post(`/admin/pictures/${first}/covered`, {
        action: "/admin/posts/new",
        ...kept({ ...written, ...said([first]) }),
        ...whole,
      })
    ).text();
    const [covered] = picturesOf(form) as [string];
    const again = await keep(room.writer, {
      ...said(draft.pictures),
      source: "With the old one, from an old form.",
    });
    await room.press(room.editor, again, "schedule", { at: "2099-05-01T10:00" });
    expect((await room.rowOf(again)).state).toBe("scheduled");
    const edit = `/admin/posts/${postId}/edit`;
    const fields = hiddenFields(await room.editor.read(edit), edit);
    const edited = await room.editor.post(`/admin/posts/${postId}`, {
      ...written,
      ...fields,
      ...said([covered]),
      [`people-${covered}`]: "covered",
    });
    expect(edited.status).toBe(303);
    expect((await room.rowOf(again)).state).toBe("in-review");
    expect(await room.editor.read(`/admin/drafts/${again}`)).toContain(
      "covered a picture, which took it off",
    );
  });
});

test("the database refuses to change what is approved, whoever asks it", async () => {
  const { sql } = room.side;
  const { id } = await drafted("approved");
  const attempts = [
    () => sql`update draft_picture set people = 'agreed' where draft_id = ${id} and number = 2`,
    () => sql`delete from draft_picture where draft_id = ${id} and number = 2`,
    () => sql`insert into draft_picture (draft_id, number, position, picture_id)
      select draft_id, number, 7, picture_id from draft_picture where draft_id = ${id} and number = 2 and position = 0`,
    () => sql`update draft_revision set text_jwe = 'x' where draft_id = ${id} and number = 2`,
    () => sql`update draft set number = 1 where id = ${id}`,
    () => sql`update draft set translation_group = 'x' where id = ${id}`,
  ];
  for (const attempt of attempts) {
    await expect(attempt()).rejects.toThrow(/What was approved|stays in its group/);
  }
});
