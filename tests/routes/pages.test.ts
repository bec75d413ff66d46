import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findPage, listPages } from "../../src/store/pages.ts";
import { addPage, type PageText, publishPost } from "../support/written.ts";
import { type Browser, hiddenFields, membersSide, type MembersSide } from "./members-side.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

const faq: PageText = {
  slug: "faq",
  language: "en",
  name: "Questions",
  source: "Who **are** you?",
  inMenu: true,
};

describe("a page", () => {
  let site: PublicSite;
  beforeAll(async () => {
    site = await openPublicSite({ language: "en" });
  });
  afterAll(() => site.close());
  afterEach(() => site.sql`truncate page`);

  const menu = async () => {
    const [nav = ""] = /<nav class="site-nav"[^]*?<\/nav>/.exec(await site.page("/tags"))!;
    return [...nav.matchAll(/href="(\/pages\/[^"]+)"[^>]*>([^<]+)</g)].map(([, path, name]) => [path, name]);
  };

  test("shows its title and text, in its own language", async () => {
    await addPage(site.sql, { ...faq, language: "ar", name: "أسئلة" });
    const page = await site.page("/pages/faq");
    expect(page).toContain('<article class="standing" lang="ar" dir="rtl">');
    expect(page).toContain("أسئلة</h1>");
    expect(page).toContain("<p>Who <strong>are</strong> you?</p>");
    expect(page).toContain(`<link rel="canonical" href="${origin}/pages/faq" />`);
    expect(page).not.toContain('class="languages"');
  });

  test("leads to its other languages, and the site's own is at the short address", async () => {
    for (const language of ["de", "en", "fr"])
      await addPage(site.sql, { ...faq, language, name: `Name ${language}` });
    const english = await site.page("/pages/faq");
    expect(english).toContain("Name en</h1>");
    expect(english).toContain(`<link rel="alternate" hreflang="fr" href="${origin}/pages/faq/fr" />`);
    expect(english).toContain(`<link rel="alternate" hreflang="en" href="${origin}/pages/faq" />`);
    const french = await site.page("/pages/faq/fr");
    expect(french).toContain("Name fr</h1>");
    expect(french).toContain('<a href="/pages/faq" hreflang="en" lang="en" dir="ltr">English</a>');
    expect(french).toContain('<li aria-current="page" lang="fr" dir="ltr">Français</li>');
    const redirect = await site.get("/pages/faq/en");
    expect([redirect.status, redirect.headers.get("Location")]).toEqual([301, "/pages/faq"]);
  });

  test("that is not there, or not in this language, is not found", async () => {
    await addPage(site.sql, faq);
    for (const path of [
      "/pages/none",
      "/pages/faq/fr",
      "/pages/FAQ",
      "/pages/%00",
      "/pages/faq/%22",
      "/pages",
    ])
      expect([path, (await site.get(path)).status >= 400]).toEqual([path, true]);
  });

  test("stands in the menu in its order, once, in the site's language if it can", async () => {
    await addPage(site.sql, { ...faq, slug: "donate", language: "fr", name: "Donner" });
    await addPage(site.sql, { ...faq, language: "fr" });
    await addPage(site.sql, { ...faq, name: "Questions in English" });
    await addPage(site.sql, { ...faq, slug: "hidden", inMenu: false });
    expect(await menu()).toEqual([
      ["/pages/donate", "Donner"],
      ["/pages/faq", "Questions in English"],
    ]);
  });

  test("called about is where /about leads", async () => {
    await addPage(site.sql, { ...faq, slug: "about" });
    expect((await site.get("/about")).headers.get("Location")).toBe("/pages/about");
  });

  test("cannot bring more than text", async () => {
    const name = '"><script>alert(1)</script>';
    await addPage(site.sql, {
      ...faq,
      name,
      source: `${name} [x](javascript:alert(1)) <img src=x onerror=y>`,
    });
    for (const path of ["/pages/faq", "/tags"])
      expect(await site.page(path)).not.toMatch(/<script|href="javascript:|<img src=x/i);
  });
});

describe("members", () => {
  let side: MembersSide;
  let editor: Browser;
  beforeAll(async () => {
    side = await membersSide();
    editor = await side.browse(await side.join("ines", "editor"));
  });
  afterAll(() => side.stop());
  afterEach(() => side.sql`truncate page`);

  const typed = { slug: "faq", language: "en", name: "Questions", source: "Who are you?", inMenu: "on" };
  const order = async () => [...new Set((await listPages(side.sql)).map(({ slug }) => slug))];

  test("preview a page without saving it, and lose nothing of what they typed", async () => {
    const response = await editor.post("/admin/pages/new", {
      ...typed,
      source: "**Who?**",
      intent: "preview",
    });
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain("<p><strong>Who?</strong></p>");
    expect(page).toMatch(/<textarea[^>]*>\s*\*\*Who\?\*\*<\/textarea>/);
    expect(page).toContain('value="Questions"');
    expect(await listPages(side.sql)).toEqual([]);
  });

  test("save a page, whose address comes from its title where none is typed", async () => {
    const response = await editor.post("/admin/pages", { ...typed, slug: "", name: "Où donner ?" });
    expect(response.headers.get("location")).toBe("/admin/pages?done=saved");
    expect(await findPage(side.sql, "ou-donner", "en")).toMatchObject({ name: "Où donner ?", inMenu: true });
    expect(await editor.read("/admin/pages")).toContain("Où donner ?");
  });

  test("are told what is wrong, with all that they typed", async () => {
    const wrong: Partial<PageText>[] = [
      { slug: "no way" },
      { slug: "", name: "؟؟" },
      { name: "" },
      { source: "" },
      { language: "klingon!" },
      { name: "n".repeat(301) },
    ];
    for (const change of wrong) {
      const response = await editor.post("/admin/pages", {
        ...typed,
        source: "Kept text",
        ...(change as Record<string, string>),
      });
      expect([change, response.status]).toEqual([change, 422]);
      expect(await response.text()).toContain(`${change.source ?? "Kept text"}</textarea>`);
    }
    await editor.post("/admin/pages", typed);
    const twice = await editor.post("/admin/pages", { ...typed, source: "Another text" });
    expect(twice.status).toBe(409);
    expect(await twice.text()).toContain("Another text</textarea>");
    expect((await findPage(side.sql, "faq", "en"))?.source).toBe("Who are you?");
  });

  test("edit a page, and see the other text when somebody was faster", async () => {
    await editor.post("/admin/pages", typed);
    const form = await editor.read("/admin/pages/faq/en");
    const hidden = hiddenFields(form, "/admin/pages/faq/en/edit");
    const first = await editor.post("/admin/pages/faq/en", {
      ...typed,
      ...hidden,
      name: "Questions that are asked",
      source: "First.",
      inMenu: [],
    });
    expect(first.status).toBe(303);
    const saved = { name: "Questions that are asked", source: "First.", inMenu: false };
    expect(await findPage(side.sql, "faq", "en")).toMatchObject(saved);
    const second = await editor.post("/admin/pages/faq/en", { ...typed, ...hidden, source: "Second." });
    const page = await second.text();
    expect(second.status).toBe(409);
    expect(page).toMatch(/readonly[^>]*>\s*First\./);
    expect(page).toContain("Second.</textarea>");
    const again = hiddenFields(page, "/admin/pages/faq/en/edit");
    expect((await editor.post("/admin/pages/faq/en", { ...typed, ...again, source: "Second." })).status).toBe(
      303,
    );
  });

  test("put pages in order, and remove one language of them", async () => {
    for (const slug of ["a", "b", "c"]) await editor.post("/admin/pages", { ...typed, slug });
    await editor.post("/admin/pages", { ...typed, slug: "a", language: "fr" });
    await editor.post("/admin/pages/order", { slug: "c", direction: "up" });
    expect(await order()).toEqual(["a", "c", "b"]);
    await editor.post("/admin/pages/order", { slug: "a", direction: "down" });
    expect(await order()).toEqual(["c", "a", "b"]);
    await editor.post("/admin/pages/order", { slug: "c", direction: "up" });
    expect(await order()).toEqual(["c", "a", "b"]);
    await editor.post("/admin/pages/a/en/remove");
    expect(
      (await listPages(side.sql)).filter(({ slug }) => slug === "a").map(({ language }) => language),
    ).toEqual(["fr"]);
    expect((await editor.post("/admin/pages/a/en/remove")).status).toBe(404);
  });

  test("keep the earlier versions of a post from readers, and show them again", async () => {
    const text = { name: "", source: "A text.", summary: "", language: "en", tags: [], pictures: [] };
    const { id } = await publishPost(side.sql, { ...text, type: "Note", pinned: false });
    const hiddenNow = async () => {
      const [row] = await side.sql`select history_hidden as hidden from post where id = ${id}`;
      return row!.hidden as boolean;
    };
    const press = async () => {
      const action = `/admin/posts/${id}/history`;
      await editor.post(action, hiddenFields(await editor.read(`/admin/posts/${id}`), action));
    };
    expect(await hiddenNow()).toBe(false);
    await press();
    expect(await hiddenNow()).toBe(true);
    await press();
    expect(await hiddenNow()).toBe(false);
  });

  test("choose so while they edit, and a preview forgets nothing of it", async () => {
    const text = { name: "", source: "A text.", summary: "", language: "en", tags: [], pictures: [] };
    const { id } = await publishPost(side.sql, { ...text, type: "Note", pinned: false });
    const edit = { type: "Note", name: "", source: "No name.", summary: "", language: "en", tags: "" };
    const preview = { ...edit, intent: "preview", historyHidden: "on" };
    const form = await (await editor.post(`/admin/posts/${id}/edit`, preview)).text();
    expect(form).toMatch(/name="historyHidden"\s+value="on"\s+checked/);
    await editor.post(`/admin/posts/${id}`, { ...edit, historyHidden: "on" });
    expect((await side.app.request(`/p/${id}/history`)).status).toBe(404);
    await editor.post(`/admin/posts/${id}`, { ...edit, source: "No name at all." });
    expect((await side.app.request(`/p/${id}/history`)).status).toBe(200);
  });
});
