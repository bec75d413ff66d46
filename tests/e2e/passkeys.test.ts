import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMember } from "../../src/store/members.ts";
import { chromium } from "../support/chromium.ts";
import { overflows } from "./browser.ts";
import { barriers, invalidHtml } from "./checks.ts";
import { type MemberSite, openMemberSite, passphrase } from "./member-site.ts";

// One story, told in order: each test goes on where the one before has stopped.
describe.skipIf(!chromium)("a member with a passkey, in a browser with scripts", () => {
  let site: MemberSite;
  let page: Page;
  let device: CDPSession;
  let authenticatorId: string;
  let recoveryCode: string;

  beforeAll(async () => {
    site = await openMemberSite();
    page = await site.join("noor", "admin", { phone: true, scripts: true });
    device = await page.context().newCDPSession(page);
    await device.send("WebAuthn.enable");
    ({ authenticatorId } = await device.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    }));
  });
  afterAll(() => site?.stop());

  const press = (name: string, on = page) => on.getByRole("button", { name, exact: true }).click();
  const signOut = () => page.context().clearCookies();

  async function typePassphrase(on = page) {
    await on.goto("/login?next=/admin/replies");
    await on.getByLabel("Your name").fill("noor");
    await on.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await press("Sign in", on);
    await on.getByRole("heading", { name: "And now the second factor" }).waitFor();
  }

  /** What is wrong with the page as it is. */
  async function faults(on = page): Promise<string[]> {
    const wide = (await overflows(on)) ? ["too wide"] : [];
    return [...(await barriers(on)), ...wide];
  }

  test("adds it after the passphrase, and sees when it was added", async () => {
    await page.goto("/admin/account/second-factor");
    await page.getByLabel("A passkey").check();
    await page.getByLabel("The passphrase you have now").fill(passphrase);
    expect(await faults()).toEqual([]);
    await press("Set it up");
    await page.getByText("It will work at localhost").waitFor();
    expect(await page.getByText("This browser cannot make one").count()).toBe(0);
    expect(await faults()).toEqual([]);
    // What else the form asks for comes first.
    await press("Make it now");
    expect(await page.getByRole("heading", { name: "Your recovery codes" }).count()).toBe(0);
    await page.getByLabel("What you call it").fill("My telephone");
    await page.getByLabel("It lets me in by itself").check();
    await page.getByLabel("What you call it").press("Enter");
    await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
    recoveryCode = await page.locator(".codes li code").first().innerText();
    await page.goto("/admin/account/second-factor");
    await page.getByText("My telephone", { exact: true }).waitFor();
    await page.getByText("not used yet").waitFor();
    expect(await faults()).toEqual([]);
    const { credentials } = await device.send("WebAuthn.getCredentials", { authenticatorId });
    expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: "localhost" }]);
    const handle = Buffer.from(credentials[0]!.userHandle!, "base64");
    expect([handle.length, handle.toString("latin1").includes("noor")]).toEqual([16, false]);
  });

  test("does not add it twice on one device", async () => {
    await page.goto("/admin/account/second-factor/add");
    await page.getByLabel("A passkey").check();
    await page.getByLabel("The passphrase you have now").fill(passphrase);
    await press("Use your passkey instead");
    await page.getByLabel("What you call it").fill("Again");
    await press("Make it now");
    await page.getByText("This device has a passkey of yours").waitFor();
    expect(await page.getByRole("heading", { name: "Add a passkey" }).count()).toBe(1);
  });

  test("signs in with it alone, where the way led, and what it sent is good once", async () => {
    await signOut();
    await page.goto("/admin/replies");
    expect(await invalidHtml("/login", await page.content())).toEqual([]);
    expect(await faults()).toEqual([]);
    const sent = page.waitForRequest((request) => request.url().endsWith("/login/passkey"));
    await press("Sign in with a passkey");
    await page.waitForURL("**/admin/replies");
    const request = await sent;
    const { "content-type": type = "", cookie = "" } = await request.allHeaders();
    const replayed = await fetch(request.url(), {
      method: "POST",
      headers: { "content-type": type, cookie, origin: site.server.origin },
      body: new Uint8Array(request.postDataBuffer()!),
      redirect: "manual",
    });
    await signOut();
    expect(cookie).toContain("passkey=");
    expect([replayed.status, replayed.headers.get("set-cookie") ?? ""]).toEqual([
      403,
      expect.not.stringContaining("session="),
    ]);
  });

  test("signs in with passphrase and passkey", async () => {
    await typePassphrase();
    expect(await invalidHtml("/login", await page.content())).toEqual([]);
    expect(await faults()).toEqual([]);
    await press("Use your passkey instead");
    await page.waitForURL("**/admin/replies");
    await page.goto("/admin/account/second-factor");
    await page.getByText(/last used on \d/).waitFor();
  });

  test("is told when the device says no, and can go the other way", async () => {
    await signOut();
    await page.goto("/login");
    await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    await press("Sign in with a passkey");
    await page.getByText("The browser has not let us have it").waitFor();
    await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
    await press("Sign in with a passkey");
    await page.waitForURL("**/admin");
    expect(await page.getByRole("link", { name: "Signed in as noor" }).count()).toBe(1);
  });

  test("at another address of the machine gets nothing out of it", async () => {
    await signOut();
    await page.goto(`${site.server.origin.replace("localhost", "127.0.0.1")}/login`);
    await press("Sign in with a passkey");
    await page.getByText("The browser has not let us have it").waitFor();
    expect(new URL(page.url()).pathname).toBe("/login");
  });

  test("is not let in by a copy, whose count goes back", async () => {
    const { credentials } = await device.send("WebAuthn.getCredentials", { authenticatorId });
    const [credential] = credentials;
    const { credentialId } = credential!;
    await device.send("WebAuthn.removeCredential", { authenticatorId, credentialId });
    const copy = { ...credential!, signCount: 1 };
    await device.send("WebAuthn.addCredential", { authenticatorId, credential: copy });
    await page.goto("/login");
    await press("Sign in with a passkey");
    await page.getByText("This passkey does not open the door").waitFor();
    expect(new URL(page.url()).pathname).toBe("/login/passkey");
    await device.send("WebAuthn.removeCredential", { authenticatorId, credentialId });
    await device.send("WebAuthn.addCredential", {
      authenticatorId,
      credential: { ...credential!, signCount: 1000 },
    });
    await press("Sign in with a passkey");
    await page.waitForURL("**/admin");
    await page.goto("/admin/log");
    await page.getByText("brought a passkey that may be a copy, and was refused").waitFor();
  });

  test("comes in without scripts all the same, and sees no button that does nothing", async () => {
    const plain = await site.browser.open();
    await plain.goto("/login");
    expect(await plain.getByRole("button").allInnerTexts()).toEqual(["Sign in"]);
    await typePassphrase(plain);
    expect(await plain.getByRole("button").allInnerTexts()).toEqual(["Sign in"]);
    await plain.getByLabel("Code").fill(recoveryCode);
    await press("Sign in", plain);
    await plain.waitForURL("**/admin/replies");
    await plain.goto("/admin/account/second-factor");
    await plain.getByText("A passkey needs scripts").waitFor();
  });

  test("removes it, and then it opens nothing", async () => {
    await page.goto("/admin/account/second-factor");
    await page.getByRole("link", { name: "Remove (My telephone)" }).click();
    expect(await faults()).toEqual([]);
    await page.getByLabel("The passphrase you have now").fill(passphrase);
    await press("Use your passkey instead");
    await page.getByText("The second factor is off.").waitFor();
    await signOut();
    await page.goto("/login");
    expect(await page.getByRole("button").allInnerTexts()).toEqual(["Sign in"]);
    // The button is there again once anybody has one; the device still has this one.
    const other = await addMember(site.database.sql, { name: "ada", role: "writer", passphrase });
    await site.database.sql`
      insert into passkey (id, member_id, name, credential_id, public_key, host, alone, sign_count)
      values ('adas', ${other.id}, 'hers', '\\x00', '', 'localhost', true, 0)`;
    await page.goto("/login");
    await press("Sign in with a passkey");
    await page.getByText("This passkey does not open the door").waitFor();
  });

  test("has made no request to any other origin", () => {
    const { origin } = site.server;
    const elsewhere = site.browser.foreign.filter(
      (url) => !url.startsWith(origin.replace("localhost", "127.0.0.1")),
    );
    expect(elsewhere).toEqual([]);
  });
});
