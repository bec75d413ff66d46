import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addReply, findReply, type NewReply } from "../../src/store/replies.ts";
import { publish } from "../routes/followed-site.ts";
import { stranger } from "../routes/members-side.ts";
import { chromium } from "../support/chromium.ts";
import type { TestDatabase } from "../support/database.ts";
import type { RunningServer } from "../support/process.ts";
import { overflows, type TestBrowser } from "./browser.ts";
import { type MemberSite, openMemberSite } from "./member-site.ts";

describe.skipIf(!chromium).each([
  { scripts: false, phone: true },
  { scripts: true, phone: false },
])("an editor with a browser, scripts: $scripts, phone: $phone", (options) => {
  let site: MemberSite;
  let database: TestDatabase;
  let server: RunningServer;
  let browser: TestBrowser;
  let page: Page;
  let postId: string;

  beforeAll(async () => {
    site = await openMemberSite({ ROLE: "web" });
    ({ database, server, browser } = site);
    page = await site.join("ines", "editor", options);
  });
  afterAll(() => site?.stop());
  beforeEach(async () => {
    await database.sql`truncate post, activity, reply, actor, block, welcome cascade`;
    postId = (await publish(database.sql)).id;
  });

  async function say(name: string, word: string, more: Partial<NewReply> = {}): Promise<string> {
    const { id: actorId } = await stranger(database.sql, name, "quai.example");
    const id = `${actorId}/notes/${word}`;
    const text = { summary: "", content: `<p>${word}</p>`, language: "en", url: id, published: new Date() };
    const about = { postId, inReplyTo: `${server.origin}/p/${postId}`, visibility: "public" } as const;
    await addReply(database.sql, { id, actorId, ...text, ...about, ...more });
    return id;
  }
  const stateOf = async (id: string) => (await findReply(database.sql, id))?.state;
  const item = (id: string) => page.locator(`[id="${id}"]`);

  test("ticks all replies of a page by a link, unticks one, and refuses the rest at once", async () => {
    const [kept, spam, more] = [await say("ada", "Soup"), await say("bo", "Spam"), await say("bo", "More")];
    await page.goto("/admin");
    await page.getByRole("link", { name: "Replies to read" }).click();
    await page.getByRole("link", { name: "Choose all on this page" }).click();
    await page.getByLabel("Choose what @ada@quai.example wrote").uncheck();
    await page.getByRole("button", { name: "Refuse them" }).click();
    await page.getByText("Done for 2.").waitFor();
    expect(await Promise.all([kept, spam, more].map(stateOf))).toEqual(["pending", "refused", "refused"]);
    expect(await page.getByText("Soup").count()).toBe(1);
    expect(await overflows(page)).toBe(false);
  });

  test("answers below a reply, stays at its place, and sees the answer in the conversation", async () => {
    for (const word of ["One", "Two", "Three", "Four"]) await say("bo", word);
    const id = await say("ada", "Ramp", { published: new Date(Date.now() - 60_000) });
    await page.goto("/admin/replies");
    await item(id).getByText("Answer", { exact: true }).click();
    await item(id).getByLabel("Your answer").fill("Yes, at the side door.");
    expect(await overflows(page)).toBe(false);
    await item(id).getByRole("button", { name: "Publish the answer" }).click();
    await item(id).getByText("You answered on").waitFor();
    expect(decodeURIComponent(new URL(page.url()).hash)).toBe(`#${id}`);
    await item(id).getByRole("button", { name: "Like" }).click();
    await item(id).getByRole("button", { name: "Take the like back" }).waitFor();
    await item(id).getByRole("link", { name: "Whole conversation" }).click();
    await item(id).locator(".ours").getByText("Yes, at the side door.").waitFor();
    expect(await page.locator(".conversation .conversation .ours").count()).toBe(1);
    expect(await overflows(page)).toBe(false);
  });

  test("loses no answer when the reply has gone meanwhile", async () => {
    const id = await say("ada", "Ramp");
    await page.goto("/admin/replies");
    await item(id).getByText("Answer", { exact: true }).click();
    await item(id).getByLabel("Your answer").fill("Yes, at the side door.");
    await database.sql`delete from reply`;
    await item(id).getByRole("button", { name: "Publish the answer" }).click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("Text", { exact: true }).inputValue()).toBe("Yes, at the side door.");
  });

  test("looks at what an account did before, and limits it", async () => {
    await say("ada", "Ramp");
    await page.goto("/admin/replies");
    await page.getByRole("link", { name: "@ada@quai.example" }).click();
    await page.getByText("First heard of").waitFor();
    expect(await overflows(page)).toBe(false);
    await page.getByRole("button", { name: "Limit @ada@quai.example" }).first().click();
    await page.getByRole("heading", { name: "What you have decided" }).waitFor();
  });

  test("lets a server in from which something is held", async () => {
    const id = await say("ada", "Hello", { heldBecause: "first-contact" });
    await page.goto("/admin/replies?tab=held");
    expect(await overflows(page)).toBe(false);
    await page.getByRole("button", { name: "Let this server in" }).click();
    await page.getByText("Let in. What comes from there").waitFor();
    expect(await stateOf(id)).toBe("pending");
  });

  test("has made no request to any other origin", () => {
    expect(browser.foreign).toEqual([]);
  });
});
