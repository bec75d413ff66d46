import fs from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findCollective } from "../../src/store/collective.ts";
import { messages } from "../../src/text/messages.ts";
import { mediaFiles } from "../support/media.ts";
import { type Browser, hiddenFields, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  admin = await side.browse(await side.join("ada", "admin"));
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`update collective set icon = null, header = null`;
  await side.sql`delete from picture`;
});

const typed = { name: "Harbour\nStreet", description: "Who *we* are,\n\nand why", language: "en" };
const settingsOf = (page: string) => hiddenFields(page, "/admin/settings");
const covering = (page: string, id: string) =>
  hiddenFields(page, `/admin/settings/pictures/${id}/cover#corner`);
const media = () => mediaFiles(side.config.mediaDir).map((file) => path.basename(file));

async function red(): Promise<File> {
  const image = sharp({ create: { width: 320, height: 320, channels: 3, background: "red" } });
  return new File([new Uint8Array(await image.png().toBuffer())], "crowd.png");
}

async function filesOf(id: string): Promise<string[]> {
  const rows = await side.sql<{ name: string }[]>`select name from picture_file where picture_id = ${id}`;
  return rows.map(({ name }) => name);
}

/** Saves a picture of the account; its id. */
async function save(name: "icon" | "header", answer: string): Promise<string> {
  const asked = await (await admin.post("/admin/settings", { ...typed, [name]: await red() })).text();
  const id = settingsOf(asked)[`${name}Id`]!;
  const fields = { ...typed, [`${name}Id`]: id, [`people-${id}`]: answer };
  expect((await admin.post("/admin/settings", fields)).status).toBe(303);
  return id;
}

test("the form asks what the pictures show, and says so to those who cannot see them, here and on other servers", async () => {
  await save("icon", "none");
  await save("header", "none");
  expect(await admin.read("/admin/settings")).toContain('name="iconDescription"');
  const described = { iconDescription: "A raised <fist>", headerDescription: "The harbour" };
  expect((await admin.post("/admin/settings", { ...typed, ...described })).status).toBe(303);
  expect(await findCollective(side.sql)).toMatchObject(described);
  expect(await admin.read("/admin/settings")).toContain('value="The harbour"');
  const profile = await (await side.app.request("/@harbour", { headers: { accept: "text/html" } })).text();
  expect(profile).toContain('alt="A raised &lt;fist&gt;"');
  expect(profile).toContain('alt="The harbour"');
  const actor = await side.app.request("/actors/group", { headers: { accept: "application/activity+json" } });
  expect(await actor.json()).toMatchObject({
    icon: { name: "A raised <fist>" },
    image: { name: "The harbour" },
  });
  const long = await admin.post("/admin/settings", { ...typed, iconDescription: "a".repeat(1501) });
  expect([
    long.status,
    (await long.text()).includes(messages("en").errors.pictureDescriptionTooLong),
  ]).toEqual([422, true]);
});

test.each(["icon", "header"])("nobody's consent is passed over for the %s", async (name) => {
  const response = await admin.post("/admin/settings", { ...typed, [name]: await red() });
  const page = await response.text();
  const id = settingsOf(page)[`${name}Id`]!;
  expect(response.status).toBe(422);
  expect(page).toContain(messages("en").errors.peopleUnanswered);
  expect(page).toContain(`href="#people-${id}"`);
  const again = { ...typed, [`${name}Id`]: id };
  expect((await admin.post("/admin/settings", again)).status).toBe(422);
  const claimed = await admin.post("/admin/settings", { ...again, [`people-${id}`]: "covered" });
  expect([claimed.status, await claimed.text()]).toEqual([
    422,
    expect.stringContaining(messages("en").errors.peopleUncovered),
  ]);
  expect((await findCollective(side.sql))![name as "icon"]).toBeNull();
  expect((await admin.post("/admin/settings", { ...again, intent: "preview" })).status).toBe(200);
  const answered = await admin.post("/admin/settings", { ...again, [`people-${id}`]: "agreed" });
  expect(answered.status).toBe(303);
  // What stands already is not asked about again.
  expect((await admin.post("/admin/settings", typed)).status).toBe(303);
  expect((await findCollective(side.sql))![name as "icon"]).not.toBeNull();
});

test("faces are covered in a picture just chosen, and the form comes back with all that was typed", async () => {
  const chosen = { ...typed, fieldName0: "When", fieldValue0: "8 pm", icon: await red() };
  const asked = await (await admin.post("/admin/settings", chosen)).text();
  const { iconId = "" } = settingsOf(asked);
  const old = await filesOf(iconId);
  const { icon: _, ...text } = chosen;
  const cover = await admin.post(`/admin/settings/pictures/${iconId}/cover`, { ...text, iconId });
  const kept = covering(await cover.text(), iconId);
  const done = await admin.post(`/admin/settings/pictures/${iconId}/covered`, {
    ...kept,
    cover: "0,0,50,50",
  });
  const page = await done.text();
  const covered = settingsOf(page).iconId!;
  expect(covered).not.toBe(iconId);
  expect(page).toContain(messages("en").settings.covered);
  expect(page).toContain("Who *we* are,\n\nand why</textarea>");
  expect(page).toMatch(/name="fieldValue0"[^>]*value="8 pm"/);
  expect(page).toMatch(new RegExp(`id="people-${covered}-covered"[^>]*checked`));
  for (const name of old) expect(media()).not.toContain(name);

  const fields = { ...text, iconId: covered, [`people-${covered}`]: "covered" };
  expect((await admin.post("/admin/settings", fields)).status).toBe(303);
  const { icon } = (await findCollective(side.sql))!;
  const file = path.join(side.config.mediaDir, icon!);
  const corner = { left: 0, top: 0, width: 150, height: 150 };
  expect(Math.max(...(await sharp(fs.readFileSync(file)).extract(corner).raw().toBuffer()))).toBeLessThan(20);
});

test("faces are covered in a picture that is public already, which is gone once the settings are saved", async () => {
  const id = await save("header", "agreed");
  const old = await filesOf(id);
  const cover = await admin.post(`/admin/settings/pictures/${id}/cover`, typed);
  const kept = covering(await cover.text(), id);
  const back = await admin.post(`/admin/settings/pictures/${id}/covered`, { ...kept, intent: "back" });
  expect(settingsOf(await back.text()).headerId).toBeUndefined();
  const done = await admin.post(`/admin/settings/pictures/${id}/covered`, { ...kept, cover: "0,0,50,50" });
  const covered = settingsOf(await done.text()).headerId!;
  expect((await admin.get(`/media/${old[0]}`)).status).toBe(200);
  const fields = { ...typed, headerId: covered, [`people-${covered}`]: "covered" };
  expect((await admin.post("/admin/settings", fields)).status).toBe(303);
  expect((await findCollective(side.sql))!.headerPicture).toMatchObject({ id: covered, painted: true });
  for (const name of old) {
    expect(media()).not.toContain(name);
    expect((await side.app.request(`/media/${name}`)).status).toBe(404);
  }
});
