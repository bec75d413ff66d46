import { afterAll, beforeAll, expect, test } from "vitest";
import { claimDeliveries } from "../../src/store/deliveries.ts";
import { addFollower } from "../../src/store/followers.ts";
import { issueInvitation } from "../../src/store/invitations.ts";
import type { Member } from "../../src/store/members.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { isPanicked, liftPanic, panic } from "../../src/store/panic.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { beginSignIn, findSignIn } from "../../src/store/sign-ins.ts";
import { editPost, publishPost } from "../support/written.ts";
import {
  type Browser,
  decideAlone,
  formData,
  membersSide,
  type MembersSide,
  origin,
  passphrase,
  stranger,
} from "./members-side.ts";

let side: MembersSide;
let members: { admin: Member; writer: Member };
let postId: string;

const text = {
  name: "",
  source: "A text.",
  summary: "",
  language: "en",
  tags: [],
  pictures: [],
  pinned: false,
};
const note = { ...text, type: "Note" } as const;
const draft = { type: "Note", name: "", source: "", summary: "", language: "en", tags: "" };
const isOpen = async (browser: Browser) => (await browser.get("/admin")).status === 200;
const versions = () => side.sql`select id, revision, withdrawn_at from post order by id`;

beforeAll(async () => {
  side = await membersSide();
  members = { admin: await side.join("ines", "admin"), writer: await side.join("omar", "writer") };
  await addFollower(
    side.sql,
    await stranger(side.sql, "ana", "quay.example"),
    "https://quay.example/1",
    false,
  );
  ({ id: postId } = await publishPost(side.sql, note));
});
afterAll(() => side.stop());

test("a panic waits for what is being published at this moment", async () => {
  const { sql } = side;
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const publishing = sql.begin(async (tx) => {
    expect(await isPanicked(tx)).toBe(false);
    begun.resolve();
    await end.promise;
  });
  await begun.promise;
  let over = false;
  const closing = panic(sql).then(() => (over = true));
  const waits = async () => {
    const waiting = await sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return over || waiting.length > 0;
  };
  await expect.poll(waits, { timeout: 20_000 }).toBe(true);
  expect(over).toBe(false);
  end.resolve();
  await Promise.all([publishing, closing]);
  await liftPanic(sql);
});

test("the button asks once more before anything happens", async () => {
  const writer = await side.browse(members.writer);
  expect(await writer.read("/admin")).toContain('href="/admin/panic"');
  expect(await writer.read("/admin/panic")).toContain("Yes, close everything now");
  await writer.post("/admin/panic");
  expect(await isOpen(writer)).toBe(true);
});

test("any member ends all sessions, sign-ins under way and open invitations by it", async () => {
  const { admin, writer } = members;
  const browsers = [await side.browse(admin), await side.browse(admin), await side.browse(writer)];
  const signIn = await beginSignIn(side.sql, admin.id);
  const secret = readSecretKey(side.config.secretKeyFile);
  const { token } = await issueInvitation(side.sql, secret, "writer");
  const response = await browsers[2]!.post("/admin/panic", { sure: "yes" });
  expect([response.status, response.headers.get("location")]).toEqual([303, "/login?done=panicked"]);
  expect(await Promise.all(browsers.map(isOpen))).toEqual([false, false, false]);
  expect(await findSignIn(side.sql, signIn)).toBeUndefined();
  expect((await side.app.request(`/invitation/${token}`)).status).toBe(404);
  const page = await side.app.request("/login?done=panicked");
  expect(await page.text()).toContain("Everything is closed");
});

test("nothing is published, edited or withdrawn then, by form or command, and the text comes back", async () => {
  const before = await versions();
  const admin = await side.browse(members.admin);
  const written = { type: "Note", source: "Two words & more", language: "en" };
  for (const path of [
    "/admin/posts",
    `/admin/posts/${postId}`,
    `/admin/posts/${postId}/withdraw`,
    "/admin/reactions",
  ]) {
    const response = await admin.post(path, written);
    const page = await response.text();
    expect([response.status, page]).toEqual([409, expect.stringContaining("Publishing is closed")]);
    expect(page).toContain("Two words &amp; more");
  }
  const acts = [
    () => publishPost(side.sql, note),
    () => editPost(side.sql, postId, text),
    () => withdrawPost(side.sql, postId),
  ];
  for (const act of acts) await expect(act()).rejects.toThrow("panicked");
  expect(await versions()).toEqual(before);
});

