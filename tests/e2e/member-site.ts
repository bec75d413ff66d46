import type { Page } from "playwright-core";
import { addMember, type Role } from "../../src/store/members.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type RunningServer, startServer } from "../support/process.ts";
import { setUp } from "../support/written.ts";
import { launchBrowser, type TestBrowser } from "./browser.ts";

export const passphrase = "correct horse battery";

export interface MemberSite {
  database: TestDatabase;
  server: RunningServer;
  browser: TestBrowser;
  /** A member, signed in at a browser of their own. */
  join: (name: string, role: Role, options: Parameters<TestBrowser["open"]>[0]) => Promise<Page>;
  stop: () => Promise<void>;
}

/** A collective that is set up and has no members yet, on a server of its own, and a browser for them. */
export async function openMemberSite(env: Record<string, string> = {}): Promise<MemberSite> {
  const database = await testDatabase();
  const server = await startServer({ env: { DATABASE_URL: database.url, ...env } });
  const { origin } = server;
  const collective = { handle: "harbour", name: "Harbour Street", description: "", language: "en" };
  const secret = readSecretKey(`${server.dataDir}/secret.key`);
  await database.sql.begin((tx) => setUp(tx, secret, { ...collective, type: "Organization", origin }));
  const browser = await launchBrowser(origin);
  return {
    database,
    server,
    browser,
    async join(name, role, options) {
      await addMember(database.sql, { name, role, passphrase });
      const page = await browser.open(options);
      await page.goto("/login");
      await page.getByLabel("Your name").fill(name);
      await page.getByLabel("Passphrase").fill(passphrase);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL("**/admin");
      return page;
    },
    async stop() {
      await browser.close();
      await server.stop();
      await database.drop();
    },
  };
}
