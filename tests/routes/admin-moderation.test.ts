import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addAlliedPost } from "../../src/store/allied-posts.ts";
import type { Actor } from "../../src/store/actors.ts";
import { isBlocked } from "../support/blocks.ts";
import { publishPost } from "../support/written.ts";
import { addFlag, listFlags } from "../../src/store/flags.ts";
import { addFollower, findFollower } from "../../src/store/followers.ts";
import { listFollowing, sendFollow } from "../../src/store/following.ts";
import { addReply, findReply, type NewReply } from "../../src/store/replies.ts";
import { settle } from "./followed-site.ts";
import { type Browser, membersSide, type MembersSide, stranger } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
let postId: string;
let marise: Actor;

beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`truncate post, activity, reply, actor, following, block, flag cascade`;
  marise = await stranger(side.sql, "marise", "quai.example");
  const text = { name: "Meeting", source: "A text.", summary: "", language: "en", tags: [], pictures: [] };
  ({ id: postId } = await publishPost(side.sql, { ...text, type: "Note", pinned: false }));
});

async function reply(more: Partial<NewReply> = {}): Promise<string> {
  const id = more.id ?? "https://quai.example/notes/1";
  const usual = {
    id,
    actorId: marise.id,
    postId,
    inReplyTo: null,
    summary: "",
    content: "<p>We come.</p>",
    url: id,
  };
  await addReply(side.sql, {
    ...usual,
    language: "en",
    visibility: "public",
    published: new Date(),
    ...more,
  });
  return id;
}
const stateOf = async (id: string) => (await findReply(side.sql, id))?.state;
const publicPage = async () => (await side.app.request(`/p/${postId}`)).text();

describe("replies", () => {
  test("wait in the list of those to read, and are on the site only after somebody shows them", async () => {
    const id = await reply();
    expect(await editor.read("/admin/replies")).toContain("<p>We come.</p>");
    expect(await publicPage()).not.toContain("We come.");
    const response = await editor.post("/admin/replies", {
      id,
      state: "approved",
      back: "/admin/replies?tab=pending",
    });
    expect(response.headers.get("location")).toBe("/admin/replies?tab=pending&done=approved");
    expect(await publicPage()).toContain("We come.");
    expect(await editor.read("/admin/replies?tab=pending")).not.toContain("We come.");
    await editor.post("/admin/replies", { id, state: "hidden" });
    expect(await publicPage()).not.toContain("We come.");
    expect(await editor.read("/admin/replies?tab=hidden")).toContain("We come.");
  });

  test("that their author deleted and brought back say so until they are shown again", async () => {
    const id = await reply({ restored: true });
    expect(await editor.read("/admin/replies")).toContain("Its author deleted it and brought it back.");
    await editor.post("/admin/replies", { id, state: "approved" });
    expect(await editor.read("/admin/replies?tab=approved")).not.toContain("deleted it");
  });

  test.each(["direct", "followers"] as const)(
    "with the visibility %s are marked, offer no way to show them, and cannot be shown by force",
    async (visibility) => {
      const id = await reply({ visibility });
      const page = await editor.read("/admin/replies");
      expect(page).toContain(visibility === "direct" ? "private message" : "only for their followers");
      expect(page).not.toContain('value="approved"');
      expect(page).not.toContain('value="boost"');
      expect((await editor.post("/admin/replies", { id, state: "approved" })).status).toBe(409);
      expect(await stateOf(id)).toBe("pending");
      await editor.post("/admin/replies", { id, state: "hidden" });
      expect(await stateOf(id)).toBe("hidden");
    },
  );

  test("that answer nothing stand apart as mentions", async () => {
    await reply({ postId: null, content: "<p>Look at them.</p>" });
    expect(await editor.read("/admin/replies")).not.toContain("Look at them.");
    expect(await editor.read("/admin/replies?tab=mentions")).toContain("Look at them.");
  });

  test("with a name made to deceive show the true address beside it", async () => {
    await side.sql`update actor set name = '</bdi><script>admin@harbour.example' where id = ${marise.id}`;
    await reply();
    const page = await editor.read("/admin/replies");
    expect(page).not.toContain("<script");
    expect(page).toContain("@marise@quai.example");
  });

  test("lead back to no page outside the members' side", async () => {
    const id = await reply();
    const response = await editor.post("/admin/replies", {
      id,
      state: "refused",
      back: "https://evil.example/",
    });
    expect(response.headers.get("location")).toBe("/admin/replies?done=refused");
  });

  test("are forgotten by the site when their author or the whole server is blocked", async () => {
    const id = await reply();
    await editor.post("/admin/replies", { id, state: "approved" });
    await editor.post("/admin/blocks", { target: marise.host });
    expect(await stateOf(id)).toBe("refused");
    expect(await publicPage()).not.toContain("We come.");
  });
});

