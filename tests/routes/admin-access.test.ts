import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/store/members.ts";
import { publishPost } from "../support/written.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

/** Everything the members' side answers to, and the least role that may. */
const table: [method: "GET" | "POST", path: string, lowest: Role][] = [
  ["GET", "/admin", "writer"],
  ["GET", "/admin/account", "writer"],
  ["POST", "/admin/account/sessions", "writer"],
  ["POST", "/admin/account/feed", "writer"],
  ["POST", "/admin/account/feed/remove", "writer"],
  ["POST", "/admin/account/mail", "writer"],
  ["GET", "/admin/account/second-factor", "writer"],
  ["POST", "/admin/account/second-factor", "writer"],
  ["GET", "/admin/account/second-factor/code.svg", "writer"],
  ["GET", "/admin/account/second-factor/add", "writer"],
  ["POST", "/admin/account/second-factor/offer", "writer"],
  ["POST", "/admin/account/second-factor/secret", "writer"],
  ["POST", "/admin/account/second-factor/drop", "writer"],
  ["POST", "/admin/account/second-factor/passkeys", "writer"],
  ["GET", "/admin/account/second-factor/remove", "writer"],
  ["POST", "/admin/account/second-factor/remove", "writer"],
  ["GET", "/admin/account/second-factor/recovery-codes", "writer"],
  ["POST", "/admin/account/second-factor/recovery-codes", "writer"],
  ["GET", "/admin/passphrase", "writer"],
  ["POST", "/admin/passphrase", "writer"],
  ["GET", "/admin/panic", "writer"],
  ["POST", "/admin/panic", "writer"],
  ["POST", "/admin/panic/lift", "admin"],
  ["GET", "/admin/decisions/:id", "editor"],
  ["POST", "/admin/decisions/:id/confirm", "editor"],
  ["POST", "/admin/decisions/:id/refuse", "editor"],
  ["POST", "/admin/decisions/:id/alone", "editor"],
  ["GET", "/admin/posts", "writer"],
  ["GET", "/admin/posts/new", "writer"],
  ["POST", "/admin/posts/new", "writer"],
  ["POST", "/admin/posts", "editor"],
  ["POST", "/admin/preview", "writer"],
  ["GET", "/admin/posts/:id", "writer"],
  ["POST", "/admin/posts/:id", "editor"],
  ["GET", "/admin/posts/:id/edit", "writer"],
  ["POST", "/admin/posts/:id/edit", "writer"],
  ["GET", "/admin/posts/:id/withdraw", "editor"],
  ["POST", "/admin/posts/:id/history", "editor"],
  ["POST", "/admin/posts/:id/reminder", "editor"],
  ["POST", "/admin/posts/:id/reminder/now", "editor"],
  ["POST", "/admin/posts/:id/reminder/cancel", "editor"],
  ["GET", "/admin/posts/:id/cover", "editor"],
  ["GET", "/admin/posts/:id/cover/:picture", "editor"],
  ["POST", "/admin/posts/:id/cover/:picture", "editor"],
  ["POST", "/admin/posts/:id/covered/:picture", "editor"],
  ["POST", "/admin/drafts", "writer"],
  ["POST", "/admin/drafts/autosave", "writer"],
  ["GET", "/admin/drafts", "writer"],
  ["GET", "/admin/drafts/:id", "writer"],
  ["GET", "/admin/drafts/:id/edit", "writer"],
  ["POST", "/admin/drafts/:id/edit", "writer"],
  ["GET", "/admin/drafts/:id/changes", "writer"],
  ["POST", "/admin/drafts/:id/comments", "writer"],
  ["GET", "/admin/drafts/:id/discard", "writer"],
  ["POST", "/admin/drafts/:id/discard", "writer"],
  ["POST", "/admin/drafts/:id/review", "writer"],
  ["POST", "/admin/drafts/:id/return", "writer"],
  ["POST", "/admin/drafts/:id/restore", "writer"],
  ["POST", "/admin/drafts/:id/approve", "editor"],
  ["POST", "/admin/drafts/:id/schedule", "editor"],
  ["POST", "/admin/drafts/:id/unschedule", "editor"],
  ["POST", "/admin/drafts/:id/publish", "editor"],
  ["POST", "/admin/posts/:id/anew", "editor"],
  ["POST", "/admin/pictures", "writer"],
  ["GET", "/admin/pictures/:id/preview", "writer"],
  ["POST", "/admin/pictures/:id/cover", "writer"],
  ["POST", "/admin/pictures/:id/covered", "writer"],
  ["POST", "/admin/pictures/:id/focus", "writer"],
  ["POST", "/admin/pictures/:id/focused", "writer"],
  ["GET", "/admin/replies", "writer"],
  ["POST", "/admin/replies", "editor"],
  ["POST", "/admin/replies/chosen", "editor"],
  ["POST", "/admin/replies/host", "editor"],
  ["POST", "/admin/reactions", "editor"],
  ["GET", "/admin/actors", "writer"],
  ["GET", "/admin/followers", "writer"],
  ["POST", "/admin/followers", "editor"],
  ["GET", "/admin/following", "writer"],
  ["POST", "/admin/following", "editor"],
  ["POST", "/admin/following/stop", "editor"],
  ["GET", "/admin/allies", "writer"],
  ["GET", "/admin/blocks", "writer"],
  ["POST", "/admin/blocks", "editor"],
  ["POST", "/admin/blocks/limit", "editor"],
  ["POST", "/admin/blocks/remove", "editor"],
  ["POST", "/admin/blocks/import", "editor"],
  ["GET", "/admin/blocks/export", "writer"],
  ["GET", "/admin/reports", "writer"],
  ["POST", "/admin/reports", "editor"],
  ["GET", "/admin/hosts", "writer"],
  ["POST", "/admin/hosts", "editor"],
  ["POST", "/admin/posts/:id/deliveries", "editor"],
  ["GET", "/admin/posts/:id/deliveries/events", "writer"],
  ["GET", "/admin/reports/new", "editor"],
  ["POST", "/admin/reports/new", "editor"],
  ["GET", "/admin/pages", "writer"],
  ["GET", "/admin/pages/new", "editor"],
  ["POST", "/admin/pages/new", "editor"],
  ["POST", "/admin/pages", "editor"],
  ["POST", "/admin/pages/order", "editor"],
  ["GET", "/admin/pages/:slug/:language", "editor"],
  ["POST", "/admin/pages/:slug/:language", "editor"],
  ["POST", "/admin/pages/:slug/:language/edit", "editor"],
  ["POST", "/admin/pages/:slug/:language/remove", "editor"],
  ["GET", "/admin/allied-groups", "writer"],
  ["POST", "/admin/allied-groups", "editor"],
  ["POST", "/admin/allied-groups/order", "editor"],
  ["POST", "/admin/allied-groups/remove", "editor"],
  ["GET", "/admin/allied-groups/:id", "editor"],
  ["POST", "/admin/allied-groups/:id", "editor"],
  ["GET", "/admin/redirects", "admin"],
  ["POST", "/admin/redirects", "admin"],
  ["POST", "/admin/redirects/import", "admin"],
  ["POST", "/admin/redirects/remove", "admin"],
  ["GET", "/admin/settings", "admin"],
  ["POST", "/admin/settings", "admin"],
  ["POST", "/admin/settings/handle", "admin"],
  ["POST", "/admin/settings/pictures/:id/cover", "admin"],
  ["POST", "/admin/settings/pictures/:id/covered", "admin"],
  ["GET", "/admin/settings/rules", "admin"],
  ["POST", "/admin/settings/rules", "admin"],
  ["GET", "/admin/settings/machines", "admin"],
  ["POST", "/admin/settings/machines", "admin"],
  ["GET", "/admin/members", "admin"],
  ["GET", "/admin/log", "admin"],
  ["POST", "/admin/members/invitations", "admin"],
  ["POST", "/admin/members/invitations/revoke", "admin"],
  ["POST", "/admin/members/passphrase", "admin"],
  ["POST", "/admin/members/remove", "admin"],
  ["POST", "/admin/members/suspend", "admin"],
  ["POST", "/admin/members/restore", "admin"],
  ["POST", "/admin/members/role", "admin"],
  ["POST", "/admin/members/second-factor", "admin"],
  ["POST", "/admin/members/second-factor-required", "admin"],
  ["POST", "/admin/members/sessions", "admin"],
  ["POST", "/admin/posts/:id/withdraw", "editor"],
];

