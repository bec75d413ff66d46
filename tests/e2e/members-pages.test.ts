import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { access } from "../../src/routes/admin/access.ts";
import { propose } from "../../src/store/decisions.ts";
import { addMember } from "../../src/store/members.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { chromium } from "../support/chromium.ts";
import { launchBrowser, overflows, type TestBrowser } from "./browser.ts";
import { barriers, invalidHtml } from "./checks.ts";
import { type DemoSite, startDemoSite } from "./demo-site.ts";

const passphrase = "correct horse battery";

/** What is got and is no page. */
const noPages = new Set([
  "/admin/account/second-factor/code.svg",
  "/admin/posts/:id/deliveries/events",
  "/admin/pictures/:id/preview",
  "/admin/blocks/export",
]);

describe.skipIf(!chromium)("the members' pages", () => {
  let site: DemoSite;
  let browser: TestBrowser;
  let paths: string[];
  /** All pages, one after the other, looked at closely. */
  const closely = 240_000;

  beforeAll(async () => {
    site = await startDemoSite();
    browser = await launchBrowser(site.server.origin);
    await addMember(site.database.sql, { name: "vera", role: "admin", passphrase });
    const page = await signIn({});
    await page.goto("/admin/account/second-factor");
    const draft = await keepDraft(page);
    await page.getByRole("button", { name: "Ask for a review" }).click();
    await page.getByLabel("A remark").fill("The hall has steps.");
    await page.getByRole("button", { name: "Add" }).click();
    paths = await pagesOf(draft);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function signIn(options: { phone?: boolean; scripts?: boolean; language?: string }): Promise<Page> {
    const page = await browser.open(options);
    await page.goto("/login");
    await page.locator("#name").fill("vera");
    await page.locator("#passphrase").fill(passphrase);
    await page.locator("main form button.main").click();
    await page.waitForURL("**/admin");
    return page;
  }

  /** A draft with two versions; its address ends with its id. */
  async function keepDraft(page: Page): Promise<string> {
    await page.goto("/admin/posts/new");
    await page.getByLabel("Title").fill("A meeting");
    for (const text of ["We meet at noon.", "We meet at **seven**."]) {
      await page.getByLabel("Text", { exact: true }).fill(text);
      await page.getByRole("button", { name: "Save as a draft" }).click();
      if (text.includes("noon")) await page.getByRole("link", { name: "Edit", exact: true }).click();
    }
    return /\/admin\/drafts\/(\w+)/.exec(page.url())![1]!;
  }

  /** Every page that is got, of things that there are. */
  async function pagesOf(draft: string): Promise<string[]> {
    const { sql } = site.database;
    const [post] = await sql<{ id: string; picture: string }[]>`
      select post.id, picture_id as picture
      from post join revision_picture on post_id = post.id and number = revision
      order by post.id
      limit 1`;
    const [named] = await sql<{ slug: string; language: string; group: string; actor: string }[]>`
      select slug, language,
        (select id from ally order by id limit 1) as group,
        (select actor_id from reply order by actor_id limit 1) as actor
      from page
      order by slug, language
      limit 1`;
    const [vera] = await sql<{ id: string }[]>`select id from member where name = 'vera'`;
    const decision = await propose(
      sql,
      readSecretKey(site.secretKeyFile),
      { kind: "removePage", slug: named!.slug, language: named!.language },
      vera!.id,
    );
    const actor = encodeURIComponent(named!.actor);
    const queries: Record<string, string[]> = {
      "/admin/actors": [`id=${actor}`],
      "/admin/reports/new": [`actor=${actor}`],
      "/admin/drafts/:id/changes": ["version=1", "version=2"],
      "/admin/posts/:id": ["", "version=1"],
      "/admin/posts/new": ["", `translate=${post!.id}`, `translateDraft=${draft}`],
      "/admin/replies": ["", "tab=approved", "chosen=all", `post=${post!.id}`],
    };
    return access
      .filter(([method, path]) => method === "GET" && !noPages.has(path))
      .flatMap(([, path]) => {
        const ids: Record<string, string> = {
          drafts: draft,
          posts: post!.id,
          "allied-groups": named!.group,
          decisions: decision,
        };
        const filled = path
          .replace(/^\/admin\/([\w-]+)\/:id/, (_, noun: string) => `/admin/${noun}/${ids[noun]}`)
          .replace(":picture", post!.picture)
          .replace(":slug", named!.slug)
          .replace(":language", named!.language);
        return (queries[path] ?? [""]).map((query) => (query === "" ? filled : `${filled}?${query}`));
      });
  }

  test("are all there, valid, and each under one first heading", { timeout: closely }, async () => {
    const page = await signIn({});
    const found: string[] = [];
    for (const path of paths) {
      const response = (await page.goto(path))!;
      if (response.status() !== 200) found.push(`${path} answered ${response.status()}`);
      found.push(...(await invalidHtml(path, await response.text())));
      const headings = await page.locator("h1").count();
      if (headings !== 1) found.push(`${path} has ${headings} first headings`);
    }
    expect(paths.length).toBeGreaterThan(40);
    expect(found).toEqual([]);
  });

  test.each([
    ["light", true],
    ["light", false],
    ["dark", true],
    ["dark", false],
  ] as const)(
    "shut nobody out, and fit the window: %s, on a phone: %s",
    { timeout: closely },
    async (colorScheme, phone) => {
      const page = await signIn({ phone, scripts: true });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const found: string[] = [];
      for (const path of paths) {
        await page.goto(path);
        // What is folded counts, too.
        await page.locator("details").evaluateAll((all) => {
          for (const each of all) (each as HTMLDetailsElement).open = true;
        });
        found.push(...(await barriers(page)));
        if (await overflows(page)) found.push(`${path} is too wide`);
      }
      expect(found).toEqual([]);
    },
  );

  test("fit a telephone in French, with the preview of a post among them", { timeout: closely }, async () => {
    const page = await signIn({ phone: true, language: "fr-FR", scripts: true });
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(path);
      if (await overflows(page)) found.push(`${path} is too wide`);
    }
    await page.goto("/admin/posts/new");
    await page.locator("#source").fill("On se retrouve **jeudi**.");
    await page.getByRole("button", { name: "Aperçu", exact: true }).click();
    await page.getByText("Ceci n’est pas encore publié.").waitFor();
    found.push(...(await barriers(page)));
    if (await overflows(page)) found.push("the preview is too wide");
    expect(found).toEqual([]);
    expect(browser.foreign).toEqual([]);
  });
});
