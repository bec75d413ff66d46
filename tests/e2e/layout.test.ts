import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tagUrl } from "../../src/text/address.ts";
import { hashtagSlug } from "../../src/text/hashtag.ts";
import { chromium } from "../support/chromium.ts";
import { launchBrowser, overflows, type TestBrowser } from "./browser.ts";
import { longTags } from "./demo-posts.ts";
import { type DemoSite, startDemoSite } from "./demo-site.ts";

describe.skipIf(!chromium)("the layout of the public pages", () => {
  let site: DemoSite;
  let browser: TestBrowser;

  beforeAll(async () => {
    site = await startDemoSite();
    browser = await launchBrowser(site.server.origin);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function open(path: string, width: number): Promise<Page> {
    const page = await browser.open({ phone: width < 600 });
    await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
    await page.goto(path);
    return page;
  }

  /** The text as the browser breaks it. */
  const linesOf = (element: Locator) =>
    element.evaluate((code) => {
      const lines = new Map<number, string>();
      for (const node of [...code.childNodes].filter((each): each is Text => each.nodeType === 3)) {
        for (const [at, letter] of [...node.data].entries()) {
          const range = code.ownerDocument.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const { top } = range.getBoundingClientRect();
          lines.set(top, (lines.get(top) ?? "") + letter);
        }
      }
      return [...lines.values()];
    });

  const boxes = async (elements: Locator) =>
    Promise.all((await elements.all()).map(async (each) => (await each.boundingBox())!));

  test.each([320, 390])(
    "breaks the longest tags rather than grow wider than a window of %i",
    async (width) => {
      const page = await open(site.crowded, width);
      const wide: string[] = [];
      const tags = longTags.map((tag) => tagUrl("", hashtagSlug(tag)));
      for (const path of [site.crowded, `${site.crowded}?pictures=no`, "/", "/tags", "/feeds", ...tags]) {
        await page.goto(path);
        if (await overflows(page)) wide.push(path);
      }
      expect(wide).toEqual([]);
    },
  );

  test("sets pictures of different shapes in rows of one height, whole, and as wide as the text", async () => {
    const page = await open(site.crowded, 1280);
    const column = (await page.locator(".pictures").boundingBox())!;
    const shown = await boxes(page.locator(".pictures img"));
    expect(shown).toHaveLength(4);
    for (const [left, right] of [shown.slice(0, 2), shown.slice(2)]) {
      expect(Math.abs(left!.height - right!.height)).toBeLessThan(1);
      expect(left!.x).toBeCloseTo(column.x, 0);
      expect(right!.x + right!.width).toBeCloseTo(column.x + column.width, 0);
    }
    const shapes = shown.map(({ width, height }) => width / height);
    for (const [at, shape] of [1200 / 700, 700 / 1200, 1, 1800 / 500].entries()) {
      expect(shapes[at]! / shape).toBeCloseTo(1, 1);
    }
  });

  test("sets pictures one below another on a telephone, all as wide as the window allows", async () => {
    const page = await open(site.crowded, 390);
    const column = (await page.locator(".pictures").boundingBox())!;
    const shown = await boxes(page.locator(".pictures img"));
    expect(shown.map(({ x, width }) => [x, width])).toEqual(shown.map(() => [column.x, column.width]));
  });

  test.each(["/tags", "/feeds"])("sets %s in two columns on a desk", async (path) => {
    const page = await open(path, 1280);
    const rows = await boxes(page.locator(".index").last().locator("li"));
    expect(new Set(rows.map(({ x }) => Math.round(x))).size).toBe(2);
    for (const { width } of rows) expect(width).toBeLessThan(340);
  });

  test("shows when and where the first call-out is before anybody scrolls, on a telephone", async () => {
    const page = await open("/", 390);
    const facts = (await page.locator(".open-callouts .callout-facts").first().boundingBox())!;
    // Below, the bars of the browser take some of the 844 points.
    expect(facts.y + facts.height).toBeLessThan(700);
  });

  test.each([320, 412])("breaks the address of an event behind a slash, %i wide", async (width) => {
    const [post] = await site.database.sql<{ id: string }[]>`
      select post.id from post
      join revision_callout on post_id = post.id and number = revision
      where starts_at is not null and withdrawn_at is null
      limit 1`;
    const page = await open(`/p/${post!.id}`, width);
    const address = page.locator(".answer .copy").last();
    expect(await address.textContent()).toBe(`${site.server.origin}/p/${post!.id}/event`);
    expect(await linesOf(address)).toEqual([expect.stringMatching(/\/$/), expect.stringMatching(/event$/)]);
  });

  test("prints what stands behind a content warning", async () => {
    const page = await open(site.warned, 1280);
    const text = page.getByText("We were more.");
    const isShown = () => text.evaluate((each) => each.checkVisibility({ contentVisibilityAuto: true }));
    expect(await isShown()).toBe(false);
    await page.emulateMedia({ media: "print" });
    expect(await isShown()).toBe(true);
    expect((await text.boundingBox())!.height).toBeGreaterThan(0);
  });

  test.each([320, 390, 1280])("marks the page in the menu, %i wide, quietly", async (width) => {
    const page = await open("/tags", width);
    const current = page.locator(".site-nav [aria-current=page]");
    expect(await current.allTextContents()).toEqual(["Tags"]);
    expect(await current.evaluate((link) => getComputedStyle(link).textDecorationLine)).toBe("underline");
  });
});
