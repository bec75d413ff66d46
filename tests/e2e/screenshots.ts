// Makes the pictures of docs/members.md and of the README out of the demo: node bin/launch.js tests/e2e/screenshots.ts
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import sharp from "sharp";
import { messages } from "../../src/text/messages.ts";
import { removeDirectory, root, runCli, startServer, temporaryDirectory } from "../support/process.ts";
import { launchBrowser, type TestBrowser } from "./browser.ts";

const folder = path.join(root, "docs/images/members");
const height = 640;
const pictures = path.join(root, "src/cli/demo/pictures");

interface Written {
  title: string;
  text: string;
  place: string;
  language: string;
}

const written: Record<"en" | "fr", Written> = {
  en: {
    title: "Thursday, on the town hall steps",
    text: "The rent goes up again, and **not one window** has been mended. Bring a lamp.",
    place: "Town hall steps",
    language: "en-GB",
  },
  fr: {
    title: "Jeudi, sur les marches de la mairie",
    text: "Le loyer augmente encore, et **pas une fenêtre** n’a été réparée. Apportez une lampe.",
    place: "Marches de la mairie",
    language: "fr-FR",
  },
};

/** What the window shows, from `top` on. */
async function shoot(page: Page, name: string, top: Locator): Promise<void> {
  await page.waitForLoadState("load");
  await top.evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 16));
  const { width } = page.viewportSize()!;
  const png = await page.screenshot({ clip: { x: 0, y: 0, width, height } });
  await sharp(png)
    .webp({ quality: 80 })
    .toFile(path.join(folder, `${name}.webp`));
}

async function takeAll(browser: TestBrowser, language: "en" | "fr", signIn: SignIn): Promise<void> {
  const m = messages(language);
  const post = written[language];
  const page = await browser.open({ phone: true, language: post.language });
  await page.setViewportSize({ width: 390, height });
  const press = (name: string) => page.getByRole("button", { name, exact: true }).first().click();
  await enter(page, signIn);
  await page.goto("/admin/account/second-factor");
  // The second language comes by the same member, to whom a secret is already offered.
  if (language === "en") {
    await page.locator("#present").fill(signIn.passphrase);
    await press(m.account.secondFactor.setUp);
  }
  await shoot(page, `second-factor.${language}`, page.locator("h1"));

  await page.goto("/admin/posts/new");
  await page.locator("#name").fill(post.title);
  await page.locator("#source").fill(post.text);
  await page.locator("#language").selectOption(language);
  await shoot(page, `write.${language}`, page.locator("label[for=file]"));
  await page.getByText(m.callout.form).click();
  await page.locator("#callout-date").fill(thursday());
  await page.locator("#callout-start").fill("18:00");
  await page.locator("#callout-placeName").fill(post.place);
  await shoot(page, `callout.${language}`, page.getByText(m.callout.form));
  await page.locator("#file").setInputFiles(path.join(pictures, "banner.jpg"));
  await press(m.compose.addPictures);
  await press(m.faces.cover);
  const corner = async (x: number, y: number) =>
    page.locator("input[type=image]:visible").click({ position: { x, y } });
  await corner(120, 60);
  await corner(170, 120);
  await shoot(page, `cover.${language}`, page.locator("#corner"));
  await press(m.faces.submit);
  await page.locator("textarea[name^=description]").fill(post.place);
  await press(m.compose.preview);
  await shoot(page, `preview.${language}`, page.locator("h1"));
  await press(m.drafts.ask);
  await shoot(page, `review.${language}`, page.locator("h1"));

  const draft = new URL(page.url()).pathname.split("/").at(-1);
  await page.setViewportSize({ width: 1280, height });
  await page.goto(`/admin/posts/new?translateDraft=${draft}`);
  const other = written[language === "en" ? "fr" : "en"];
  await page.locator("#name").fill(other.title);
  await page.locator("#source").fill(other.text);
  await shoot(page, `translate.${language}`, page.locator("h1"));
  await page.setViewportSize({ width: 390, height });
  await page.goto("/admin/replies");
  await shoot(page, `replies.${language}`, page.locator("h1"));
  await page.goto("/admin/panic");
  await shoot(page, `panic.${language}`, page.locator("h1"));
}

