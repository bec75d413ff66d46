import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addEntry, commandLine, removeOldEntries } from "../../src/store/audit.ts";
import { addFollower } from "../../src/store/followers.ts";
import { addReply } from "../../src/store/replies.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import {
  type Browser,
  hiddenFields,
  membersSide,
  type MembersSide,
  passphrase,
  stranger,
} from "./members-side.ts";

const written = {
  type: "Note",
  name: "",
  source: "We meet on Thursday.",
  summary: "",
  language: "en",
  tags: "",
};

let side: MembersSide;
let admin: Browser;
let editor: Browser;
beforeAll(async () => {
  side = await membersSide();
  admin = await side.browse(await side.join("ines", "admin"));
  editor = await side.browse(await side.join("omar", "editor"));
});
afterAll(() => side.stop());

const entries = async () => {
  const rows = await side.entries();
  return rows.map(({ name, role, act, object }) => `${name} ${role} ${act} ${object}`.trim());
};
const publish = async (browser: Browser): Promise<string> => {
  const response = await browser.post("/admin/posts", { ...written, once: crypto.randomUUID() });
  return /posts\/(\w+)/.exec(response.headers.get("location")!)![1]!;
};

describe("the log", () => {
  test("tells admins who did what", async () => {
    const id = await publish(editor);
    const form = hiddenFields(await editor.read(`/admin/posts/${id}/edit`), `/admin/posts/${id}`);
    await editor.post(`/admin/posts/${id}`, { ...written, ...form, source: "We meet on Friday." });
    const { id: actorId } = await stranger(side.sql, "marise", "quay.example");
    const replyId = "https://quay.example/notes/1";
    const reply = { id: replyId, actorId, postId: id, inReplyTo: null, summary: "", content: "<p>Yes.</p>" };
    const about = { language: "en", url: replyId, visibility: "public", published: new Date() } as const;
    await addReply(side.sql, { ...reply, ...about });
    await editor.post("/admin/replies", { id: replyId, state: "approved" });
    await editor.post(`/admin/posts/${id}/withdraw`);
    await editor.post("/admin/blocks", { target: "hate.example" });
    await editor.post("/admin/blocks/limit", { target: "loud.example" });
    await editor.post("/admin/blocks/remove", { kind: "host", value: "loud.example" });
    await admin.post("/admin/settings/handle", { handle: "quay" });
    await admin.post("/admin/members/invitations", { role: "writer" });
    await side.join("bo", "writer");
    await admin.post("/admin/members/passphrase", {
      ...(await side.ref("bo")),
      newPassphrase: `${passphrase} again`,
    });
    await admin.post("/admin/members/second-factor", await side.ref("bo"));
    await admin.post("/admin/members/remove", await side.ref("bo"));
    await admin.post("/admin/account/sessions");
    expect(await entries()).toEqual([
      `omar editor publish ${id}`,
      `omar editor edit ${id}`,
      `omar editor approved ${replyId}`,
      `omar editor withdraw ${id}`,
      "omar editor block hate.example",
      "omar editor limit loud.example",
      "omar editor unblock loud.example",
      "ines admin handle quay",
      "ines admin invite writer",
      "ines admin setPassphrase bo",
      "ines admin resetSecondFactor bo",
      "ines admin removeMember bo",
      "ines admin endSessions ines",
    ]);
    const page = await admin.read("/admin/log");
    expect(page).toContain("blocked");
    expect(page).toContain(`<a href="/admin/posts/${id}">`);
    expect(page).toContain("omar");
  });

  test("tells also what was done in the collective's name towards others, and with its pages", async () => {
    await side.sql`truncate audit`;
    const id = await publish(editor);
    const toll = await stranger(side.sql, "toll", "port.example");
    const { id: actorId } = toll;
    await addFollower(side.sql, toll, "https://port.example/f/1", true);
    const replyId = "https://port.example/notes/1";
    const reply = { id: replyId, actorId, postId: id, inReplyTo: null, summary: "", content: "<p>Yes.</p>" };
    const about = { language: "en", url: replyId, visibility: "public", published: new Date() } as const;
    await addReply(side.sql, { ...reply, ...about });
    for (const reaction of ["boost", "boost", "like", "unlike", "unboost"]) {
      await editor.post("/admin/reactions", { reaction, id: replyId });
    }
    await editor.post("/admin/followers", { id: actorId, decision: "Accept" });
    await editor.post("/admin/followers", { id: actorId, decision: "remove" });
    await editor.post("/admin/following", { handle: "@ally@pier.example" });
    await editor.post("/admin/following", { handle: "@ally@pier.example" });
    await editor.post("/admin/following/stop", { handle: "@ally@pier.example" });
    await editor.post("/admin/reports/new", { actor: actorId, text: "Threats.", once: crypto.randomUUID() });
    await side.sql`insert into flag (id, activity_id, actor_id) values ('f1', 'https://port.example/flags/1', ${actorId})`;
    await editor.post("/admin/reports", { id: "f1" });
    await editor.post(`/admin/posts/${id}/deliveries`, { order: "retry" });
    await editor.post(`/admin/posts/${id}/deliveries`, { order: "give-up" });
    await editor.post("/admin/hosts", { order: "give-up", host: "port.example" });
    const page = { name: "How to give", slug: "give", language: "en", source: "By post.", version: "1" };
    await editor.post("/admin/pages", page);
    await editor.post("/admin/pages", page);
    await editor.post("/admin/pages/give/en", { ...page, source: "In cash." });
    await editor.post("/admin/pages/order", { slug: "give", direction: "up" });
    await editor.post("/admin/pages/give/en/remove");
    await editor.post("/admin/allied-groups", { name: "The kitchen" });
    const [{ id: allyId }] = (await side.sql`select id from ally`) as [{ id: string }];
    await editor.post(`/admin/allied-groups/${allyId}`, { name: "The big kitchen" });
    await editor.post("/admin/allied-groups/order", { id: allyId, direction: "up" });
    await editor.post("/admin/allied-groups/remove", { id: allyId });
    await admin.post("/admin/redirects", { path: "/old", target: "/new" });
    await admin.post("/admin/redirects/import", { list: "/a,/b\n/c,/d" });
    await admin.post("/admin/redirects/remove", { path: "/old" });
    expect(await entries()).toEqual([
      `omar editor publish ${id}`,
      ...["boost", "like", "unlike", "unboost"].map((act) => `omar editor ${act} ${replyId}`),
      `omar editor acceptFollower ${actorId}`,
      `omar editor rejectFollower ${actorId}`,
      "omar editor follow @ally@pier.example",
      "omar editor unfollow @ally@pier.example",
      `omar editor report ${actorId}`,
      "omar editor closeReport f1",
      `omar editor giveUp ${id}`,
      "omar editor giveUp port.example",
      "omar editor savePage give en",
      "omar editor savePage give en",
      "omar editor orderPages",
      "omar editor removePage give en",
      "omar editor saveAlly The kitchen",
      "omar editor saveAlly The big kitchen",
      "omar editor orderAllies",
      "omar editor removeAlly The big kitchen",
      "ines admin redirect /old",
      "ines admin importRedirects 2",
      "ines admin removeRedirect /old",
    ]);
    expect(await admin.read("/admin/log")).toContain("took over a list of old addresses:");
  });

  test("holds nothing of an act that failed", async () => {
    const before = await entries();
    await editor.post("/admin/posts", { ...written, source: "" });
    await editor.post("/admin/blocks", { target: "harbour.example" });
    await admin.post("/admin/members/remove", await side.ref("ines"));
    await admin.post("/admin/members/invitations/revoke", { id: "none" });
    expect(await entries()).toEqual(before);
  });

  test("and the act are one transaction: without the entry there is no act", async () => {
    const posts = async () => (await side.sql`select 1 from post`).length;
    const before = await posts();
    await side.sql`alter table audit add constraint shut check (act <> 'publish') not valid`;
    expect((await editor.post("/admin/posts", { ...written, once: "other" })).status).toBe(503);
    await side.sql`alter table audit drop constraint shut`;
    expect(await posts()).toBe(before);
  });

  test("knows the time to the minute, and forgets after 90 days who published what", async () => {
    const [row] =
      await side.sql`select bool_and(date_trunc('minute', happened_at) = happened_at) as whole from audit`;
    expect(row!.whole).toBe(true);
    await side.sql`update audit set happened_at = now() - interval '91 days' where act = 'publish'`;
    expect(await removeOldEntries(side.sql)).toBe(1);
    expect((await entries()).filter((entry) => entry.includes("publish"))).toEqual([]);
  });

  test("tells what was done by a command from what members did", async () => {
    const secret = readSecretKey(side.config.secretKeyFile);
    await addEntry(side.sql, secret, { ...commandLine, act: "addMember", object: "eve: admin" });
    expect(await admin.read("/admin/log")).toMatch(
      /<span class="label">command line<\/span>\s+added the member\s+<bdi class="actor-handle">eve: admin/,
    );
  });

  test("goes on over pages, and no odd address breaks it", async () => {
    await side.sql`
      insert into audit (role, act, object, who_jwe)
      select 'editor', 'block', 'h' || n, (select who_jwe from audit limit 1) from generate_series(1, 60) n`;
    const page = await admin.read("/admin/log");
    const older = /href="(\/admin\/log\?before=\d+)"/.exec(page)![1]!;
    expect(await admin.read(older)).toContain("ines");
    for (const before of ["x", "-1", "1e99"]) {
      expect((await admin.get(`/admin/log?before=${before}`)).status).toBe(200);
    }
  });
});