const order: Role[] = ["writer", "editor", "admin"];

let side: MembersSide;
let postId: string;
const browsers = {} as Record<Role, Browser>;

beforeAll(async () => {
  side = await membersSide();
  for (const role of order) browsers[role] = await side.browse(await side.join(role, role));
  const text = { name: "", source: "A text.", summary: "", language: "en", tags: [], pictures: [] };
  ({ id: postId } = await publishPost(side.sql, { ...text, type: "Note", pinned: false }));
});
afterAll(() => side.stop());

const ask = (browser: Browser, method: "GET" | "POST", path: string) => {
  const address = path.replace(":id", postId);
  return method === "GET" ? browser.get(address) : browser.post(address);
};

test("the table names every route there is", () => {
  const routes = side.app.routes.filter(({ path, method }) => path.startsWith("/admin") && method !== "ALL");
  const named = (method: string, path: string) => `${method} ${path}`;
  expect(new Set(routes.map(({ method, path }) => named(method, path)))).toEqual(
    new Set(table.map(([method, path]) => named(method, path))),
  );
});

describe.each(table)("%s %s", (method, path, lowest) => {
  test.each(order)("a member with the role %s gets in as the table says", async (role) => {
    const { status } = await ask(browsers[role], method, path);
    const may = order.indexOf(role) >= order.indexOf(lowest);
    expect({ refused: status === 403, failed: status >= 500 }).toEqual({ refused: !may, failed: false });
  });

  test("nobody gets in without a session", async () => {
    const response = await side.app.request(path.replace(":id", postId), { method });
    const answer = [response.status, response.headers.get("location")?.split("?")[0]];
    expect(answer).toEqual(method === "POST" ? [403, undefined] : [302, "/login"]);
  });
});

