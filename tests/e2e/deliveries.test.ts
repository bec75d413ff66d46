import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addMember } from "../../src/store/members.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { follow, leaveAlone, listRows, publish, settle } from "../routes/followed-site.ts";
import { chromium } from "../support/chromium.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { freePort, type RunningServer, startServer } from "../support/process.ts";
import { setUp } from "../support/written.ts";
import { launchBrowser, overflows, type TestBrowser } from "./browser.ts";

const passphrase = "correct horse battery";
const hosts = Array.from({ length: 12 }, (_, at) => `host-${at}.example`);

describe.skipIf(!chromium)("the deliveries of a post, in a browser", () => {
  let database: TestDatabase;
  let server: RunningServer;
  let browser: TestBrowser;
  let path: string;
  const env = { PORT: "", DATABASE_URL: "", ROLE: "web" };

  beforeAll(async () => {
    database = await testDatabase();
    Object.assign(env, { PORT: String(await freePort()), DATABASE_URL: database.url });
    server = await startServer({ env });
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
  beforeEach(async () => {
    await database.sql`truncate actor, follower, delivery, host cascade`;
    for (const host of hosts) await follow(database.sql, "f", host);
    path = `/admin/posts/${(await publish(database.sql)).id}`;
  });

  async function open(options: { phone?: boolean; scripts?: boolean }): Promise<Page> {
    const page = await browser.open(options);
    await page.goto(`/login?next=${path}`);
    await page.getByLabel("Your name").fill("ines");
    await page.getByLabel("Passphrase").fill(passphrase);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Where it went" }).waitFor();
    return page;
  }

  const bar = (page: Page) => page.getByRole("progressbar", { name: "The post" });

  test("move the bar while they run, where scripts run, and the page is never loaded anew", async () => {
    const page = await open({ scripts: true });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.evaluate(() => document.body.setAttribute("data-kept", ""));
    expect(await bar(page).getAttribute("value")).toBe("0");
    await settle(database.sql, hosts[0]!, "delivered");
    await page.getByText("1 of 12 arrived").waitFor();
    expect(await bar(page).evaluate((element) => (element as HTMLProgressElement).value)).toBe(1);
    for (const host of hosts) await settle(database.sql, host, "delivered");
    await page.getByText("12 of 12 arrived · 12 followers reached").waitFor();
    expect(await page.locator("[data-kept]").count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test("are seen by a press on a link, where none run", async () => {
    const page = await open({ phone: true });
    expect(await overflows(page)).toBe(false);
    await settle(database.sql, hosts[0]!, "delivered");
    expect(await page.getByText("0 of 12 arrived").count()).toBe(1);
    await page.getByRole("link", { name: "See how it stands now" }).click();
    await page.getByText("1 of 12 arrived").waitFor();
  });

  test("are tried again and given up by one press, a server at a time or all together", async () => {
    for (const host of hosts) await settle(database.sql, host, "delivered");
    await settle(database.sql, hosts[0]!, "failed", { status: 500, error: "HTTP 500" });
    await settle(database.sql, hosts[1]!, "waiting", { error: "certificate has expired", attempts: 3 });
    const page = await open({ phone: true });
    await page.getByRole("button", { name: `Give up at ${hosts[1]}` }).click();
    await page.getByText("Given up:").waitFor();
    await page.getByText("given up by one of you").waitFor();
    await page.getByRole("button", { name: `Try again now at ${hosts[0]}` }).click();
    await page.getByText("It is tried again now.").waitFor();
    expect(
      (await listRows(database.sql))
        .map(({ state }) => state)
        .slice(0, 2)
        .toSorted(),
    ).toEqual(["failed", "waiting"]);
    await page.getByRole("button", { name: "Try again now", exact: true }).first().click();
    await page.getByText("2 on their way").waitFor();
  });

  test("to a server that is left alone go out when a member tries it again", async () => {
    await leaveAlone(database.sql, hosts[2]!);
    const page = await open({ phone: true });
    await page.getByText("More", { exact: true }).click();
    await page.getByRole("link", { name: "Servers" }).click();
    await page.getByText("left alone since").waitFor();
    expect(await overflows(page)).toBe(false);
    await page.getByRole("button", { name: `Try again now at ${hosts[2]}` }).click();
    await page.getByText("It is tried again now.").waitFor();
    expect(await page.getByText("left alone since").count()).toBe(0);
  });

  test("are watched on after the server has been restarted, which a page that listens does not hold up", async () => {
    const page = await open({ scripts: true });
    await settle(database.sql, hosts[0]!, "delivered");
    await page.getByText("1 of 12 arrived").waitFor();
    const before = Date.now();
    const { dataDir } = server;
    server.child.kill("SIGTERM");
    await new Promise((resolve) => server.child.once("exit", resolve));
    // Requests in progress get five seconds.
    expect(Date.now() - before).toBeLessThan(4500);
    server = await startServer({ env: { ...env, DATA_DIR: dataDir } });
    await settle(database.sql, hosts[1]!, "delivered");
    await page.getByText("2 of 12 arrived").waitFor();
  });

  test("ask nothing of any other origin", () => {
    expect(browser.foreign).toEqual([]);
  });
});
