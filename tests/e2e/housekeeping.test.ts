import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addAlliedPost } from "../../src/store/allied-posts.ts";
import { stranger } from "../routes/members-side.ts";
import { chromium } from "../support/chromium.ts";
import type { TestDatabase } from "../support/database.ts";
import { overflows, type TestBrowser } from "./browser.ts";
import { type MemberSite, openMemberSite } from "./member-site.ts";

// What a collective does between its posts. Each test stands by itself.
describe.skipIf(!chromium).each([
  ["without scripts", false],
  ["with scripts", true],
])("an admin with a telephone, %s", (_, scripts) => {
  let site: MemberSite;
  let database: TestDatabase;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    site = await openMemberSite({ ROLE: "web" });
    ({ database, browser } = site);
    page = await site.join("ines", "admin", { phone: true, scripts });
  });
  afterAll(() => site?.stop());

  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const save = () => press("Save");

  async function addPage(name: string, source: string) {
    await page.goto("/admin/pages/new");
    await page.getByLabel("Title").fill(name);
    await page.getByLabel("Text", { exact: true }).fill(source);
    await save();
    await page.getByText("Saved.").waitFor();
  }

  test("writes pages after a look at them, orders the menu, changes one and takes one away", async () => {
    await addPage("Questions", "What to bring: water.");
    await page.getByRole("link", { name: "New page" }).click();
    await page.getByLabel("Title").fill("How to give");
    await page.getByLabel("Text", { exact: true }).fill("In **cash**, on Tuesdays.");
    await press("Preview");
    expect(await page.locator(".preview strong").last().innerText()).toBe("cash");
    expect(await overflows(page)).toBe(false);
    await save();
    const menu = async () => {
      await page.goto("/");
      const links = page.locator('nav a[href^="/pages/"]');
      return (await links.allTextContents()).map((text) => text.trim());
    };
    expect(await menu()).toEqual(["Questions", "How to give"]);
    await page.goto("/admin/pages");
    await press("Move up: how-to-give");
    expect(await menu()).toEqual(["How to give", "Questions"]);

    await page.goto("/admin/pages");
    await page.getByRole("main").getByRole("link", { name: "Questions", exact: true }).click();
    await page.getByLabel("Text", { exact: true }).fill("What to bring: water, bread.");
    await save();
    await page.goto("/pages/questions");
    await page.getByText("water, bread").waitFor();
    await page.goto("/admin/pages/questions/en");
    await page.getByText("Remove…").click();
    await press("Yes, remove it");
    expect(await menu()).toEqual(["How to give"]);
  });

  test("names an allied group, and mends what was typed wrongly", async () => {
    await page.goto("/admin/allied-groups");
    await page.getByLabel("Name", { exact: true }).fill("The kitchen");
    await page.getByLabel("What they do").fill("Soup, every evening.");
    await page.getByLabel("Address in the fediverse").fill("kitchen");
    await press("Add");
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("What they do").inputValue()).toBe("Soup, every evening.");
    await page.getByLabel("Address in the fediverse").fill("@kitchen@pier.example");
    await press("Preview");
    await page.locator(".preview").getByText("Soup, every evening.").waitFor();
    expect(await overflows(page)).toBe(false);
    await press("Add");
    await page.goto("/allies");
    await page.getByText("@kitchen@pier.example").first().waitFor();
  });

  test("calls people together, then elsewhere, then not at all", async () => {
    await page.goto("/admin/posts/new");
    await page.getByLabel("Title").fill("Before the eviction");
    await page.getByLabel("Text", { exact: true }).fill("Come early.");
    await page.getByText("Call people to come").click();
    await page.getByLabel("Date", { exact: true }).fill("2050-05-01");
    await page.getByLabel("Begins at").fill("08:00");
    await page.getByLabel("Place", { exact: true }).fill("Quay 3");
    await press("Publish");
    await page.getByRole("link", { name: "See it on the site" }).click();
    const path = new URL(page.url()).pathname;
    await page.getByText("Quay 3").first().waitFor();

    const change = async (status: string, place: string) => {
      await page.goto(`${path.replace("/p/", "/admin/posts/")}/edit`);
      await page.getByLabel("Place", { exact: true }).fill(place);
      await page.getByLabel("Status").selectOption({ label: status });
      await press("Save the changes");
      await page.getByText("Saved.").first().waitFor();
      await page.goto("/callouts");
    };
    await change("New time or place", "Quay 4");
    await page.getByText("New time or place").first().waitFor();
    await page.getByText("Quay 4").first().waitFor();
    await change("Cancelled", "Quay 4");
    await page.getByText("Cancelled").first().waitFor();
    expect(await (await page.request.get("/callouts.ics")).text()).toContain("STATUS:CANCELLED");
  });

  test("reads what allies publish, and boosts and likes it until it is taken back", async () => {
    const { sql } = database;
    const ally = await stranger(sql, "kitchen", "pier.example");
    await sql`insert into following (handle, actor_id, state) values (${ally.handle}, ${ally.id}, 'accepted')`;
    const id = `${ally.id}/notes/1`;
    const text = { name: "", summary: "", content: "<p>Soup at six.</p>", language: "en", url: id };
    await addAlliedPost(sql, { id, actorId: ally.id, ...text, published: new Date() });
    await page.goto("/admin/allies");
    await page.getByText("Soup at six.").waitFor();
    expect(await overflows(page)).toBe(false);
    for (const [act, back] of [
      ["Boost", "Take the boost back"],
      ["Like", "Take the like back"],
    ] as const) {
      await press(act);
      await press(back);
      await press(act);
      await page.getByRole("button", { name: back }).waitFor();
    }
    const standing = await sql`select type from activity where object = ${id} and undone_at is null`;
    expect(standing).toHaveLength(2);
  });

  test("is told what waits by a secret address, until it is taken away", async () => {
    await page.goto("/admin/account");
    await press("Make a secret address");
    const address = await page.locator("code.copy").innerText();
    expect(await overflows(page)).toBe(false);
    expect((await page.request.get(address)).status()).toBe(200);
    await page.goto("/admin/account");
    await press("Take it away");
    expect((await page.request.get(address)).status()).toBe(404);
  });

  test("follows and stops, blocks and lifts, one by one and by a list", async () => {
    await page.goto("/admin/following");
    await page.getByLabel("Address of the account").fill("@kitchen@port.example");
    await press("Follow");
    await page.getByText("@kitchen@port.example").first().waitFor();
    expect(await overflows(page)).toBe(false);
    await page.goto("/admin/blocks");
    await page.getByLabel("Server or account").fill("hate.example");
    await press("Block");
    await page.getByText("hate.example").first().waitFor();
    await page.getByText("Take over a list").click();
    await page.getByLabel("The list").fill("loud.example\nnot a server\n");
    await press("Take it over");
    await page.getByText("Line 2:").first().waitFor();
    await page.getByLabel("The list").fill("loud.example\n");
    await press("Take it over");
    await page.getByText("New or stricter now: 1.").waitFor();
    expect(await overflows(page)).toBe(false);
    const standing = await database.sql`select value, severity from block order by value`;
    expect(standing).toMatchObject([{ value: "hate.example" }, { value: "loud.example" }]);
  });

  test("has old addresses lead on", async () => {
    await page.goto("/admin/redirects");
    await page.getByLabel("Old address", { exact: true }).fill("/2014/05/day-fifty/");
    await page.getByLabel("Leads to").fill("/allies");
    await press("Add");
    await page.getByText("Saved.").waitFor();
    expect(await overflows(page)).toBe(false);
    await page.goto("/2014/05/day-fifty/");
    expect(new URL(page.url()).pathname).toBe("/allies");
  });

  test("reads in the log what was done", async () => {
    await page.goto("/admin/log");
    for (const act of ["saved the page", "saved the allied group", "asked to follow", "blocked", "boosted"]) {
      expect(await page.getByText(act).count()).toBeGreaterThan(0);
    }
    expect(await overflows(page)).toBe(false);
  });

  test("has made no request to any other origin", () => {
    expect(browser.foreign).toEqual([]);
  });
});
