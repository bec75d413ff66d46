import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postUrl } from "../../src/text/address.ts";
import { chromium } from "../support/chromium.ts";
import { type Peer, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";
import { launchBrowser, overflows, type TestBrowser } from "./browser.ts";

describe.skipIf(!chromium)("a reader with an account elsewhere and a browser without scripts", () => {
  let tocsin: Tocsin;
  let peer: Peer;
  let browser: TestBrowser;
  let post: string;

  beforeAll(async () => {
    [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
    browser = await launchBrowser(tocsin.origin);
    const text = { name: "Cold radiators", source: "We meet.", summary: "", tags: [], pictures: [] };
    const written = { ...text, language: "en", type: "Note", pinned: false } as const;
    post = (await publishPost(tocsin.sql, written)).id;
    for (const name of ["ada", "127.0.0.1"]) {
      const resource = encodeURIComponent(`acct:${name}@${peer.host}`);
      peer.documents.set(`/.well-known/webfinger?resource=${resource}`, {
        links: [
          {
            rel: "http://ostatus.org/schema/1.0/subscribe",
            template: `${peer.origin}/authorize_interaction?uri={uri}`,
          },
        ],
      });
    }
    peer.documents.set("/authorize_interaction", { welcome: true });
  });
  afterAll(async () => {
    await browser?.close();
    await tocsin?.stop();
    await peer?.close();
  });

  /** What the browser refused because of a page's policy. */
  function refusals(page: Page): string[] {
    const found: string[] = [];
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) found.push(message.text());
    });
    return found;
  }

  test("boosts a post from their own server, which learns nothing of where they came from", async () => {
    const page = await browser.open({ phone: true });
    const refused = refusals(page);
    await page.goto(`/p/${post}`);
    await page.getByRole("link", { name: "Boost", exact: true }).click();
    expect(await overflows(page)).toBe(false);
    await page.getByLabel("Your address in the fediverse").fill(`@ada@${peer.host}`);
    await page.getByLabel("Remember my server").check();
    await page.getByRole("button", { name: "Find my server" }).click();
    expect(await overflows(page)).toBe(false);
    const arriving = page.waitForRequest((request) => request.url().startsWith(peer.origin));
    await page.getByRole("link", { name: `Go on to ${peer.host}` }).click();
    const { referer } = await (await arriving).allHeaders();
    await page.waitForURL(`${peer.origin}/**`);
    expect(new URL(page.url()).searchParams.get("uri")).toBe(postUrl(tocsin.origin, post));
    expect([referer, refused]).toEqual([undefined, []]);
  });

  test("comes back to follow, and finds their server in the form, as it was asked to remember", async () => {
    const page = await browser.open();
    await page.goto("/follow");
    await page.getByLabel("Your address in the fediverse").fill(`@ada@${peer.host}`);
    await page.getByLabel("Remember my server").check();
    await page.getByRole("button", { name: "Find my server" }).click();
    await page.goto("/");
    await page.getByRole("link", { name: "Follow us" }).click();
    expect(await page.getByLabel("Your address in the fediverse").inputValue()).toBe(peer.host);
    await page.getByRole("button", { name: "Find my server" }).click();
    await page.getByRole("link", { name: `Go on to ${peer.host}` }).click();
    await page.waitForURL(`${peer.origin}/authorize_interaction?**`);
  });

  test("sends the remembered server to no other page", async () => {
    const page = await browser.open();
    await page.goto("/follow");
    await page.getByLabel("Your address in the fediverse").fill(`@ada@${peer.host}`);
    await page.getByLabel("Remember my server").check();
    await page.getByRole("button", { name: "Find my server" }).click();
    const sent: Record<string, string | undefined> = {};
    page.on("request", async (request) => {
      sent[new URL(request.url()).pathname] = (await request.allHeaders()).cookie;
    });
    for (const path of ["/follow", "/", `/p/${post}`, "/feeds"]) await page.goto(path);
    const forms = Object.entries(sent).filter(([, cookie]) => cookie !== undefined);
    expect(forms.map(([path]) => path)).toEqual(["/follow"]);
    expect(Object.keys(sent)).toContain("/qr/solidarity.svg");
  });

  test("with scripts on is refused nothing either: what a page says to machines is not run", async () => {
    const page = await browser.open({ scripts: true });
    const refused = refusals(page);
    await page.goto(`/p/${post}`);
    expect(await page.locator('script[type="application/ld+json"]').count()).toBe(1);
    expect(refused).toEqual([]);
  });
});
