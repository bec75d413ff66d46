import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMember } from "../../src/store/members.ts";
import { listPosts } from "../../src/store/post-lists.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { chromium } from "../support/chromium.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type RunningServer, startServer } from "../support/process.ts";
import { setUp } from "../support/written.ts";
import { launchBrowser, overflows, type TestBrowser } from "./browser.ts";

const passphrase = "correct horse battery";

describe.skipIf(!chromium)("pictures, in a browser", () => {
  let database: TestDatabase;
  let server: RunningServer;
  let browser: TestBrowser;
  let square: { name: string; mimeType: string; buffer: Buffer };

  beforeAll(async () => {
    database = await testDatabase();
    server = await startServer({ env: { DATABASE_URL: database.url } });
    browser = await launchBrowser(server.origin);
    const collective = { handle: "harbour", name: "Harbour Street", description: "", language: "en" };
    const secret = readSecretKey(`${server.dataDir}/secret.key`);
    await database.sql.begin((tx) =>
      setUp(tx, secret, { ...collective, type: "Organization", origin: server.origin }),
    );
    await addMember(database.sql, { name: "ines", role: "editor", passphrase });
    // It is kept as 320 by 320.
    const create = { width: 330, height: 330, channels: 3, background: "teal" } as const;
    square = { name: "a.png", mimeType: "image/png", buffer: await sharp({ create }).png().toBuffer() };
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await database?.drop();
  });

  /** A page on which a new post has a picture. */
  async function write(options: { phone?: boolean; scripts?: boolean }): Promise<Page> {
    const page = await browser.open(options);
    await page.goto("/login?next=/admin/posts/new");
    await page.getByLabel("Your name").fill("ines");
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("Text", { exact: true }).fill("We were many.");
    await page.getByLabel("Choose pictures").setInputFiles(square);
    await page.getByRole("button", { name: "Add the chosen pictures" }).click();
    await page.getByLabel("Description of picture 1").fill("A teal field.");
    return page;
  }

  const rectangles = (page: Page) => page.getByRole("button", { name: /^Rectangle \d/ });
  const sent = (page: Page) =>
    page
      .locator('#covering input[name="cover"]')
      .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));

  async function drag(page: Page, from: [number, number], to: [number, number]) {
    const { x, y } = (await page.locator(".cover-stage img").boundingBox())!;
    await page.mouse.move(x + from[0], y + from[1]);
    await page.mouse.down();
    await page.mouse.move(x + to[0] - 2, y + to[1] - 2);
    await page.mouse.move(x + to[0], y + to[1]);
    await page.mouse.up();
  }

  /** Whether each of these points of the newest post's picture is black. */
  async function blackAt(points: [number, number][]): Promise<boolean[]> {
    const [post] = await listPosts(database.sql, { limit: 1 });
    const answer = await fetch(`${server.origin}/media/${post!.pictures[0]!.full.name}`);
    const pixels = sharp(Buffer.from(await answer.arrayBuffer()));
    const colours = points.map(([left, top]) =>
      pixels.clone().extract({ left, top, width: 1, height: 1 }).raw().toBuffer(),
    );
    return (await Promise.all(colours)).map((colour) => Math.max(...colour) < 12);
  }

  async function publish(page: Page) {
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("Published. It is on its way").waitFor();
  }

  test("are covered by drawing on them: rectangles are moved, changed, undone, and what is sent is painted", async () => {
    const page = await write({ scripts: true });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.getByRole("button", { name: "Cover faces" }).click();
    await page.getByText("Drag over each face").waitFor();
    expect(await page.getByText("Press on one corner").count()).toBe(0);

    await drag(page, [0, 0], [32, 32]);
    await drag(page, [160, 160], [192, 224]);
    expect(await sent(page)).toEqual(["0,0,10,10", "50,50,10,20"]);
    await drag(page, [256, 0], [300, 300]);
    expect(await rectangles(page).count()).toBe(3);
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await rectangles(page).count()).toBe(2);
    // A press that draws nothing leaves nothing.
    await drag(page, [300, 20], [300, 20]);
    await drag(page, [16, 16], [48, 16]);
    expect(await sent(page)).toEqual(["10,0,10,10", "50,50,10,20"]);

    await rectangles(page).nth(1).press("ArrowLeft");
    await page.keyboard.press("Shift+ArrowDown");
    expect(await sent(page)).toEqual(["10,0,10,10", "49,50,10,21"]);
    const told = page.locator("#covering").getByText("Rectangle 2: 49% from the left, 50% from the top");
    await told.waitFor({ state: "attached" });
    await page.keyboard.press("Delete");
    expect(await sent(page)).toEqual(["10,0,10,10"]);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    expect(await sent(page)).toEqual(["10,0,10,10", "49,50,10,20"]);
    // By its corner, from (188.8, 224) to (240, 240).
    await drag(page, [170, 180], [170, 180]);
    await drag(page, [188, 223], [240, 240]);
    expect((await sent(page))[1]).toMatch(/^49,50,2[56](\.\d+)?,2[45](\.\d+)?$/);
    await page.getByRole("button", { name: "Add a rectangle" }).click();
    await page.getByRole("button", { name: "Take the chosen one away" }).click();
    expect(await rectangles(page).count()).toBe(2);

    await page.getByRole("button", { name: "Cover them for good" }).click();
    expect(await page.getByLabel("They are covered").isChecked()).toBe(true);
    await publish(page);
    const inside: [number, number][] = [
      [48, 16],
      [160, 165],
      [235, 235],
    ];
    const outside: [number, number][] = [
      [4, 4],
      [300, 20],
      [280, 150],
    ];
    expect(await blackAt([...inside, ...outside])).toEqual([true, true, true, false, false, false]);

    // And once more, now that it is published.
    await page.getByRole("link", { name: "Cover faces" }).click();
    await page.getByRole("link", { name: "Cover faces" }).click();
    await page.getByText("Drag over each face").waitFor();
    await drag(page, [280, 10], [319, 40]);
    await page.getByRole("button", { name: "Cover them for good" }).click();
    await page.getByText("Covered. The uncovered picture is deleted here").waitFor();
    expect(await blackAt([...inside, ...outside])).toEqual([true, true, true, false, true, false]);
    expect(complaints).toEqual([]);
  });

  test("are sent one by one where scripts run, and the page says how far it is", async () => {
    const page = await write({ scripts: true });
    // What a page has said is kept over the next one.
    await page.addInitScript(() => {
      new MutationObserver(() => {
        const said = document.querySelector(".uploads p")?.textContent;
        if (said) sessionStorage.setItem(said, "1");
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    await page.goto("/admin/posts/new");
    const broken = { ...square, name: "broken.png", buffer: Buffer.from("x") };
    await page.getByLabel("Choose pictures").setInputFiles([square, broken, { ...square, name: "b.png" }]);
    await page.getByRole("button", { name: "Add the chosen pictures" }).click();
    await page.getByText("“broken.png”: This file is not a").first().waitFor();
    expect(await page.getByLabel(/^Description of picture/).count()).toBe(2);
    const said = await page.evaluate(() => Object.keys(sessionStorage));
    expect(said).toContain("Working on picture 1 of 3: place, time and camera are taken out.");

    // Whatever the button, its own work is done with them.
    await page.getByLabel("Text", { exact: true }).fill("We were many.");
    await page.getByLabel("Choose pictures").setInputFiles(square);
    await page.getByRole("button", { name: "Preview", exact: true }).click();
    await page.getByText("This is not published yet.").waitFor();
    expect(await page.getByLabel(/^Description of picture/).count()).toBe(3);
  });

  test("are covered with a finger, and the rectangles come back where something was wrong", async () => {
    const page = await write({ phone: true, scripts: true });
    await page.getByRole("button", { name: "Cover faces" }).click();
    await page.getByText("Drag over each face").waitFor();
    await page.getByRole("button", { name: "Cover them for good" }).click();
    await page.getByText("There is no rectangle yet.").first().waitFor();
    await page.getByText("Drag over each face").waitFor();
    expect(await overflows(page)).toBe(false);

    const stage = page.locator(".cover-stage img");
    await stage.scrollIntoViewIfNeeded();
    const { x, y, width } = (await stage.boundingBox())!;
    const touch = await page.context().newCDPSession(page);
    const finger = (type: "touchStart" | "touchMove" | "touchEnd", at?: number) =>
      touch.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: at === undefined ? [] : [{ x: x + width * at, y: y + width * at }],
      });
    await finger("touchStart", 0.25);
    for (const at of [0.3, 0.4, 0.5]) await finger("touchMove", at);
    await finger("touchEnd");
    expect(await sent(page)).toEqual(["25,25,25,25"]);
    await page.getByText("By numbers, without a mouse").click();
    await page.getByRole("textbox", { name: "From the left" }).fill("80");
    await page.getByRole("textbox", { name: "From the top" }).fill("x");
    await page.getByRole("button", { name: "Add this rectangle" }).click();
    await page.getByText("Write four numbers").first().waitFor();
    await rectangles(page).first().waitFor();
    expect(await sent(page)).toEqual(["25,25,25,25"]);
  });

  test.each([
    ["without scripts", false],
    ["with scripts", true],
  ])("get a caption and a point to look at, and are covered after publishing, %s", async (_, scripts) => {
    const page = await write({ phone: true, scripts });
    await page.getByLabel("Caption").fill("On the quay, at noon.");
    await page.getByLabel("Yes, and everybody agreed").check();
    await page.getByRole("button", { name: "Where to look" }).click();
    await page.getByRole("button", { name: "Press on what must" }).click({ position: { x: 240, y: 80 } });
    await page.getByText("This point stays in sight").waitFor();
    expect(await overflows(page)).toBe(false);
    await page.getByRole("button", { name: "Keep it so" }).click();
    expect(await page.getByLabel("Caption").inputValue()).toBe("On the quay, at noon.");
    await publish(page);
    const focused = { caption: "On the quay, at noon.", focus: { x: 0.5, y: 0.5 } };
    const [post] = await listPosts(database.sql, { limit: 1 });
    expect(post!.pictures).toMatchObject([{ ...focused, people: "agreed" }]);

    await page.getByRole("link", { name: "Cover faces" }).click();
    await page.getByRole("link", { name: "Cover faces" }).click();
    const press = async (name: string, x: number, y: number) =>
      page.getByRole("button", { name }).click({ position: { x, y } });
    if (scripts) await drag(page, [32, 32], [96, 96]);
    else {
      await press("Press on the first corner", 32, 32);
      await press("Now press on the opposite corner", 96, 96);
    }
    await page.getByRole("button", { name: "Cover them for good" }).click();
    await page.getByRole("heading", { name: "Where other servers keep the old picture" }).waitFor();
    const [covered] = await listPosts(database.sql, { limit: 1 });
    expect(covered!.pictures).toMatchObject([{ ...focused, people: "covered" }]);
    const points: [number, number][] = [
      [64, 64],
      [200, 200],
    ];
    expect(await blackAt(points)).toEqual([true, false]);
    await page.goto(`/p/${post!.id}`);
    await page.getByText("On the quay, at noon.").waitFor();

    // Where the old picture is dangerous: deleted everywhere, and the same once more.
    await page.goBack();
    expect(await overflows(page)).toBe(false);
    await page.getByRole("button", { name: "Delete it, and publish anew" }).click();
    expect(await page.getByLabel("They are covered").isChecked()).toBe(true);
    expect(await page.getByLabel("Caption").inputValue()).toBe("On the quay, at noon.");
    await publish(page);
    const [anew] = await listPosts(database.sql, { limit: 1 });
    expect(anew!.id).not.toBe(post!.id);
    expect(anew!.pictures).toMatchObject([{ ...focused, people: "covered" }]);
    expect((await page.goto(`/p/${post!.id}`))!.status()).toBe(410);
    expect(browser.foreign).toEqual([]);
  });

  test.each([
    ["without scripts", false],
    ["with scripts", true],
  ])("are the stills of videos elsewhere, which nobody's browser asks for, %s", async (_, scripts) => {
    const page = await write({ phone: true, scripts });
    await page.getByLabel("No", { exact: true }).check();
    await page.getByText("It is a still of a video").click();
    await page.getByLabel("Address of the video").fill("tube.example/w/abc");
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByRole("alert").waitFor();
    expect(await overflows(page)).toBe(false);
    await page.getByLabel("Address of the video").fill("https://tube.example/w/abc");
    await publish(page);
    const [post] = await listPosts(database.sql, { limit: 1 });
    await page.goto(`/p/${post!.id}`);
    expect(await page.locator('a[href="https://tube.example/w/abc"]').count()).toBeGreaterThan(0);
    expect(await overflows(page)).toBe(false);
    expect(browser.foreign).toEqual([]);
  });
});
