import { afterAll, beforeAll, expect, test } from "vitest";
import { settleDigest } from "../../src/store/notifications.ts";
import type { Member } from "../../src/store/members.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

const env = { SMTP_URL: "smtp://localhost:2525", MAIL_FROM: "desk@union.example" };

let side: MembersSide;
let omar: Member;
let editor: Browser;
beforeAll(async () => {
  side = await membersSide({ env });
  omar = await side.join("omar", "editor");
  editor = await side.browse(omar);
});
afterAll(() => side.stop());

const rows = async () =>
  JSON.stringify(await side.sql`select to_jsonb(notification) as row from notification`);

test("a member chooses to be mailed, and the address lies in no table in clear", async () => {
  const response = await editor.post("/admin/account/mail", {
    address: " omar@mail.example ",
    digest: "daily",
  });
  expect(response.headers.get("location")).toBe("/admin/account?done=saved");
  const page = await editor.read("/admin/account");
  expect(page).toContain('value="omar@mail.example"');
  expect(page).toMatch(/value="daily" +selected/);
  expect(await rows()).not.toContain("mail.example");
  const entry = (await side.entries()).find(({ act }) => act === "notices");
  expect(entry!.object).toBe("omar");
});

test.each([
  ["omar", "daily"],
  ["omar@mail.example, eve@evil.example", "daily"],
  ["omar@mail.example\r\nBcc: eve@evil.example", "hourly"],
  ["<omar@mail.example>", "daily"],
  [`${"x".repeat(250)}@mail.example`, "daily"],
  ["", "hourly"],
])("an address that is none is refused, and stays typed: %s", async (address, digest) => {
  const before = await rows();
  const response = await editor.post("/admin/account/mail", { address, digest });
  expect(response.status).toBe(422);
  expect(await response.text()).toMatch(new RegExp(`value="${digest}" +selected`));
  expect(await rows()).toBe(before);
});

test("a mail that could not be sent is told on the page, until something else is chosen", async () => {
  await side.sql`update notification set tried_at = now()`;
  await settleDigest(side.sql, omar.id, { failure: "unencrypted" });
  expect(await editor.read("/admin/account")).toContain("its certificate does not hold, so nothing was sent");
  await editor.post("/admin/account/mail", { address: "", digest: "off" });
  const page = await editor.read("/admin/account");
  expect(page).not.toContain("so nothing was sent");
  expect(page).not.toContain("omar@mail.example");
  expect(await rows()).toContain('"mail_jwe":null');
});

test("a server that was not told how to send mail says so, and takes no address", async () => {
  const other = await membersSide();
  try {
    const browser = await other.browse(await other.join("bo", "writer"));
    expect(await browser.read("/admin/account")).toContain("has not set up e-mail");
    const response = await browser.post("/admin/account/mail", {
      address: "bo@mail.example",
      digest: "daily",
    });
    expect(response.status).toBe(404);
  } finally {
    await other.stop();
  }
});
