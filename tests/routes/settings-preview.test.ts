import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addAlly, listAllies } from "../../src/store/allies.ts";
import { findCollective } from "../../src/store/collective.ts";
import { type Browser, hiddenFields, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  admin = await side.browse(await side.join("ines", "admin"));
});
afterAll(() => side.stop());

/** What stands within the preview of a page; undefined where there is none. */
const previewOf = (page: string) => /<section class="preview"[\s\S]*?<\/section>/.exec(page)?.[0];

const typed = {
  name: "Quay Street",
  description: "Who *we* are.\n\nAnd <b>more</b>.",
  language: "fr",
  accent: "#005f73",
  postsPerPage: "7",
  fieldName0: "Site",
  fieldValue0: "https://quay.example",
  discoverable: "on",
};

describe("the preview of the settings", () => {
  test("shows the top of the home page and the profile as they would be, and saves nothing", async () => {
    const before = await findCollective(side.sql);
    const answer = await admin.post("/admin/settings", { ...typed, intent: "preview" });
    const page = await answer.text();
    const preview = previewOf(page)!;
    expect(answer.status).toBe(200);
    expect(preview).toContain('<p class="banner-name">Quay Street</p>');
    expect(preview).toContain("<em>we</em>");
    expect(preview).not.toContain("<b>");
    expect(preview).toContain('lang="fr"');
    expect(preview).toContain("quay.example</a");
    expect(page).toMatch(/\/assets\/accent\.005f73\./);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(await findCollective(side.sql)).toEqual(before);
    expect(await side.sql`select 1 from activity`).toHaveLength(0);
  });

  test("keeps all that was typed, and a picture that was chosen, for when it is saved", async () => {
    const image = sharp({ create: { width: 900, height: 300, channels: 3, background: "blue" } });
    const header = new File([new Uint8Array(await image.png().toBuffer())], "header.png");
    const page = await (await admin.post("/admin/settings", { ...typed, header, intent: "preview" })).text();
    expect(previewOf(page)).toContain("banner-picture");
    for (const value of ["Quay Street", "7", "Site", "https://quay.example"]) {
      expect(page).toContain(`value="${value}"`);
    }
    const { headerId } = hiddenFields(page, "/admin/settings");
    const answered = { ...typed, headerId: headerId!, [`people-${headerId}`]: "none" };
    expect((await admin.post("/admin/settings", answered)).status).toBe(303);
    const saved = (await findCollective(side.sql))!;
    expect(saved).toMatchObject({ name: "Quay Street", postsPerPage: 7, accent: "#005f73" });
    expect(saved.header).not.toBeNull();
  });

  test("is not made of what is wrong", async () => {
    const answer = await admin.post("/admin/settings", { ...typed, name: "", intent: "preview" });
    expect([answer.status, previewOf(await answer.text())]).toEqual([422, undefined]);
  });
});

describe("the preview of an allied group", () => {
  const group = { name: "Rope Lane", description: "Next door.", handle: "", link: "https://rope.example" };
  const path = "/admin/allied-groups";

  test("shows it as the public page will, and adds nothing", async () => {
    const answer = await admin.post(path, { ...group, intent: "preview" });
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(previewOf(page)).toContain('<a href="https://rope.example" rel="noopener noreferrer">');
    expect(page).toContain('value="Rope Lane"');
    expect(await listAllies(side.sql)).toEqual([]);
  });

  test("that exists shows what it would become, and changes nothing", async () => {
    await addAlly(side.sql, group);
    const [ally] = await listAllies(side.sql);
    const edited = { ...group, name: "Rope Lane tenants", intent: "preview" };
    const page = await (await admin.post(`${path}/${ally!.id}`, edited)).text();
    expect(previewOf(page)).toContain("Rope Lane tenants");
    expect((await listAllies(side.sql))[0]!.name).toBe("Rope Lane");
    const wrong = await admin.post(`${path}/${ally!.id}`, { ...edited, link: "javascript:alert(1)" });
    expect([wrong.status, previewOf(await wrong.text())]).toEqual([422, undefined]);
  });
});
