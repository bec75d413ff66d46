import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { putActor } from "../../src/store/actors.ts";
import { addReply } from "../../src/store/replies.ts";
import { chromium } from "../support/chromium.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type RunningServer, startServer } from "../support/process.ts";
import { launchBrowser, overflows, type TestBrowser } from "./browser.ts";

const passphrase = "correct horse battery";

// One story, told in order: each test goes on where the one before has stopped.
describe.skipIf(!chromium).each([
  ["without scripts", false],
  ["with scripts", true],
])("a member with a browser, %s", (_, scripts) => {
  let database: TestDatabase;
  let server: RunningServer;
  let browser: TestBrowser;
  let page: Page;
  let postPath: string;
  let march: { name: string; mimeType: string; buffer: Buffer };

  beforeAll(async () => {
    database = await testDatabase();
    server = await startServer({ env: { DATABASE_URL: database.url } });
    browser = await launchBrowser(server.origin);
    page = await browser.open({ phone: true, scripts });
    const image = sharp({ create: { width: 600, height: 400, channels: 3, background: "#a3132b" } });
    march = { name: "march.jpg", mimeType: "image/jpeg", buffer: await image.jpeg().toBuffer() };
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await database?.drop();
  });

  async function signIn(as: Page) {
    await as.goto("/login");
    await as.getByLabel("Your name").fill("ines");
    await as.getByLabel("Passphrase").fill(passphrase);
    await as.getByRole("button", { name: "Sign in" }).click();
  }

  test("sets up the collective on a phone, and keeps what was typed when something was wrong", async () => {
    await page.goto(server.setupLink!);
    expect(await overflows(page)).toBe(false);
    await page.getByLabel("Name", { exact: true }).fill("Harbour Street Tenants");
    await page.getByLabel("Handle").fill("harbour");
    await page.getByLabel("Description").fill("We rent here.");
    await page.getByLabel("Your name").fill("ines");
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.getByLabel("The same passphrase again").fill("something else");
    await page.getByRole("button", { name: "Set up" }).click();
    await page.getByRole("link", { name: "The two passphrases are not the same." }).click();
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Harbour Street Tenants");
    expect(await page.getByLabel("Description").inputValue()).toBe("We rent here.");
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.getByLabel("The same passphrase again").fill(passphrase);
    await page.getByRole("button", { name: "Set up" }).click();
    expect(new URL(page.url()).pathname).toBe("/admin");
    await page.getByText("Other servers cannot reach this one yet").waitFor();
  });

  test("signs out and in again, and lands where they wanted to go", async () => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.goto("/admin/blocks");
    await page.getByLabel("Your name").fill("ines");
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.getByRole("button", { name: "Sign in" }).click();
    expect(new URL(page.url()).pathname).toBe("/admin/blocks");
  });

  test("publishes a post with a picture from the phone, after looking at the preview", async () => {
    // Drawn on the picture with scripts, a list without.
    const covered = (where: string) =>
      (scripts ? page.getByRole("button", { name: where }) : page.getByText(where)).waitFor();
    await page.getByRole("link", { name: "Write", exact: true }).click();
    await page.getByLabel("Title").fill("Cold radiators");
    await page
      .getByLabel("Text", { exact: true })
      .fill("We meet on **Thursday**.[^1]\n\n[^1]: In the hall. #Housing");
    await page.getByLabel("Tags").fill("rent, freedom of movement");
    await page.getByLabel("Choose pictures").setInputFiles(march);
    await page.getByRole("button", { name: "Preview", exact: true }).click();
    await page.getByText("This is not published yet.").waitFor();
    expect(await overflows(page)).toBe(false);

    await page.getByRole("button", { name: "Publish" }).first().click();
    await page.getByRole("link", { name: "Say of this picture" }).click();
    await page.getByRole("button", { name: "Cover faces" }).click();
    if (scripts) {
      const stage = page.locator(".cover-stage img");
      await stage.scrollIntoViewIfNeeded();
      const { x, y, width, height } = (await stage.boundingBox())!;
      await page.mouse.move(x + width * 0.1, y + height * 0.1);
      await page.mouse.down();
      await page.mouse.move(x + width * 0.3, y + height * 0.4, { steps: 3 });
      await page.mouse.up();
    } else {
      const first = page.getByRole("button", { name: "Press on the first corner" });
      await first.click({ position: { x: 32, y: 20 } });
      const opposite = page.getByRole("button", { name: "Now press on the opposite corner" });
      await opposite.click({ position: { x: 96, y: 90 } });
    }
    await covered("10% from the left");
    expect(await overflows(page)).toBe(false);
    await page.getByText("By numbers, without a mouse").click();
    for (const name of ["From the left", "From the top"])
      await page.getByLabel(name, { exact: true }).fill("50");
    await page.getByLabel("Width").fill("10");
    await page.getByLabel("Height").fill("10");
    await page.getByLabel("Height").press("Enter");
    await covered("50% from the left");
    await page.getByRole("button", { name: "Cover them for good" }).click();
    expect(await page.getByLabel("They are covered").isChecked()).toBe(true);
    expect(await page.getByLabel("Title").inputValue()).toBe("Cold radiators");
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("One picture has no description.").waitFor();
    await page.getByRole("link", { name: "Describe them" }).click();
    await page.getByLabel("Description of picture 1").fill("A red banner.");
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("Published. It is on its way").waitFor();

    await page.getByRole("link", { name: "See it on the site" }).click();
    postPath = new URL(page.url()).pathname;
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Cold radiators");
    expect(await page.locator("strong").first().innerText()).toBe("Thursday");
    await page.waitForLoadState("load");
    const picture = page.getByRole("img", { name: "A red banner." });
    // It is loaded when it comes into sight.
    await picture.scrollIntoViewIfNeeded();
    const loaded = () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(loaded, { timeout: 10_000 }).toBeGreaterThan(0);
    const address = await picture.getAttribute("src");
    const bytes = await (await page.request.get(address!)).body();
    const pixel = { left: 120, top: 80, width: 1, height: 1 };
    expect(Math.max(...(await sharp(bytes).extract(pixel).raw().toBuffer()))).toBeLessThan(12);
  });

  test("finds the text and its pictures in place when publishing failed", async () => {
    await page.goto("/admin/posts/new");
    await page.getByLabel("Text", { exact: true }).fill("A long article.\n\nIts second paragraph.");
    await page.getByText("Content warning, kind, pin").click();
    await page.getByRole("radio", { name: "Article" }).check();
    await page
      .getByLabel("Choose pictures")
      .setInputFiles([march, { ...march, name: "notes.txt", buffer: Buffer.from("x") }]);
    await page.getByRole("button", { name: "Publish" }).click();
    await page.getByRole("link", { name: "An article needs a title" }).waitFor();
    await page.getByText("“notes.txt”: This file is not a").first().waitFor();
    expect(await page.getByLabel("Text", { exact: true }).inputValue()).toBe(
      "A long article.\n\nIts second paragraph.",
    );
    expect(await page.getByRole("radio", { name: "Article" }).isChecked()).toBe(true);
    expect(await page.getByLabel("Description of picture 1").count()).toBe(1);
  });

  test("finds the text in place when the session had ended", async () => {
    await page.goto("/admin/posts/new");
    await page.getByLabel("Text", { exact: true }).fill('\nTyped on the train,\n"for hours" & more.');
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Publish" }).click();
    await page.getByText("What you wrote is kept on this page").waitFor();
    await page.getByLabel("Your name").fill("ines");
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Go on" }).click();
    expect(await page.getByLabel("Text", { exact: true }).inputValue()).toBe(
      '\nTyped on the train,\n"for hours" & more.',
    );
    await page.goto("/admin/posts");
    expect(await page.getByText("Typed on the train").count()).toBe(0);
  });

  test("edits the post, while another member's edit is not lost", async () => {
    const other = await browser.open();
    await signIn(other);
    const edit = `${postPath.replace("/p/", "/admin/posts/")}/edit`;
    await page.goto(edit);
    await other.goto(edit);
    await other.getByLabel("Title").fill("Cold radiators, warm kettles");
    await other.getByRole("button", { name: "Save the changes" }).click();
    await page.getByLabel("Text", { exact: true }).fill("We meet on **Friday**.");
    await page.getByRole("button", { name: "Save the changes" }).click();
    await page.getByText("Somebody else saved this post").waitFor();
    await page.getByText("Cold radiators, warm kettles").waitFor();
    await page.getByLabel("Title").fill("Cold radiators, warm kettles");
    await page.getByRole("button", { name: "Save the changes" }).click();
    await page.getByText("Saved. Your followers’ servers").waitFor();
    await page.goto(postPath);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Cold radiators, warm kettles");
    expect(await page.getByText("Friday").count()).toBe(1);
  });

  test("shows a reply, which nobody saw before", async () => {
    const actorId = "https://quai.example/users/marise";
    const names = {
      preferredUsername: "marise",
      handle: "@marise@quai.example",
      name: "Marise",
      url: "https://quai.example/@marise",
      icon: null,
    };
    const actor = { id: actorId, type: "Person", ...names, inbox: `${actorId}/inbox`, sharedInbox: null };
    await putActor(database.sql, { ...actor, alsoKnownAs: [] }, []);
    const id = "https://quai.example/notes/1";
    const text = { summary: "", content: "<p>We come, with tea.</p>", language: "en", url: id };
    const about = { postId: postPath.replace("/p/", ""), inReplyTo: null, published: new Date() };
    await addReply(database.sql, { id, actorId, ...text, ...about, visibility: "public" });

    await page.goto(postPath);
    expect(await page.getByText("We come, with tea.").count()).toBe(0);
    await page.goto("/admin");
    await page.getByRole("link", { name: "Replies to read" }).click();
    expect(await overflows(page)).toBe(false);
    await page.getByRole("listitem").getByRole("button", { name: "Show it" }).click();
    await page.getByText("The reply is now shown below the post.").waitFor();
    await page.goto(postPath);
    expect(await page.getByText("We come, with tea.").count()).toBe(1);
  });

  test("withdraws the post, and can publish its text again", async () => {
    await page.goto(postPath.replace("/p/", "/admin/posts/"));
    await page.getByRole("link", { name: "Withdraw" }).click();
    await page.getByRole("button", { name: "Yes, withdraw it" }).click();
    await page.getByText("Withdrawn. Other servers are asked").waitFor();
    expect((await page.goto(postPath))!.status()).toBe(410);
    await page.goto(postPath.replace("/p/", "/admin/posts/"));
    await page.getByRole("link", { name: "Publish again" }).click();
    expect(await page.getByLabel("Text", { exact: true }).inputValue()).toBe("We meet on **Friday**.");
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByRole("link", { name: "See it on the site" }).click();
    expect(new URL(page.url()).pathname).not.toBe(postPath);
  });

  test("does all of it in French, where the browser asks for French", async () => {
    const french = await browser.open({ phone: true, language: "fr-FR", scripts });
    await french.goto("/login");
    await french.getByLabel("Votre nom").fill("ines");
    await french.getByLabel("Phrase de passe").fill(passphrase);
    await french.getByRole("button", { name: "Se connecter" }).click();
    for (const path of ["", "/posts/new", "/replies", "/followers", "/settings", "/members"]) {
      await french.goto(`/admin${path}`);
      expect(await french.locator("html").getAttribute("lang")).toBe("fr");
      expect(await overflows(french)).toBe(false);
    }
  });

  test("has made no request to any other origin", () => {
    expect(browser.foreign).toEqual([]);
  });
});
