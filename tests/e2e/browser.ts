import { type Browser, type BrowserContext, chromium as playwright, type Page } from "playwright-core";
import { chromium, chromiumFlags } from "../support/chromium.ts";

export interface TestBrowser {
  /** A page of a browser that knows nothing yet; without scripts, unless asked; `dense` with four points to a pixel. */
  open: (options?: {
    phone?: boolean;
    language?: string;
    scripts?: boolean;
    dense?: boolean;
  }) => Promise<Page>;
  /** Addresses outside the server that any page has asked for. */
  foreign: string[];
  close: () => Promise<void>;
}

const phoneScreen = { width: 390, height: 844 };
const deskScreen = { width: 1280, height: 900 };

/** Chromium for the pages of one server. */
export async function launchBrowser(origin: string): Promise<TestBrowser> {
  const browser: Browser = await playwright.launch({ executablePath: chromium!, args: chromiumFlags });
  const foreign: string[] = [];
  return {
    foreign,
    async open({ phone = false, language = "en-GB", scripts = false, dense = false } = {}) {
      const context: BrowserContext = await browser.newContext({
        javaScriptEnabled: scripts,
        baseURL: origin,
        locale: language,
        viewport: phone ? phoneScreen : deskScreen,
        hasTouch: phone,
        deviceScaleFactor: dense ? 2 : 1,
      });
      context.setDefaultTimeout(15_000);
      context.on("request", (request) => {
        if (new URL(request.url()).origin !== origin) foreign.push(request.url());
      });
      return context.newPage();
    },
    close: () => browser.close(),
  };
}

/** Whether the page is wider than its window, which on a phone means scrolling sideways. */
export async function overflows(page: Page): Promise<boolean> {
  const content = await page.locator("html").evaluate((html) => html.scrollWidth);
  return content > page.viewportSize()!.width;
}