describe("likes and boosts", () => {
  test("of a reply go out once, and can be taken back", async () => {
    const id = await reply();
    for (let pressed = 0; pressed < 2; pressed++) {
      expect((await editor.post("/admin/reactions", { id, reaction: "boost" })).status).toBe(303);
    }
    expect(await side.sql`select 1 from activity where type = 'Announce'`).toHaveLength(1);
    expect(await editor.read("/admin/replies")).toContain('value="unboost"');
    await editor.post("/admin/reactions", { id, reaction: "unboost" });
    expect(await editor.read("/admin/replies")).toContain('value="boost"');
  });

  test("of an ally's post are offered, and of a post that never reached us refused", async () => {
    const id = "https://quai.example/notes/2";
    const post = {
      id,
      actorId: marise.id,
      name: "",
      summary: "",
      content: "<p>Soup.</p>",
      url: id,
      language: null,
    };
    await addAlliedPost(side.sql, { ...post, published: new Date() });
    expect(await editor.read("/admin/allies")).toContain("<p>Soup.</p>");
    await editor.post("/admin/reactions", { id, reaction: "like" });
    expect(await editor.read("/admin/allies")).toContain('value="unlike"');
    expect(
      (await editor.post("/admin/reactions", { id: "https://x.example/1", reaction: "like" })).status,
    ).toBe(404);
  });
});

describe("followers", () => {
  test("who have to be let in are let in, with an Accept, or turned away, with a Reject", async () => {
    const toll = await stranger(side.sql, "toll", "port.example");
    await addFollower(side.sql, marise, "https://quai.example/f/1", true);
    await addFollower(side.sql, toll, "https://port.example/f/1", true);
    expect(await editor.read("/admin/followers")).toContain("Waiting to be let in");
    await editor.post("/admin/followers", { id: marise.id, decision: "Accept" });
    await editor.post("/admin/followers", { id: toll.id, decision: "Reject" });
    expect((await findFollower(side.sql, marise.id))!.state).toBe("accepted");
    expect(await findFollower(side.sql, toll.id)).toBeUndefined();
    const sent =
      await side.sql`select type, recipient from activity where type in ('Accept', 'Reject') order by type`;
    expect(sent).toEqual([
      { type: "Accept", recipient: marise.id },
      { type: "Reject", recipient: toll.id },
    ]);
  });

  test("who are removed are told by a Reject, so that their server does not show them as following", async () => {
    await addFollower(side.sql, marise, "https://quai.example/f/1", false);
    await editor.post("/admin/followers", { id: marise.id, decision: "remove" });
    expect(await findFollower(side.sql, marise.id)).toBeUndefined();
    expect(await side.sql`select 1 from activity where type = 'Reject'`).toHaveLength(1);
  });
});

describe("following", () => {
  test.each(["@news@Port.Example", "news@port.example", "acct:news@port.example", " @news@port.example "])(
    "%s is one account, however it is typed",
    async (handle) => {
      expect((await editor.post("/admin/following", { handle })).status).toBe(303);
      expect(await listFollowing(side.sql, { limit: 5 })).toMatchObject([{ handle: "@news@port.example" }]);
      const again = await editor.post("/admin/following", { handle: "@news@port.example" });
      expect(await again.text()).toContain("followed already");
    },
  );

  test.each(["news", "@news", "javascript:alert(1)", "a b@c", ""])(
    "%s is no account, and stays typed",
    async (handle) => {
      const response = await editor.post("/admin/following", { handle });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain(`value="${handle}"`);
    },
  );

  test("that their server does not take is no request that waits, and can be made again", async () => {
    const news = await stranger(side.sql, "news", "port.example");
    await editor.post("/admin/following", { handle: "@news@port.example" });
    await sendFollow(side.sql, "@news@port.example", news);
    expect(await editor.read("/admin/following")).toContain("they have not let you in yet");
    await settle(side.sql, "port.example", "failed", { status: 400, error: "HTTP 400" });
    const page = await editor.read("/admin/following");
    expect(page).toMatch(/their server did not take that<\/span\s*> <bdi>HTTP 400<\/bdi>/);
    expect(page).toContain("Try again");
    expect((await editor.post("/admin/following", { handle: "@news@port.example" })).status).toBe(303);
    expect(await listFollowing(side.sql, { limit: 5 })).toMatchObject([{ state: "looking-up", error: null }]);
  });

  test("ends when a member stops it", async () => {
    await editor.post("/admin/following", { handle: "@news@port.example" });
    await editor.post("/admin/following/stop", { handle: "@news@port.example" });
    expect(await listFollowing(side.sql, { limit: 5 })).toEqual([]);
  });
});