async function enter(page: Page, { member, passphrase }: SignIn): Promise<void> {
  await page.goto("/login");
  await page.locator("#name").fill(member);
  await page.locator("#passphrase").fill(passphrase);
  await page.locator("main .main").click();
  await page.waitForURL("**/admin");
}

/** The whole form, with a picture in it. */
async function takeForm(browser: TestBrowser, signIn: SignIn): Promise<void> {
  const page = await browser.open();
  await enter(page, signIn);
  await page.goto("/admin/posts/new");
  await page.locator("#name").fill("The boiler is lit");
  await page.locator("#source").fill(form);
  await page.locator("#tags").fill("heating, tenants");
  await page.locator("#file").setInputFiles(path.join(pictures, "boiler.jpg"));
  await page.locator("[value=pictures]").click();
  const description = "A drawing of a black boiler with a round window. Behind the glass a fire burns.";
  await page.locator("textarea[name^=description]").fill(description);
  await page.locator("[name^=people][value=none]").check();
  await page.waitForLoadState("load");
  await asPng(await page.screenshot({ fullPage: true }), "form-desktop");
}

const asPng = async (png: Buffer, name: string) =>
  sharp(png)
    .png({ palette: true })
    .toFile(path.join(root, `docs/images/${name}.png`));

/** The site as readers see it, at an address that nobody has. */
async function takeSite(): Promise<void> {
  const dir = temporaryDirectory();
  const env = { DATA_DIR: path.join(dir, "data"), ORIGIN: "https://harbourstreet.example" };
  await runCli(["demo"], { env });
  const server = await startServer({ env });
  const here = `http://localhost:${server.port}`;
  const browser = await launchBrowser(here);
  try {
    const desk = await browser.open();
    await desk.goto(here, { waitUntil: "load" });
    await asPng(await desk.screenshot(), "home-desktop");
    await desk.getByRole("main").getByRole("link", { name: "Day fifty" }).first().click();
    await desk.waitForLoadState("load");
    // The picture is loaded when it comes into sight.
    await desk.getByRole("img").last().scrollIntoViewIfNeeded();
    await desk.waitForTimeout(500);
    await asPng(await desk.screenshot({ fullPage: true }), "post-desktop");
    const phone = await browser.open({ phone: true, dense: true });
    await phone.goto(here, { waitUntil: "load" });
    await asPng(await phone.screenshot(), "home-phone");
  } finally {
    await browser.close();
    await server.stop();
    removeDirectory(dir);
  }
}

const form = [
  "Day 51. The heating is on in **39 homes**, and nobody has been evicted.[^1] #HarbourStreet",
  "Come on Tuesday at 19:00, and bring the letters you got. There is soup.",
  "[^1]: We counted twice, by the stairs and by the letterboxes.",
].join("\n\n");

/** Of next week, whatever today is. */
function thursday(): string {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + 11 - day.getUTCDay());
  return day.toISOString().slice(0, 10);
}

interface SignIn {
  member: string;
  passphrase: string;
}

await takeSite();
const dir = temporaryDirectory();
const env = { DATA_DIR: path.join(dir, "data") };
mkdirSync(folder, { recursive: true });
const { stdout } = await runCli(["demo", "--json"], { env });
const server = await startServer({ env });
const browser = await launchBrowser(server.origin);
try {
  const signIn = JSON.parse(stdout) as SignIn;
  await takeForm(browser, signIn);
  for (const language of ["en", "fr"] as const) await takeAll(browser, language, signIn);
} finally {
  await browser.close();
  await server.stop();
  removeDirectory(dir);
}
