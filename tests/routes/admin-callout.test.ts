import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findPost } from "../../src/store/post-lists.ts";
import { editPost } from "../support/written.ts";
import { type Browser, hiddenFields, membersSide, type MembersSide, origin } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
  admin = await side.browse(await side.join("ines", "admin"));
});
afterAll(() => side.stop());
beforeEach(() => side.sql`truncate post, activity cascade`);

const written = {
  type: "Note",
  name: "A title",
  source: "Some *text*.",
  summary: "",
  language: "en",
  tags: "",
};
const calling = {
  "callout-date": "2026-12-05",
  "callout-start": "14:00",
  "callout-end": "17:00",
  "callout-timeZone": "Europe/Paris",
  "callout-placeName": "Salt Hall",
  "callout-placeAddress": "14 “Harbour” Street",
};

async function publish(fields = {}): Promise<string> {
  const response = await editor.post("/admin/posts", { ...written, ...fields });
  expect(response.status).toBe(303);
  return /^\/admin\/posts\/(\w+)\?/.exec(response.headers.get("location")!)![1]!;
}

describe("calling people to come", () => {
  test("publishes date and place with the post", async () => {
    const id = await publish(calling);
    expect((await findPost(side.sql, id))!.callout).toMatchObject({
      startsAt: new Date("2026-12-05T13:00Z"),
      endsAt: new Date("2026-12-05T16:00Z"),
      placeName: "Salt Hall",
      status: "confirmed",
    });
  });

  test("is no matter of posts in which nothing of it was filled", async () => {
    const id = await publish({ "callout-timeZone": "Europe/Paris", "callout-status": "confirmed" });
    expect((await findPost(side.sql, id))!.callout).toBeNull();
  });

  test("with something wrong is told next to its field, and everything typed stays", async () => {
    const typed = {
      ...calling,
      "callout-date": "2026-03-29",
      "callout-start": "02:30",
      "callout-coordinates": "here",
    };
    const response = await editor.post("/admin/posts", { ...written, ...typed });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toMatch(/id="callout-start-error">\s*Clocks are put forward then/);
    expect(page).toContain('id="callout-coordinates-error"');
    expect(page).toMatch(/<details class="more" +open>\s*<summary>Call people to come/);
    for (const value of ["2026-03-29", "02:30", "17:00", "Salt Hall", "14 “Harbour” Street", "here"]) {
      expect(page).toContain(`value="${value}"`);
    }
  });

  test("is shown by the preview, which keeps the form", async () => {
    const page = await (
      await editor.post("/admin/posts/new", { ...written, ...calling, intent: "preview" })
    ).text();
    expect(page).toContain("Saturday, 5 December 2026, 14:00–17:00 (CET)");
    expect(page).not.toContain(".ics");
    expect(page).toContain('value="2026-12-05"');
  });

  test("is edited from what it was, may be cancelled, and emptied is none any more", async () => {
    const id = await publish(calling);
    const form = await editor.read(`/admin/posts/${id}/edit`);
    for (const [name, value] of Object.entries(calling)) {
      expect(form).toMatch(new RegExp(`name="${name}"[^>]*value="${value}"`));
    }
    const { revision = "" } = hiddenFields(form, `/admin/posts/${id}/edit`);
    const cancelled = { ...written, ...calling, "callout-status": "cancelled", revision };
    expect((await editor.post(`/admin/posts/${id}`, cancelled)).status).toBe(303);
    expect((await findPost(side.sql, id))!.callout).toMatchObject({ status: "cancelled" });
    expect((await editor.post(`/admin/posts/${id}`, { ...written, revision: "2" })).status).toBe(303);
    expect((await findPost(side.sql, id))!.callout).toBeNull();
    expect(await editor.read(`/admin/posts/${id}?version=2`)).toContain(
      "Cancelled · Saturday, 5 December 2026",
    );
  });

  test("of what somebody else saved meanwhile shows both, and loses neither", async () => {
    const id = await publish(calling);
    const theirs = { ...written, ...calling, "callout-placeName": "Town Hall", revision: "1" };
    await editor.post(`/admin/posts/${id}`, theirs);
    const mine = { ...written, ...calling, "callout-placeName": "The quay", revision: "1" };
    const conflict = await editor.post(`/admin/posts/${id}`, mine);
    const page = await conflict.text();
    expect(conflict.status).toBe(409);
    expect(page).toContain("Town Hall, 14 “Harbour” Street");
    expect(page).toContain('value="The quay"');
  });

  test("begins with the collective's own time zone, which admins choose among those there are", async () => {
    const settings = { name: "Harbour", description: "", language: "en" };
    const wrong = await admin.post("/admin/settings", { ...settings, timeZone: "Port-Sauvage" });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('id="timeZone-error"')]);
    expect((await admin.post("/admin/settings", { ...settings, timeZone: "Africa/Tunis" })).status).toBe(303);
    expect(await admin.read("/admin/settings")).toMatch(/<option value="Africa\/Tunis"\s+selected/);
    expect(await editor.read("/admin/posts/new")).toMatch(
      /name="callout-timeZone"[^>]*value="Africa\/Tunis"/,
    );
  });
});

