import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromium } from "../support/chromium.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type RunningServer, runCli, startServer } from "../support/process.ts";
import { launchBrowser, overflows, type TestBrowser } from "./browser.ts";

const passphrase = "a kettle on a cold stove";
const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);

// One story, told in order: each test goes on where the one before has stopped.
describe.skipIf(!chromium)("a newcomer with a telephone", () => {
  let database: TestDatabase;
  let server: RunningServer;
  let browser: TestBrowser;
  let page: Page;
  let march: { name: string; mimeType: string; buffer: Buffer };
  let recoveryCode: string;

  beforeAll(async () => {
    database = await testDatabase();
    server = await startServer({ env: { DATABASE_URL: database.url } });
    browser = await launchBrowser(server.origin);
    page = await browser.open({ phone: true });
    const image = sharp({ create: { width: 640, height: 480, channels: 3, background: "#c9b27c" } });
    march = { name: "march.jpg", mimeType: "image/jpeg", buffer: await image.jpeg().toBuffer() };
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await database?.drop();
  });

  const text = (on = page) => on.getByLabel("Text", { exact: true });
  const press = (name: string, on = page) => on.getByRole("button", { name, exact: true }).click();
  /** Whether it is seen without scrolling. */
  const inSight = (name: string, on = page) =>
    on
      .getByRole("button", { name, exact: true })
      .first()
      .evaluate((button) => {
        const { top, bottom } = button.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });

  /** How bright the picture in the form is in the middle of its left and of its right half. */
  async function halves(on = page): Promise<number[]> {
    const src = await on.locator("#pictures img").first().getAttribute("src");
    const picture = sharp(await (await on.request.get(src!)).body());
    const { width, height } = await picture.metadata();
    const at = async (part: number) => {
      const pixel = { left: Math.round(width * part), top: Math.round(height / 2), width: 1, height: 1 };
      return Math.max(...(await picture.clone().extract(pixel).raw().toBuffer()));
    };
    return [await at(0.25), await at(0.75)];
  }

  test("comes in by the link, and gets the second factor into an app on the same telephone", async () => {
    const env = { DATABASE_URL: database.url, DATA_DIR: server.dataDir, ORIGIN: server.origin };
    await runCli(["setup", "--handle", "harbour", "--name", "Harbour Street", "--language", "en"], { env });
    const { stdout } = await runCli(["member", "invite", "--role", "editor"], { env });
    await page.goto(stdout.trim());
    await page.getByLabel("Your name").fill("noor");
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.getByLabel("The same passphrase again").fill(passphrase);
    expect(await inSight("Join")).toBe(true);
    await press("Join");
    await page.getByText("You are a member now").waitFor();
    await page.getByLabel("The passphrase you have now").fill(passphrase);
    await press("Set it up");
    const link = await page.getByRole("link", { name: "Open it in the app" }).getAttribute("href");
    const address = new URL(link!);
    expect([address.protocol, address.searchParams.get("issuer")]).toEqual(["otpauth:", "Harbour Street"]);
    const device = new TOTP({ secret: Secret.fromBase32(address.searchParams.get("secret")!) });
    await page.getByLabel("Code").fill(device.generate());
    await press("Turn it on");
    recoveryCode = await page.locator(".codes li code").first().innerText();
    await page.getByRole("link", { name: "I have written them down" }).click();
    await page.getByRole("link", { name: "Signed in as noor" }).waitFor();
  });

  test("writes a call-out with a picture, and covers a face in it", async () => {
    await page.getByRole("link", { name: "Write", exact: true }).click();
    expect(await inSight("Publish")).toBe(false);
    await page.getByLabel("Title").fill("Everybody to the town hall");
    await text().fill("The rent goes up again. **Bring a lamp.**");
    await page.getByText("Call people to come").click();
    await page.getByLabel("Date", { exact: true }).fill(soon);
    await page.getByLabel("Begins at").fill("18:00");
    await page.getByLabel("Place", { exact: true }).fill("Town hall steps");
    await page.getByLabel("Choose pictures").setInputFiles(march);
    await press("Add the chosen pictures");
    await press("Cover faces");
    expect(await inSight("Press on the first corner of a face.")).toBe(true);
    const corner = async (name: string, x: number, y: number) =>
      page.getByRole("button", { name }).click({ position: { x, y } });
    await corner("Press on the first corner", 32, 32);
    expect(await inSight("Now press on the opposite corner.")).toBe(true);
    await corner("Now press on the opposite corner", 128, 208);
    await press("Cover them for good");
    const said = page.getByRole("status").getByText("Covered. The uncovered picture is deleted");
    const { y } = (await said.boundingBox())!;
    expect(y).toBeLessThan(page.viewportSize()!.height);
    expect(await page.getByLabel("They are covered").isChecked()).toBe(true);
    await page.getByLabel("Description of picture 1").fill("Many people with lamps.");
    const [left, right] = await halves();
    expect(left).toBeLessThan(12);
    expect(right).toBeGreaterThan(150);
  });

  test("looks at it as others will see it, with the next step in sight all the while", async () => {
    await press("Preview");
    await page.getByRole("heading", { level: 1, name: "Preview" }).waitFor();
    expect(await inSight("Publish")).toBe(true);
    expect(await overflows(page)).toBe(false);
    await page.getByRole("link", { name: "Go on writing" }).click();
    await press("Save as a draft");
    await page.getByText("Saved. Only members can see it.").waitFor();
    expect(await inSight("Publish now")).toBe(true);
    await page.getByRole("link", { name: "Translate" }).click();
  });

  test("says the same in French, and publishes both at once", async () => {
    expect(await page.getByRole("textbox", { name: "The original (English)" }).inputValue()).toContain(
      "Bring a lamp.",
    );
    expect(await page.getByLabel("Language", { exact: true }).inputValue()).toBe("fr");
    await page.getByLabel("Title").fill("Tout le monde à la mairie");
    await text().fill("Le loyer augmente encore. **Apportez une lampe.**");
    await page.getByLabel("Description of picture 1").fill("Beaucoup de gens avec des lampes.");
    expect(await page.getByLabel("Date", { exact: true }).inputValue()).toBe(soon);
    await press("Save as a draft");
    await page.getByLabel("Publish with it: “Everybody to the town hall”").check();
    await press("Publish now");
    await page.getByText("Published. It is on its way").waitFor();
    expect(await overflows(page)).toBe(false);
    await page.getByRole("link", { name: "See it on the site" }).click();
    await page.getByText("Town hall steps").waitFor();
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("img", { name: "Many people with lamps." }).waitFor();
  });

  test("does it again with scripts: nothing typed is lost, and faces are covered by drawing", async () => {
    const other = await browser.open({ phone: true, scripts: true });
    await other.goto("/login?next=/admin/posts/new");
    await other.getByLabel("Your name").fill("noor");
    await other.getByLabel("Passphrase").fill(passphrase);
    await press("Sign in", other);
    await other.getByLabel("Code").fill(recoveryCode);
    await press("Sign in", other);
    await other.getByLabel("Title").fill("Again on Friday");
    await text(other).fill("We are not done.");
    await other.getByText(/^Saved at/).waitFor();
    await other.getByLabel("Choose pictures").setInputFiles(march);
    await press("Add the chosen pictures", other);
    await press("Cover faces", other);
    await other.getByText("Drag over each face").waitFor();
    const stage = other.locator(".cover-stage img");
    await stage.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await stage.boundingBox())!;
    await other.mouse.move(x + width * 0.6, y + height * 0.3);
    await other.mouse.down();
    await other.mouse.move(x + width * 0.95, y + height * 0.7, { steps: 3 });
    await other.mouse.up();
    await press("Cover them for good", other);
    await other.getByRole("status").getByText("Covered.").waitFor();
    const [left, right] = await halves(other);
    expect(left).toBeGreaterThan(150);
    expect(right).toBeLessThan(12);
    await other.getByLabel("Description of picture 1").fill("An empty street.");
    await press("Publish", other);
    await other.getByText("Published. It is on its way").waitFor();
    expect(await overflows(other)).toBe(false);
    expect(browser.foreign).toEqual([]);
  });
});
