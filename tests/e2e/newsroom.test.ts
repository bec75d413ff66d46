import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/store/members.ts";
import { chromium } from "../support/chromium.ts";
import type { TestBrowser } from "./browser.ts";
import { type MemberSite, openMemberSite, passphrase } from "./member-site.ts";

// One story, told in order: each test goes on where the one before has stopped.
describe.skipIf(!chromium).each([
  ["without scripts", false],
  ["with scripts", true],
])("a newsroom of three on telephones, %s", (_, scripts) => {
  let site: MemberSite;
  let browser: TestBrowser;
  let writer: Page;
  let editor: Page;
  let admin: Page;
  let draft: string;

  beforeAll(async () => {
    site = await openMemberSite();
    ({ browser } = site);
    const join = (name: string, role: Role) => site.join(name, role, { phone: true, scripts });
    writer = await join("wanda", "writer");
    editor = await join("omar", "editor");
    admin = await join("ada", "admin");
  });
  afterAll(() => site?.stop());

  const text = (page: Page) => page.getByLabel("Text", { exact: true });
  const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
  /** In a new collective nobody is settled enough yet to confirm. */
  async function alone(page: Page) {
    await page.getByLabel("The passphrase you have now").fill(passphrase);
    await press(page, "Do it alone");
    await page.getByText("Done.").waitFor();
  }
  const follow = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).click();
  const state = (page: Page) => page.locator("h1 + .row-facts .label").innerText();
  const pathOf = (page: Page) => new URL(page.url()).pathname;

  /** The draft as the list leads to it. */
  async function find(page: Page, title: string) {
    await page.goto("/admin/drafts");
    await follow(page, title);
  }

  test("a writer keeps a draft and asks for a review; publishing is not offered", async () => {
    await writer.goto("/admin/posts/new");
    await writer.getByLabel("Title").fill("A meeting");
    await text(writer).fill("We meet on Thursday.");
    await press(writer, "Save as a draft");
    await writer.getByText("Saved. Only members can see it.").waitFor();
    expect(await state(writer)).toBe("being written");
    expect(await writer.getByRole("button", { name: /Publish|Approve/ }).count()).toBe(0);
    await press(writer, "Ask for a review");
    expect(await state(writer)).toBe("to review");
    draft = pathOf(writer);
  });

  test("an editor sends it back with a remark, and the writer changes it", async () => {
    await editor.goto("/admin");
    await editor.getByRole("link", { name: /^Drafts to review/ }).click();
    await follow(editor, "A meeting");
    await editor.getByText("Ask for changes").first().click();
    await editor.getByLabel("What should change").fill("Say where.");
    await press(editor, "Ask for changes");
    expect(await state(editor)).toBe("being written");
    await find(writer, "A meeting");
    await writer.getByText("Say where.").waitFor();
    await follow(writer, "Edit");
    await text(writer).fill("We meet on Thursday, in the hall.");
    await press(writer, "Ask for a review");
    expect([pathOf(writer), await state(writer)]).toEqual([draft, "to review"]);
  });

  test("the editor sees what changed, approves it, and takes it off the schedule again", async () => {
    await editor.goto(draft);
    await editor.getByRole("link", { name: /^Version 2/ }).click();
    expect((await editor.locator("ins").allTextContents()).join("")).toContain("in the hall");
    await editor.goto(draft);
    await press(editor, "Approve");
    expect(await state(editor)).toBe("approved");
    await editor.getByText("Publish later").click();
    await editor.getByLabel("Day and time").fill("2020-01-01T10:00");
    await press(editor, "Schedule");
    await editor.getByText("This time is over already.").waitFor();
    await editor.getByLabel("Day and time").fill("2099-01-01T10:00");
    await press(editor, "Schedule");
    expect(await state(editor)).toBe("scheduled");
    await editor.goto("/admin");
    await editor.getByText("Goes out on 1 January 2099").waitFor();
    await editor.goto(draft);
    await press(editor, "Take off the schedule");
    expect(await state(editor)).toBe("approved");
  });

  test("two who write at once are told, and neither loses a word", async () => {
    await editor.goto(`${draft}/edit`);
    await writer.goto(`${draft}/edit`);
    await writer.getByText("omar had this text open").waitFor();
    await text(editor).fill("We meet on Friday, in the hall.");
    await press(editor, "Save as a draft");
    await editor.waitForURL((url) => url.pathname === draft);
    await text(writer).fill("We meet on Thursday, in the old hall.");
    await press(writer, "Save as a draft");
    await writer.getByText("Below is your version, which is not saved yet.").waitFor();
    const theirs = writer.getByRole("textbox", { name: "Their version" });
    expect(await theirs.inputValue()).toContain("We meet on Friday, in the hall.");
    expect(await text(writer).inputValue()).toBe("We meet on Thursday, in the old hall.");
    await text(writer).fill("We meet on Friday, in the old hall.");
    await press(writer, "Save as a draft");
    await writer.waitForURL((url) => url.pathname === draft);
  });

  test("an earlier version is brought back, without those in between being lost", async () => {
    await editor.goto(draft);
    await editor.getByRole("link", { name: /^Version 3/ }).click();
    await press(editor, "Go back to this version");
    await editor.getByText("We meet on Friday, in the hall.").first().waitFor();
    expect(await editor.getByRole("link", { name: /^Version \d/ }).count()).toBe(5);
    // It was approved with other words.
    expect(await state(editor)).toBe("to review");
  });

  test("where the collective wants it, nobody approves their own text", async () => {
    await admin.goto("/admin/settings/rules");
    await admin.getByLabel("Nobody approves their own text").check();
    await press(admin, "Save the rules");
    await editor.goto(draft);
    await editor.getByText("another editor has to").waitFor();
    expect(await editor.getByRole("button", { name: /Publish|Approve/ }).count()).toBe(0);
    expect(await state(editor)).toBe("to review");
    await find(admin, "A meeting");
    await press(admin, "Approve");
    expect(await state(admin)).toBe("approved");
  });

  test("it is translated beside the original, and both go out together", async () => {
    await writer.goto(draft);
    await follow(writer, "Translate");
    const original = writer.getByRole("textbox", { name: "The original (English)" });
    expect(await original.inputValue()).toContain("in the hall");
    await writer.getByLabel("Title").fill("Une réunion");
    await text(writer).fill("On se retrouve vendredi, dans la salle.");
    await press(writer, "Ask for a review");
    await find(editor, "Une réunion");
    await editor.getByLabel("Publish with it: “A meeting”").check();
    await press(editor, "Publish now");
    await editor.getByText("Published. It is on its way").waitFor();
    await follow(editor, "See it on the site");
    await follow(editor, "English");
    await editor.getByText("We meet on Friday, in the hall.").waitFor();
  });

  test("a change of one marks the other as behind, until somebody says that it needs none", async () => {
    await admin.goto("/admin/settings/rules");
    await admin.getByLabel("Nobody approves their own text").uncheck();
    await press(admin, "Save the rules");
    await alone(admin);
    const post = pathOf(editor).replace("/p/", "/admin/posts/");
    await editor.goto(`${post}/edit`);
    await text(editor).fill("We meet on Saturday, in the hall.");
    await press(editor, "Save the changes");
    await editor.getByText("Saved. Your followers’ servers").waitFor();
    await editor.goto("/admin");
    await editor.getByRole("heading", { name: "Translations that are behind" }).waitFor();
    await editor.getByRole("region", { name: "Translations that are behind" }).getByRole("link").click();
    await editor.getByText("the version in English says more").waitFor();
    await follow(editor, "Edit");
    await text(editor).fill("On se retrouve samedi, dans la salle.");
    await press(editor, "Save the changes");
    await editor.goto("/admin");
    expect(await editor.getByText("Translations that are behind").count()).toBe(0);
  });

  test("in a panic nobody reads a draft, and nothing goes out", async () => {
    await writer.goto("/admin/posts/new");
    await text(writer).fill("Who will be where on Sunday.");
    await press(writer, "Save as a draft");
    const secret = pathOf(writer);
    await writer.goto("/admin/panic");
    await press(writer, "Yes, close everything now");
    await admin.goto("/login");
    await admin.getByLabel("Your name").fill("ada");
    await admin.getByLabel("Passphrase").fill(passphrase);
    await press(admin, "Sign in");
    expect((await admin.goto(secret))!.status()).toBe(409);
    expect(await admin.getByText("Who will be where").count()).toBe(0);
    await admin.goto("/admin");
    await press(admin, "Propose to open again");
    await alone(admin);
    await admin.goto(secret);
    await admin.getByText("Who will be where on Sunday.").first().waitFor();
    expect(browser.foreign).toEqual([]);
  });
});
