import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMember } from "../../src/store/members.ts";
import { chromium } from "../support/chromium.ts";
import { launchBrowser, overflows, type TestBrowser } from "./browser.ts";
import { type DemoSite, startDemoSite } from "./demo-site.ts";

const passphrase = "correct horse battery";

describe.skipIf(!chromium).each([
  ["without scripts", false],
  ["with scripts", true],
])("a member with a telephone, %s", (_, scripts) => {
  let site: DemoSite;
  let browser: TestBrowser;
  let page: Page;
  let open: string;

  beforeAll(async () => {
    site = await startDemoSite();
    const { sql } = site.database;
    await addMember(sql, { name: "vera", role: "admin", passphrase });
    const [post] = await sql<{ id: string }[]>`
      select post.id from post
      join revision_callout on post_id = post.id and number = revision
      where status = 'confirmed' and starts_at > now() + interval '1 day'
      order by post.id
      limit 1`;
    open = post!.id;
    browser = await launchBrowser(site.server.origin);
    page = await browser.open({ phone: true, scripts });
    await page.goto("/login");
    await page.getByLabel("Your name").fill("vera");
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.getByRole("button", { name: "Sign in" }).click();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  test("plans a reminder of a call-out, and takes it back", async () => {
    await page.goto(`/admin/posts/${open}`);
    expect(await overflows(page)).toBe(false);
    expect(await page.getByLabel("On", { exact: true }).inputValue()).toMatch(/^\d{4}-\d\d-\d\d$/);
    await page.getByRole("button", { name: "Remind them then" }).click();
    await page.getByText("Your followers are reminded on").waitFor();
    await page.getByRole("button", { name: "Do not remind them" }).click();
    await page.getByRole("button", { name: "Remind them then" }).waitFor();
  });

  test("mends a reminder that is past, on a page that says so", async () => {
    await page.getByLabel("On", { exact: true }).fill("2020-01-01");
    await page.getByRole("button", { name: "Remind them then" }).click();
    await page.getByRole("link", { name: "This is in the past." }).click();
    expect(await page.getByLabel("On", { exact: true }).inputValue()).toBe("2020-01-01");
    expect(await overflows(page)).toBe(false);
  });

  test("looks at the settings before saving them, and saves what was shown", async () => {
    await page.goto("/admin/settings");
    await page.getByLabel("Name", { exact: true }).fill("Quay Street Tenants");
    await page.getByLabel("Posts on a page").fill("6");
    await page.getByRole("button", { name: "Preview" }).click();
    const preview = page.locator(".preview");
    expect(await preview.getByText("Quay Street Tenants").count()).toBe(2);
    expect(await overflows(page)).toBe(false);
    await page.getByRole("button", { name: "Save the settings" }).click();
    await page.goto("/");
    await page.getByRole("heading", { name: "Quay Street Tenants" }).waitFor();
  });

  test("agrees on rules that only the members see", async () => {
    await page.goto("/admin/settings");
    await page.getByRole("link", { name: "Rules among you" }).click();
    await page.getByLabel("Nobody approves their own text").check();
    await page.getByLabel("Days for which it is kept").fill("30");
    await page.getByLabel("Times of posts are rounded to").selectOption({ label: "an hour" });
    await page.getByRole("button", { name: "Save the rules" }).click();
    await page.getByText("Saved.").waitFor();
    expect(await page.getByLabel("Nobody approves their own text").isChecked()).toBe(true);
    expect(await overflows(page)).toBe(false);
    expect(browser.foreign).toEqual([]);
  });
});
