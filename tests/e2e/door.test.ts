import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromium } from "../support/chromium.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type RunningServer, runCli, startServer } from "../support/process.ts";
import { launchBrowser, overflows, type TestBrowser } from "./browser.ts";

const passphrase = "a kettle on a cold stove";

// One story, told in order: each test goes on where the one before has stopped.
describe.skipIf(!chromium).each([
  ["without scripts", false],
  ["with scripts", true],
])("a new member with a phone, %s", (_, scripts) => {
  let database: TestDatabase;
  let server: RunningServer;
  let browser: TestBrowser;
  let page: Page;
  let code: (step?: number) => string;
  let recoveryCode: string;
  let otherCode: string;
  const cli = (...args: string[]) =>
    runCli(args, { env: { DATABASE_URL: database.url, DATA_DIR: server.dataDir, ORIGIN: server.origin } });

  beforeAll(async () => {
    database = await testDatabase();
    server = await startServer({ env: { DATABASE_URL: database.url } });
    browser = await launchBrowser(server.origin);
    page = await browser.open({ phone: true, scripts });
    await cli("setup", "--handle", "harbour", "--name", "Harbour Street", "--language", "en");
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await database?.drop();
  });

  test("comes in by a link from the command line, once", async () => {
    const { stdout } = await cli("member", "invite", "--role", "admin");
    const link = stdout.trim();
    await page.goto(link);
    expect(await overflows(page)).toBe(false);
    await page.getByLabel("Your name").fill("noor");
    await page.getByLabel("Passphrase", { exact: true }).fill("password1234");
    await page.getByLabel("The same passphrase again").fill("password1234");
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByRole("link", { name: "This passphrase is easy to guess" }).click();
    expect(await page.getByLabel("Your name").inputValue()).toBe("noor");
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.getByLabel("The same passphrase again").fill(passphrase);
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByText("You are a member now").waitFor();
    const late = await browser.open();
    expect((await late.goto(link))!.status()).toBe(404);
  });

  test("sets up a second factor from what the page shows, and keeps recovery codes", async () => {
    await page.getByLabel("The passphrase you have now").fill(passphrase);
    await page.getByRole("button", { name: "Set it up" }).click();
    expect(await overflows(page)).toBe(false);
    await page.waitForLoadState("load");
    const picture = page.getByRole("img", { name: "QR code" });
    const loaded = () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(loaded, { timeout: 10_000 }).toBeGreaterThan(0);
    const letters = await page.locator("code.copy").innerText();
    const device = new TOTP({ secret: Secret.fromBase32(letters.replaceAll(" ", "")) });
    code = (step = 0) => device.generate({ timestamp: Date.now() + step * 30_000 });
    await page.getByLabel("Code").fill(code(-1));
    await page.getByRole("button", { name: "Turn it on" }).click();
    await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
    expect(await overflows(page)).toBe(false);
    expect(await page.locator(".codes li").count()).toBe(10);
    recoveryCode = await page.locator(".codes li code").first().innerText();
    otherCode = await page.locator(".codes li code").nth(1).innerText();
    await page.getByRole("link", { name: "I have written them down" }).click();
    expect(new URL(page.url()).pathname).toBe("/admin");
  });

  async function typePassphrase(as: Page) {
    await as.goto("/admin/replies");
    await as.getByLabel("Your name").fill("noor");
    await as.getByLabel("Passphrase").fill(passphrase);
    await as.getByRole("button", { name: "Sign in" }).click();
    await as.getByRole("heading", { name: "And now the second factor" }).waitFor();
  }

  test("signs in with passphrase and code, or with a recovery code", async () => {
    const desk = await browser.open({ scripts });
    await typePassphrase(desk);
    await desk.getByLabel("Code").fill("000000");
    await desk.getByRole("button", { name: "Sign in" }).click();
    await desk.getByText("This code is not right").waitFor();
    await desk.getByLabel("Code").fill(code());
    await desk.getByRole("button", { name: "Sign in" }).click();
    expect(new URL(desk.url()).pathname).toBe("/admin/replies");
    const library = await browser.open({ scripts });
    await typePassphrase(library);
    await library.getByLabel("Code").fill(recoveryCode);
    await library.getByRole("button", { name: "Sign in" }).click();
    expect(new URL(library.url()).pathname).toBe("/admin/replies");
  });

  test("sees all three sessions, and ends the others", async () => {
    await page.getByRole("link", { name: "Signed in as noor" }).click();
    expect(await overflows(page)).toBe(false);
    expect(await page.locator(".session").count()).toBe(3);
    await page.getByText("9 recovery codes are left.").waitFor();
    await page.getByRole("button", { name: "End all others" }).click();
    await page.getByText("Ended.").waitFor();
    expect(await page.locator(".session").count()).toBe(1);
  });

  test("lets somebody else in, and takes it back", async () => {
    await page.goto("/admin/members");
    expect(await overflows(page)).toBe(false);
    await page.getByRole("button", { name: "Make an invitation" }).click();
    const link = await page.locator("code.copy").innerText();
    expect(await overflows(page)).toBe(false);
    await page.getByRole("link", { name: "Members", exact: true }).last().click();
    await page.getByRole("button", { name: "Revoke it" }).click();
    await page.getByText("The invitation is revoked").waitFor();
    expect((await page.goto(link))!.status()).toBe(404);
  });

  test("closes everything in an emergency, and opens it again", async () => {
    await page.goto("/admin");
    await page.getByRole("link", { name: "Close everything…" }).click();
    expect(await overflows(page)).toBe(false);
    await page.getByRole("button", { name: "Yes, close everything now" }).click();
    await page.getByText("Everything is closed, and everybody is signed out.").waitFor();
    await page.goto("/admin");
    expect(new URL(page.url()).pathname).toBe("/login");
    await page.getByLabel("Your name").fill("noor");
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("Code").fill(code(1));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("A member has closed everything").waitFor();
    expect(await overflows(page)).toBe(false);
    await page.getByRole("button", { name: "Propose to open again" }).click();
    expect(await overflows(page)).toBe(false);
    await page.getByText("There is nobody beside you").waitFor();
    await page.getByLabel("The passphrase you have now").fill(passphrase);
    await page.getByLabel("Code").fill(otherCode);
    await page.getByRole("button", { name: "Do it alone" }).click();
    await page.getByText("In an emergency").waitFor();
  });

  test("has made no request to any other origin", () => {
    expect(browser.foreign).toEqual([]);
  });
});
