import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listPosts } from "../../src/store/post-lists.ts";
import { chromium } from "../support/chromium.ts";
import type { TestDatabase } from "../support/database.ts";
import { type MemberSite, openMemberSite } from "./member-site.ts";

describe.skipIf(!chromium).each([
  ["without scripts", false],
  ["with scripts", true],
])("Enter in a field, %s,", (_, scripts) => {
  let site: MemberSite;
  let database: TestDatabase;
  let page: Page;

  beforeAll(async () => {
    site = await openMemberSite();
    ({ database } = site);
    page = await site.join("ada", "admin", { phone: true, scripts });
    await page.goto("/admin/posts/new");
  });
  afterAll(() => site?.stop());

  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const heading = (name: string) => page.getByRole("heading", { name, exact: true, level: 1 }).waitFor();

  async function addPicture() {
    // It is kept as 320 by 320.
    const create = { width: 330, height: 330, channels: 3, background: "teal" } as const;
    const buffer = await sharp({ create }).png().toBuffer();
    await page.getByLabel("Choose pictures").setInputFiles({ name: "a.png", mimeType: "image/png", buffer });
    await press("Add the chosen pictures");
    await page.getByLabel("Description of picture 1").waitFor();
  }

  test.each(["Title", "Tags", "Caption"])("%s shows the preview, and covers no faces", async (label) => {
    if ((await page.getByLabel("Caption").count()) === 0) await addPicture();
    await page.getByLabel("Text", { exact: true }).fill("We were many.");
    const field = page.getByRole("textbox", { name: label, exact: true });
    await field.fill("harbour");
    await field.press("Enter");
    await heading("Preview");
    expect(await field.inputValue()).toBe("harbour");
    expect(await listPosts(database.sql, { limit: 1 })).toEqual([]);
  });

  test("beside a picture that is pressed does what was typed, and does not press it", async () => {
    await press("Cover faces");
    await page.getByText("By numbers, without a mouse").click();
    for (const [label, number] of Object.entries({
      "From the left": "10",
      "From the top": "10",
      Width: "30",
    })) {
      await page.getByLabel(label).fill(number);
    }
    await page.getByLabel("Height").fill("40");
    await page.getByLabel("Height").press("Enter");
    const covers = page.locator('#covering input[name="cover"]');
    await covers.first().waitFor({ state: "attached" });
    expect(await covers.evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))).toEqual([
      "10,10,30,40",
    ]);
    await press("Back without covering");
    await press("Where to look");
    await page.getByText("By numbers, without a mouse").click();
    await page.getByLabel("From the left").fill("20");
    await page.getByLabel("From the top").fill("30");
    await page.getByLabel("From the top").press("Enter");
    await expect.poll(() => page.locator('#focus input[name="focus"]').inputValue()).not.toBe("");
  });

  test("previews the settings, and saves nothing", async () => {
    await page.goto("/admin/settings");
    await page.getByLabel("Name", { exact: true }).fill("Harbour Street 12");
    await page.getByLabel("Name", { exact: true }).press("Enter");
    await page.getByRole("heading", { name: "Preview" }).waitFor();
    const [{ name }] = await database.sql<[{ name: string }]>`select name from collective`;
    expect(name).toBe("Harbour Street");
  });

  test("of the time to publish at schedules, and does not publish at once", async () => {
    await page.goto("/admin/posts/new");
    await page.getByLabel("Text", { exact: true }).fill("We meet on Thursday.");
    await press("Save as a draft");
    await press("Ask for a review");
    await press("Approve");
    await page.getByText("Publish later").click();
    await page.getByLabel("Day and time").fill("2099-01-01T10:00");
    await page.getByLabel("Day and time").press("Enter");
    await page.getByText("Goes out on 1 January 2099").waitFor();
    expect(await listPosts(database.sql, { limit: 1 })).toEqual([]);
  });

  test("of a box beside a button that decides does nothing", async () => {
    await page.goto("/admin/posts/new");
    await page.getByLabel("Title").fill("A meeting");
    await page.getByLabel("Text", { exact: true }).fill("We meet on Friday.");
    await press("Save as a draft");
    await page.getByRole("link", { name: "Translate" }).click();
    await page.getByLabel("Text", { exact: true }).fill("On se retrouve vendredi.");
    await press("Save as a draft");
    await page.getByLabel(/^Publish with it/).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Edit" }).click();
    expect(await listPosts(database.sql, { limit: 1 })).toEqual([]);
  });
});