test("C3. The same post by two members is byte-identical in HTML, JSON, feeds and headers", async () => {
  const both = await Promise.all([published("ines", "admin"), published("omar", "editor")]);
  for (const path of ["/", "/p/ID", "/feed.rss", "/feed.atom", "/feed.json"]) {
    expect(both[0].some((answer) => answer.startsWith(`["${path}"`))).toBe(true);
  }
  expect(both[0]).toEqual(both[1]);
  expect(both.flat().join("\n")).not.toMatch(/ines|omar/);
});

/** All that is public of one post on a site of its own, with the id and the times that differ by chance made equal. */
async function published(name: string, role: "admin" | "editor"): Promise<string[]> {
  const own = await membersSide();
  try {
    const id = await publish(await own.browse(await own.join(name, role)));
    const noon = "2026-05-01T12:00:00Z";
    await own.sql`update post set published = ${noon}`;
    await own.sql`update revision set created_at = ${noon}`;
    await own.sql`update activity set created_at = ${noon}`;
    await own.sql`update collective set created_at = ${noon}, updated_at = ${noon}`;
    const [activity] = await own.sql`select id from activity where type = 'Create'`;
    const asked = ["text/html", "application/activity+json"].flatMap((accept) =>
      ["/", `/p/${id}`, "/feed.rss", "/feed.atom", "/feed.json", "/outbox", "/archive"].map((path) => ({
        accept,
        path,
      })),
    );
    const told: string[] = [];
    for (const { accept, path } of asked) {
      const response = await own.app.request(path, { headers: { accept } });
      if (response.status === 404) continue;
      const headers = [...response.headers].filter(([header]) => header !== "etag");
      const whole = JSON.stringify([path, headers, await response.text()]);
      told.push(whole.replaceAll(id, "ID").replaceAll(activity!.id, "ACTIVITY"));
    }
    return told;
  } finally {
    await own.stop();
  }
}