describe("a translation", () => {
  test("is chosen among recent posts, or named by its address", async () => {
    const en = await publish();
    expect(await editor.read("/admin/posts/new")).toContain(`<option value="${en}"`);
    const fr = await publish({ language: "fr", translationOf: en });
    const ar = await publish({ language: "ar", translationAddress: `${origin}/p/${fr}` });
    expect((await findPost(side.sql, en))!.translations).toEqual([
      { id: fr, language: "fr" },
      { id: ar, language: "ar" },
    ]);
  });

  test("of an address elsewhere, or into a language that there is already, is refused, and all stays typed", async () => {
    const en = await publish();
    await publish({ language: "fr", translationOf: en });
    const elsewhere = await editor.post("/admin/posts", {
      ...written,
      translationAddress: "https://quai.example/p/1",
    });
    const told = await elsewhere.text();
    expect(elsewhere.status).toBe(422);
    expect(told).toContain('id="translationOf-error"');
    expect(told).toContain('value="https://quai.example/p/1"');
    const twice = await editor.post("/admin/posts", { ...written, language: "fr", translationOf: en });
    const again = await twice.text();
    expect(twice.status).toBe(422);
    expect(again).toContain("has a translation into this language already");
    expect(again).toMatch(new RegExp(`<option value="${en}"\\s+selected`));
    expect(again).toContain("Some *text*.</textarea>");
  });

  test("is set, shown and taken away when editing, and never offered to a post itself", async () => {
    const en = await publish();
    const fr = await publish({ language: "fr" });
    const edit = `/admin/posts/${fr}/edit`;
    expect(await editor.read(edit)).not.toContain(`<option value="${fr}"`);
    await editor.post(`/admin/posts/${fr}`, { ...written, language: "fr", translationOf: en, revision: "1" });
    expect(await editor.read(edit)).toMatch(new RegExp(`<option value="${en}"\\s+selected`));
    expect(await editor.read(`/admin/posts/${en}/edit`)).toMatch(
      new RegExp(`<option value="${fr}"\\s+selected`),
    );
    await editor.post(`/admin/posts/${fr}`, { ...written, language: "fr", translationOf: "", revision: "2" });
    expect((await findPost(side.sql, en))!.translations).toEqual([]);
  });

  test("that is old is offered where it is chosen", async () => {
    const en = await publish();
    const fr = await publish({ language: "fr", translationOf: en });
    for (let n = 0; n < 31; n++) await publish();
    expect(await editor.read(`/admin/posts/${fr}/edit`)).toMatch(
      new RegExp(`<option value="${en}"\\s+selected`),
    );
    await editPost(side.sql, fr, {
      ...written,
      tags: [],
      pictures: [],
      pinned: false,
      language: "fr",
      translationOf: null,
    });
    expect(await editor.read(`/admin/posts/${fr}/edit`)).not.toContain(`<option value="${en}"`);
  });
});