describe("blocks", () => {
  test.each(["@marise@quai.example", "https://quai.example/@marise", "https://quai.example/users/marise"])(
    "of an account hold its id, when it is typed as %s",
    async (target) => {
      expect((await editor.post("/admin/blocks", { target })).status).toBe(303);
      expect(await isBlocked(side.sql, [marise.id])).toBe(true);
      expect(await isBlocked(side.sql, ["https://quai.example/users/other"])).toBe(false);
    },
  );

  test.each(["hate.example", "HATE.example", "https://hate.example/"])(
    "of %s hold the whole server",
    async (target) => {
      expect((await editor.post("/admin/blocks", { target })).status).toBe(303);
      expect(await isBlocked(side.sql, ["https://hate.example/users/x", "https://sub.hate.example/y"])).toBe(
        true,
      );
      await editor.post("/admin/blocks/remove", { kind: "host", value: "hate.example" });
      expect(await isBlocked(side.sql, ["https://hate.example/users/x"])).toBe(false);
    },
  );

  test.each([
    "@unknown@hate.example",
    "https://hate.example/@unknown",
    "hate",
    "",
    "a b.example",
    "harbour.example",
  ])("that would hold nothing, or ourselves, are refused: %s", async (target) => {
    const response = await editor.post("/admin/blocks", { target });
    expect(response.status).toBe(422);
    expect(await side.sql`select 1 from block`).toHaveLength(0);
  });
});

test("a report is read, and closed", async () => {
  const objects = [`https://harbour.example/p/${postId}`, "javascript:alert(1)"];
  await addFlag(side.sql, {
    activityId: "https://quai.example/1",
    actorId: marise.id,
    content: "<b>Rude</b>",
    objects,
  });
  const page = await editor.read("/admin/reports");
  expect(page).toContain("&lt;b&gt;Rude");
  expect(page).not.toContain('href="javascript:');
  const [report] = await listFlags(side.sql, { open: true, limit: 5 });
  await editor.post("/admin/reports", { id: report!.id });
  expect(await editor.read("/admin/reports")).toContain("There are no open reports.");
});

test("what an account reports while its last report is open is added to that one", async () => {
  const about = (posts: string[]) => posts.map((each) => `https://harbour.example/p/${each}`);
  const report = (content: string, objects: string[]) =>
    side.sql.begin((tx) =>
      addFlag(tx, { activityId: `https://quai.example/${content}`, actorId: marise.id, content, objects }),
    );
  await Promise.all([report("Rude", about(["a"])), report("And false", about(["a", "b"]))]);
  await report("y".repeat(90_000), about(Array.from({ length: 100 }, (_, at) => `c${at}`)));
  const open = await listFlags(side.sql, { open: true, limit: 5 });
  expect(open).toHaveLength(1);
  expect(open[0]!.content).toMatch(/^(Rude\n\nAnd false|And false\n\nRude)\n\ny+$/);
  expect([open[0]!.content.length, open[0]!.objects.length]).toEqual([5000, 20]);
  expect(await editor.read("/admin")).toMatch(/Reports <span class="count">1</);
  expect(await editor.read("/admin/reports")).not.toContain("Close all from");
});

test("all reports of a host are closed at once, and those of others stay", async () => {
  const accounts = [
    marise,
    await stranger(side.sql, "zoe", "quai.example"),
    await stranger(side.sql, "max", "other.example"),
  ];
  for (const { id } of accounts) {
    await addFlag(side.sql, { activityId: `${id}/1`, actorId: id, content: `By ${id}`, objects: [] });
  }
  expect(await editor.read("/admin/reports")).toContain(`value="quai.example">Close all from quai.example<`);
  await editor.post("/admin/reports", { id: "", host: "quai.example" });
  expect(await editor.read("/admin/reports?done=reportsClosed")).toContain("The reports are closed.");
  expect((await listFlags(side.sql, { open: true, limit: 5 })).map(({ host }) => host)).toEqual([
    "other.example",
  ]);
});

test("the overview says what waits, and that other servers cannot reach an address that is not public", async () => {
  await reply();
  const page = await editor.read("/admin");
  expect(page).toMatch(/Replies to read <span class="count">1</);
  expect(page).toContain("Other servers cannot reach this one yet");
  expect(page).toContain("https://harbour.example");
});
