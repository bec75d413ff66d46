import { afterAll, beforeAll, expect, test } from "vitest";
import { findPublicFiles } from "../../src/store/public-files.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  admin = await side.browse(await side.join("ines", "admin"));
});
afterAll(() => side.stop());

const path = "/admin/settings/machines";

test("an admin writes robots.txt and names a contact, and finds both in the form again", async () => {
  expect(await admin.read("/admin/settings")).toContain(`href="${path}"`);
  const robots = "User-agent: Hungry\r\nDisallow: /\r\n";
  const response = await admin.post(path, { robots, securityContact: "holes@union.example" });
  expect(response.status).toBe(303);
  expect(await findPublicFiles(side.sql)).toEqual({
    robots: "User-agent: Hungry\nDisallow: /",
    securityContact: "mailto:holes@union.example",
  });
  const page = await admin.read(path);
  expect(page).toContain("User-agent: Hungry\nDisallow: /</textarea");
  expect(page).toContain('value="mailto:holes@union.example"');
});

test("what is wrong is said, kept in the form, and not saved", async () => {
  const before = await findPublicFiles(side.sql);
  const response = await admin.post(path, { robots: "User-agent: *\nDisalow: /", securityContact: "we" });
  const page = await response.text();
  expect(response.status).toBe(422);
  expect(page).toContain("Line 2 of robots.txt");
  expect(page).toContain("Disalow: /");
  expect(page).toContain("The contact is an address of mail");
  expect(await findPublicFiles(side.sql)).toEqual(before);
});

test("emptied, they are as at the beginning", async () => {
  await admin.post(path, { robots: "", securityContact: "" });
  expect(await findPublicFiles(side.sql)).toEqual({ robots: "", securityContact: "" });
});

test("an editor may not", async () => {
  const editor = await side.browse(await side.join("omar", "editor"));
  expect((await editor.get(path)).status).toBe(403);
  expect((await editor.post(path, { robots: "", securityContact: "" })).status).toBe(403);
});