describe("a form", () => {
  const count = async () => (await side.sql`select 1 from block`).length;
  const target = { target: "hate.example" };

  test("without the session's token changes nothing", async () => {
    for (const csrf of ["", "guessed", browsers.admin.csrfToken]) {
      expect((await browsers.editor.post("/admin/blocks", { ...target, csrf })).status).toBe(403);
    }
    expect(await count()).toBe(0);
  });

  test("with the token, but from another site's page, changes nothing", async () => {
    for (const origin of [
      "https://evil.example",
      "null",
      "http://harbour.example",
      "https://harbour.example:8443",
    ]) {
      expect((await browsers.editor.post("/admin/blocks", target, { origin })).status).toBe(403);
    }
    expect(await count()).toBe(0);
  });

  test("with the token and from our own page is carried out", async () => {
    expect((await browsers.editor.post("/admin/blocks", target)).status).toBe(303);
    expect(await count()).toBe(1);
  });

  test("that cannot be read is refused, and the server lives", async () => {
    const headers = { cookie: browsers.editor.cookie, "content-type": "multipart/form-data; boundary=x" };
    for (const body of ["--x\r\nrubbish", "\r\n--x--", "x".repeat(1000)]) {
      const response = await side.app.request("/admin/posts", { method: "POST", body, headers });
      expect([403, 422]).toContain(response.status);
    }
  });
});

test("every form has its token before whatever is typed or chosen, since nothing large is taken without", async () => {
  const forms: string[] = [];
  for (const [method, path] of table) {
    if (method !== "GET" || path.endsWith(".svg") || path.endsWith("/events")) continue;
    const page = await (await ask(browsers.admin, "GET", path)).text();
    for (const [, form = ""] of page.matchAll(/<form[^>]* method="post"[^>]*>([^]*?)<\/form>/g)) {
      const [first = ""] = /<(?:input|textarea|select)[^>]*>/.exec(form) ?? [];
      forms.push(/name="csrf"/.test(first) ? "" : `${path}: ${first}`);
    }
  }
  expect(forms.length).toBeGreaterThan(60);
  expect(forms.filter((wrong) => wrong !== "")).toEqual([]);
});

test("the menu shows admins what only they may do", async () => {
  expect(await browsers.admin.read("/admin")).toContain('href="/admin/settings"');
  expect(await browsers.editor.read("/admin")).not.toContain('href="/admin/settings"');
});

test("pages of the members' side are kept in no cache", async () => {
  const response = await browsers.writer.get("/admin");
  expect(response.headers.get("cache-control")).toBe("private, no-store");
});

test("C8. a suspended member's session dies at once", async () => {
  await browsers.admin.post("/admin/members/suspend", await side.ref("writer"));
  expect((await browsers.writer.get("/admin")).status).toBe(302);
});

test("a removed member's session dies at once", async () => {
  await browsers.admin.post("/admin/members/remove", await side.ref("editor"));
  expect((await browsers.editor.get("/admin")).status).toBe(302);
});