test("nobody reads a draft then by any page, and all of it is there afterwards", async () => {
  const [writer, admin] = [await side.browse(members.writer), await side.browse(members.admin)];
  await side.sql`update collective set panicked_at = null`;
  const kept = await writer.post("/admin/drafts", { ...draft, source: "CANARYDRAFT" });
  const id = /drafts\/(\w+)/.exec(kept.headers.get("location")!)![1]!;
  const french = await writer.post("/admin/drafts", {
    ...draft,
    translates: id,
    language: "fr",
    source: "Ici.",
  });
  const other = /drafts\/(\w+)/.exec(french.headers.get("location")!)![1]!;
  const fields = { ...draft, draftId: other, version: "1", number: "1", "keep:draftId": other };
  const answers = async () =>
    Promise.all([
      ...[
        `/admin/posts/new?translateDraft=${id}`,
        `/admin/drafts/${id}`,
        `/admin/drafts/${id}/edit`,
        `/admin/drafts/${id}/changes`,
        "/admin/drafts",
        "/admin",
      ].map((path) => admin.read(path)),
      ...[
        "/admin/posts/new",
        "/admin/pictures/x/cover",
        "/admin/pictures/x/covered",
        "/admin/pictures/x/focus",
        "/admin/preview",
        `/admin/drafts/${id}/edit`,
        `/admin/drafts/${id}/comments`,
        "/admin/posts",
      ].map(async (path) => (await admin.post(path, { ...fields, intent: "back" })).text()),
    ]);
  expect((await answers()).join()).toContain("CANARYDRAFT");
  await side.sql`update collective set panicked_at = now()`;
  expect((await answers()).join()).not.toContain("CANARYDRAFT");
  await side.sql`update collective set panicked_at = null`;
  expect((await answers()).join()).toContain("CANARYDRAFT");
  await side.sql`update collective set panicked_at = now()`;
});

test("the site stays up, members can sign in, and the page for all of them says why nothing goes", async () => {
  expect((await side.app.request(`/p/${postId}`)).status).toBe(200);
  const body = formData({ name: "omar", passphrase });
  const signIn = await side.app.request("/login", { method: "POST", body, headers: { origin } });
  const cookie = signIn.headers.get("set-cookie")!.split(";")[0]!;
  const page = await (await side.app.request("/admin", { headers: { cookie } })).text();
  expect(page).toContain("A member has closed everything in an emergency");
  expect(page).not.toContain("/admin/panic/lift");
});

test("nobody is let in or gets further in then, though an admin's session asks for it; keeping out goes on", async () => {
  const admin = await side.browse(members.admin);
  const { id } = await side.join("sam", "editor");
  const omar = members.writer.id;
  const row = () =>
    side.sql`select name, role, suspended_at is null as in, passphrase_hash from member order by id`;
  await admin.post("/admin/members/suspend", { id });
  const before = await row();
  for (const [path, fields] of [
    ["invitations", { role: "admin" }],
    ["restore", { id }],
    ["role", { id: omar, role: "admin" }],
    ["passphrase", { id: omar, newPassphrase: `${passphrase} again` }],
    ["second-factor", { id: omar }],
  ] as const) {
    const response = await admin.post(`/admin/members/${path}`, fields);
    expect([path, response.status]).toEqual([path, 409]);
    expect(await response.text()).toContain("until it is opened again nobody is let in");
  }
  expect(await row()).toEqual(before);
  expect(await side.sql`select 1 from invitation`).toEqual([]);
  expect((await admin.post("/admin/members/remove", { id })).status).toBe(303);
  expect(await side.sql`select 1 from member where id = ${id}`).toEqual([]);
});

test("an admin who is alone lifts it by the passphrase, a writer cannot", async () => {
  const [admin, writer] = [await side.browse(members.admin), await side.browse(members.writer)];
  expect((await writer.post("/admin/panic/lift")).status).toBe(403);
  await expect(publishPost(side.sql, note)).rejects.toThrow("panicked");
  expect(await admin.read("/admin")).toContain('action="/admin/panic/lift"');
  expect((await decideAlone(admin, await admin.post("/admin/panic/lift"))).status).toBe(303);
  await publishPost(side.sql, note);
});

test("what was withdrawn before is still deleted on other servers", async () => {
  await side.sql`update delivery set state = 'delivered'`;
  await withdrawPost(side.sql, postId);
  const admin = await side.browse(members.admin);
  await admin.post("/admin/panic", { sure: "yes" });
  const claimed = await claimDeliveries(side.sql, 100);
  const types =
    await side.sql`select type from activity where id = any(${claimed.map((each) => each.activityId)})`;
  expect(types.map(({ type }) => type)).toEqual(["Delete"]);
});
