import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addMember } from "../../src/store/members.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { chromium } from "../support/chromium.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type RunningServer, startServer } from "../support/process.ts";
import { setUp } from "../support/written.ts";
import { launchBrowser, overflows, type TestBrowser } from "./browser.ts";

const passphrase = "correct horse battery";

describe.skipIf(!chromium)("writing a post, in a browser", () => {
  let database: TestDatabase;
  let server: RunningServer;
  let browser: TestBrowser;
  const complaints: string[] = [];

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
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await database?.drop();
  });
  beforeEach(() => complaints.splice(0));

  async function open(options: { phone?: boolean; scripts?: boolean }): Promise<Page> {
    const page = await browser.open(options);
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto("/login?next=/admin/posts/new");
    await page.getByLabel("Your name").fill("ines");
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Write a post" }).waitFor();
    return page;
  }

  const textField = (page: Page) => page.getByLabel("Text", { exact: true });

  async function picture(name: string) {
    const image = sharp({ create: { width: 60, height: 40, channels: 3, background: "#a3132b" } });
    return { name, mimeType: "image/jpeg", buffer: await image.jpeg().toBuffer() };
  }

  /** Drops files, or pastes them, as the browser would hand them over. */
  async function hand(page: Page, type: "drop" | "paste", names: string[], kind = "image/jpeg") {
    const files = await Promise.all(
      names.map(async (name) => (await picture(name)).buffer.toString("base64")),
    );
    await page.evaluate(
      ({ type, names, files, kind }) => {
        const transfer = new DataTransfer();
        for (const [at, name] of names.entries()) {
          const bytes = Uint8Array.from(atob(files[at]!), (character) => character.codePointAt(0)!);
          transfer.items.add(new File([bytes], name, { type: kind }));
        }
        const options = { bubbles: true, cancelable: true };
        const event =
          type === "drop"
            ? new DragEvent(type, { ...options, dataTransfer: transfer })
            : new ClipboardEvent(type, { ...options, clipboardData: transfer });
        document.querySelector("#source")!.dispatchEvent(event);
      },
      { type, names, files, kind },
    );
  }

  describe("without scripts", () => {
    test("shows nothing that would need one, and the preview of every server, on a phone", async () => {
      const page = await open({ phone: true });
      await page.getByText("How to format the text").click();
      for (const text of ["Preview while writing", "Keyboard", "Or drop them"]) {
        expect(await page.getByText(text).isVisible()).toBe(false);
      }
      await textField(page).fill("## Tonight\n\nWe meet on **Thursday**.");
      await page.getByRole("button", { name: "Preview", exact: true }).click();
      await page.getByText("What does not arrive everywhere").waitFor();
      for (const name of ["Your site", "Mastodon", "Pleroma", "Misskey", "Feed reader", "Link card"]) {
        await page.getByRole("heading", { name, exact: true }).waitFor();
      }
      expect(await overflows(page)).toBe(false);
      await page.getByRole("link", { name: "Go on writing" }).click();
      expect(await textField(page).inputValue()).toBe("## Tonight\n\nWe meet on **Thursday**.");
      await page.getByRole("button", { name: "Publish", exact: true }).first().click();
      await page.getByText("Published. It is on its way").waitFor();
      await page.context().close();
    });
  });

  describe("with scripts", () => {
    test.each([{ phone: false }, { phone: true }])(
      "shows the post beside while it is typed: %j",
      async ({ phone }) => {
        const page = await open({ scripts: true, phone });
        await textField(page).fill("We meet on **Thursday**.");
        await page.getByRole("button", { name: "Preview while writing" }).click();
        const beside = page.getByRole("region", { name: "The post while you write" });
        await beside.getByRole("heading", { name: "Mastodon" }).waitFor();
        expect(await beside.locator("strong", { hasText: /^Thursday$/ }).count()).toBe(2);
        expect(await textField(page).isVisible()).toBe(!phone);
        expect(await overflows(page)).toBe(false);
        await page.getByRole("button", { name: "Preview while writing" }).click();
        expect(await beside.isVisible()).toBe(false);
        await textField(page).fill("");
        await page.getByRole("button", { name: "Preview while writing" }).click();
        await beside.getByText("There is no text yet.").waitFor();
        if (!phone) {
          await textField(page).pressSequentially("On Friday.");
          await beside.getByText("On Friday.").first().waitFor();
        }
        expect(complaints).toEqual([]);
        await page.context().close();
      },
    );

    test("counts characters and words, and says when few characters are left", async () => {
      const page = await open({ scripts: true });
      await textField(page).fill("We meet 👋🏽 on Thursday.");
      await page.getByText("Words: 4").waitFor();
      const name = page.getByLabel("Title");
      await name.fill("x".repeat(290));
      await page.getByRole("status").getByText("Characters left: 10").waitFor();
      await page.getByText("290 / 300").waitFor();
      await name.fill("Short");
      expect(await page.getByText("5 / 300").count()).toBe(0);
      await page.context().close();
    });

    test("takes pictures that are dropped or pasted, as far as they are pictures and eight", async () => {
      const page = await open({ scripts: true });
      await page.getByText("Or drop them").waitFor();
      await hand(page, "drop", ["march.jpg", "hall.jpg"]);
      await hand(page, "paste", ["pasted.jpg"]);
      const chosen = page.locator(".chosen li");
      expect(await chosen.count()).toBe(3);
      await hand(page, "drop", ["notes.pdf"], "application/pdf");
      await page.getByText("These are not JPEG, PNG, WebP or GIF pictures: notes.pdf.").waitFor();
      await page.getByRole("button", { name: "Remove: hall.jpg" }).click();
      expect(await chosen.allInnerTexts()).toEqual([
        expect.stringMatching(/^march\.jpg/),
        expect.stringMatching(/^pasted\.jpg/),
      ]);
      await hand(page, "drop", ["1", "2", "3", "4", "5", "6", "7.jpg"]);
      await page.getByText("These were left out: 7.jpg.").waitFor();
      expect(await chosen.count()).toBe(8);
      await page.getByRole("button", { name: "Add the chosen pictures" }).click();
      await page.getByLabel("Description of picture 8").waitFor();
      expect(await page.getByText("0 / 1,500").count()).toBe(8);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    test("sets marks around what is selected, which can be undone, and previews by the keyboard", async () => {
      const page = await open({ scripts: true });
      const field = textField(page);
      await field.fill("rent");
      await field.selectText();
      await page.keyboard.press("Control+b");
      expect(await field.inputValue()).toBe("**rent**");
      await page.keyboard.press("Control+i");
      expect(await field.inputValue()).toBe("***rent***");
      await page.keyboard.press("Control+z");
      expect(await field.inputValue()).toBe("**rent**");
      await page.keyboard.press("Control+a");
      await page.keyboard.press("Control+k");
      expect(await field.inputValue()).toBe("[**rent**](https://)");
      await page.keyboard.press("Control+Enter");
      await page.getByText("This is not published yet.").waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  });

  test("leaves to the keyboard the keys that choose a syllable or a sign", async () => {
    const page = await open({ scripts: true });
    const field = textField(page);
    await field.fill("rent");
    await field.selectText();
    const press = (isComposing: boolean) =>
      field.evaluate(
        (element, composing) =>
          ["b", "i", "k"].map((key) => {
            const how = { key, ctrlKey: true, isComposing: composing, bubbles: true, cancelable: true };
            return element.dispatchEvent(new KeyboardEvent("keydown", how));
          }),
        isComposing,
      );
    expect(await press(true)).toEqual([true, true, true]);
    expect(await field.inputValue()).toBe("rent");
    expect(await press(false)).toEqual([false, false, false]);
    await page.context().close();
  });

  describe("saving the draft by itself", () => {
    const toAutosave = "**/admin/drafts/autosave";

    test("begins with the first word, and a tab that crashed comes back with its text", async () => {
      const page = await open({ scripts: true, phone: true });
      const asked: string[] = [];
      page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      await page.keyboard.press("Control+s");
      await textField(page).fill("We meet on Thursday.");
      await page.getByText(/^Saved at/).waitFor();
      expect(asked.filter((path) => path.endsWith("/autosave"))).toHaveLength(1);
      const address = page.url();
      expect(new URL(address).pathname).toMatch(/^\/admin\/drafts\/\w{16}\/edit$/);
      await textField(page).fill("We meet on Friday.");
      const arrived = page.waitForResponse(toAutosave);
      await page.evaluate(() => {
        Object.defineProperty(document, "hidden", { value: true });
        document.dispatchEvent(new Event("visibilitychange"));
      });
      await arrived;
      const again = await page.context().newPage();
      await page.close();
      await again.goto(address);
      expect(await textField(again).inputValue()).toBe("We meet on Friday.");
      expect(await overflows(again)).toBe(false);
      expect(await again.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
      expect(complaints).toEqual([]);
      await again.context().close();
    });

    test("goes on when the server is there again, and asks before an unsaved text is left", async () => {
      const page = await open({ scripts: true });
      await page.route(toAutosave, (route) => route.abort());
      await textField(page).fill("We meet on Thursday.");
      await page.keyboard.press("Control+s");
      await page.getByRole("status").getByText("Not saved").waitFor();
      const [dialog] = await Promise.all([
        page.waitForEvent("dialog"),
        page.close({ runBeforeUnload: true }),
      ]);
      expect(dialog.type()).toBe("beforeunload");
      await dialog.dismiss();
      await page.unroute(toAutosave);
      await page.keyboard.press("Control+s");
      await page
        .getByRole("status")
        .getByText(/^Saved at/)
        .waitFor();
      expect(await page.getByText("Not saved").count()).toBe(0);
      await Promise.all([page.waitForEvent("close"), page.close({ runBeforeUnload: true })]);
      await page.context().close();
    });

    test("stops when somebody else has saved it, and says where their version is", async () => {
      const page = await open({ scripts: true });
      await textField(page).fill("Mine.");
      await page.keyboard.press("Control+s");
      await page.getByText(/^Saved at/).waitFor();
      const other = await page.context().newPage();
      await other.goto(page.url());
      await textField(other).fill("Theirs.");
      await other.keyboard.press("Control+s");
      await other.getByText(/^Saved at/).waitFor();
      await textField(page).fill("Mine, and more.");
      await page.keyboard.press("Control+s");
      const theirs = page.getByRole("link", { name: "See their version" });
      await theirs.waitFor();
      expect(await theirs.getAttribute("href")).toBe(new URL(other.url()).pathname);
      expect(await textField(page).inputValue()).toBe("Mine, and more.");
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      expect(await page.getByRole("textbox", { name: "Their version" }).inputValue()).toBe("Theirs.");
      expect(await textField(page).inputValue()).toBe("Mine, and more.");
      await page.context().close();
    });

    test("says that one is signed out, and the text is there after signing in", async () => {
      const page = await open({ scripts: true });
      await page.context().clearCookies();
      await textField(page).fill("Typed on the train.");
      await page.keyboard.press("Control+s");
      await page.getByRole("status").getByText("You are signed out.").waitFor();
      await page.getByRole("button", { name: "Preview", exact: true }).click();
      await page.getByLabel("Your name").fill("ines");
      await page.getByLabel("Passphrase").fill(passphrase);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("button", { name: "Go on" }).click();
      expect(await textField(page).inputValue()).toBe("Typed on the train.");
      await page.context().close();
    });

    test("saves what came back with a preview, too, and nothing over the version of somebody else", async () => {
      const page = await open({ scripts: true });
      await textField(page).fill("We meet on Thursday.");
      await page.getByRole("button", { name: "Preview", exact: true }).click();
      await page.getByText(/^Saved at/).waitFor();
      const [, id = ""] = /drafts\/(\w+)\/edit/.exec(page.url())!;
      await database.sql`update draft set version = version + 1 where id = ${id}`;
      await database.sql`update draft_revision set once = null where draft_id = ${id}`;
      await textField(page).fill("We meet on Friday.");
      await page.getByRole("button", { name: "Save as a draft" }).first().click();
      await page.getByText("Below is your version, which is not saved yet.").waitFor();
      expect(await textField(page).inputValue()).toBe("We meet on Friday.");
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await textField(page).fill("We meet on Saturday.");
      await page.keyboard.press("Control+s");
      await page.getByText("Words: 4").waitFor();
      expect(asked).toEqual([]);
      await page.getByRole("button", { name: "Save as a draft" }).click();
      await page.waitForURL(new RegExp(`/admin/drafts/${id}\\?`));
      await page.context().close();
    });

    test("says that somebody has thrown the draft away, and the button makes a new one", async () => {
      const page = await open({ scripts: true });
      await textField(page).fill("We meet on Thursday.");
      await page.keyboard.press("Control+s");
      await page.getByText(/^Saved at/).waitFor();
      await database.sql`delete from draft where id = ${/drafts\/(\w+)/.exec(page.url())![1]!}`;
      await textField(page).fill("We meet on Friday.");
      await page.keyboard.press("Control+s");
      await page.getByRole("status").getByText("has been thrown away meanwhile").waitFor();
      expect(await page.getByRole("link", { name: "See their version" }).count()).toBe(0);
      await page.getByRole("button", { name: "Save as a draft" }).click();
      await page.getByRole("alert").getByText("has been thrown away").waitFor();
      expect(await textField(page).inputValue()).toBe("We meet on Friday.");
      await page.getByRole("button", { name: "Save as a draft" }).click();
      await page.getByText("Saved. Only members can see it.").waitFor();
      await page.context().close();
    });

    test("finds nothing to save in a draft that nobody has changed", async () => {
      const page = await open({ scripts: true });
      await page.getByLabel("Title").fill("A  march ");
      await textField(page).fill("\nWe meet\n on Thursday. ");
      await page.getByRole("button", { name: "Save as a draft" }).click();
      await page.getByText("Saved. Only members can see it.").waitFor();
      const kept = () => database.sql`select version, number from draft order by created_at desc limit 1`;
      const before = await kept();
      await page.getByRole("link", { name: "Edit", exact: true }).click();
      await page.getByRole("button", { name: "Save as a draft" }).click();
      await page.getByText("Saved. Only members can see it.").waitFor();
      expect(await kept()).toEqual(before);
      await page.context().close();
    });

    test("does not stand in the way of a button that is pressed meanwhile", async () => {
      const page = await open({ scripts: true });
      await textField(page).fill("We meet on Thursday.");
      let answer = () => {};
      const pressed = new Promise<void>((resolve) => (answer = resolve));
      await page.route(toAutosave, async (route) => {
        const response = await route.fetch();
        await pressed;
        await route.fulfill({ response });
      });
      await Promise.all([page.waitForRequest(toAutosave), page.keyboard.press("Control+s")]);
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      answer();
      await page.getByText("Published. It is on its way").waitFor();
      const [, id = ""] = /posts\/(\w+)/.exec(page.url())!;
      const kept = await database.sql`select state from draft where post_id = ${id}`;
      expect(kept).toEqual([{ state: "published" }]);
      await page.context().close();
    });
  });

  test("asks nothing of any other origin", () => {
    expect(browser.foreign).toEqual([]);
  });
});
