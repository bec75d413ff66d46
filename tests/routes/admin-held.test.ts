import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../src/store/actors.ts";
import { isKnownHost } from "../../src/store/followers.ts";
import {
  addReply,
  findReply,
  type HeldBecause,
  moderateReply,
  releaseReply,
} from "../../src/store/replies.ts";
import { isBlocked } from "../support/blocks.ts";
import { editPost, publishPost } from "../support/written.ts";
import { type Browser, membersSide, type MembersSide, stranger } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
let postId: string;
let marise: Actor;
let toll: Actor;

beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`truncate post, activity, reply, actor, block, welcome, audit cascade`;
  marise = await stranger(side.sql, "marise", "quai.example");
  toll = await stranger(side.sql, "toll", "port.example");
  const text = { name: "", source: "A text.", summary: "", language: "en", tags: [], pictures: [] };
  ({ id: postId } = await publishPost(side.sql, { ...text, type: "Note", pinned: false }));
});

let number = 0;
async function hold(
  actor: Actor,
  heldBecause: HeldBecause = "first-contact",
  to: string | null = postId,
): Promise<string> {
  number += 1;
  const id = `${actor.id}/notes/${number}`;
  const text = { summary: "", content: `<p>word${number}</p>`, language: "en", url: id };
  const about = { postId: to, inReplyTo: null, published: new Date(), visibility: "public" } as const;
  await addReply(side.sql, { id, actorId: actor.id, ...text, ...about, heldBecause });
  return id;
}
const stateOf = async (id: string) => (await findReply(side.sql, id))?.state;
const decide = (host: string, decision: string) => editor.post("/admin/replies/host", { host, decision });

describe("what is held", () => {
  test("stands by host, the latest of each, with a way to all of it", async () => {
    const other = await stranger(side.sql, "ada", "quai.example");
    for (let each = 0; each < 4; each++) await hold(marise);
    await hold(other);
    await hold(toll);
    const page = await editor.read("/admin/replies?tab=held");
    const hosts = page.split('class="held-host"').slice(1);
    expect(hosts.map((host) => /<h2><bdi>([^<]*)/.exec(host)![1])).toEqual(["port.example", "quai.example"]);
    expect(hosts[1]).toContain("5 messages from 2 accounts");
    expect(hosts[1]!.match(/class="foreign"/g)).toHaveLength(3);
    expect(hosts[1]).toContain('href="/admin/replies?tab=held&amp;host=quai.example"');
    const all = await editor.read("/admin/replies?tab=held&host=quai.example");
    expect(all.match(/class="foreign"/g)).toHaveLength(5);
    expect(all).toContain("Only what is held of quai.example.");
  });

  test("shows the newest words of a host, and none that was decided about", async () => {
    const said = [];
    for (let each = 0; each < 5; each++) said.push(await hold(marise));
    await moderateReply(side.sql, said[4]!, "approved");
    await editor.post("/admin/replies/host", { host: "port.example", decision: "welcome" });
    const shown = (page: string) => [...page.matchAll(/word(\d+)/g)].map(([, word]) => Number(word));
    expect(shown(await editor.read("/admin/replies?tab=held"))).toEqual([number - 1, number - 2, number - 3]);
    const all = await editor.read("/admin/replies?tab=held&host=quai.example");
    expect(shown(all)).toEqual([number - 1, number - 2, number - 3, number - 4]);
  });

  test("stands under its post as that is called now, or under none", async () => {
    const text = { summary: "", language: "en", tags: [], pictures: [], pinned: false };
    const rally = { ...text, name: "The rally", source: "Come." };
    const { id } = await publishPost(side.sql, { ...rally, type: "Article" });
    await editPost(side.sql, id, { ...rally, name: "The rally on Sunday" });
    const other = await publishPost(side.sql, { ...rally, name: "The kitchen", type: "Article" });
    await editPost(side.sql, other.id, { ...rally, name: "The kitchen on Sunday" });
    await hold(marise, "first-contact", id);
    await hold(toll, "first-contact", null);
    const page = await editor.read("/admin/replies?tab=held");
    const items = page.split('class="foreign"').slice(1);
    expect(items.map((item) => /<bdi>(The [^<]*)/.exec(item)?.[1])).toEqual([
      undefined,
      "The rally on Sunday",
    ]);
  });

  test("is let in with its host, from which a first word is then no longer held", async () => {
    const [first, second, elsewhere] = [await hold(marise), await hold(marise), await hold(toll)];
    expect(await isKnownHost(side.sql, "quai.example")).toBe(false);
    await decide("quai.example", "welcome");
    expect([await stateOf(first), await stateOf(second)]).toEqual(["pending", "pending"]);
    expect(await stateOf(elsewhere)).toBe("held");
    expect(await isKnownHost(side.sql, "quai.example")).toBe(true);
    const [entry] = await side.sql`select act, object from audit`;
    expect(entry).toEqual({ act: "welcome", object: "quai.example" });
  });

  test("of a host that was let in is held again once a member ends that, on the page of any account there", async () => {
    await decide("quai.example", "welcome");
    const path = `/admin/actors?id=${encodeURIComponent(marise.id)}`;
    expect(await editor.read(path)).toContain("You have let this server in.");
    await decide("quai.example", "unwelcome");
    expect(await isKnownHost(side.sql, "quai.example")).toBe(false);
    expect(await editor.read(path)).not.toContain("You have let this server in.");
  });

  test("names the hosts that were let in, and each can be let in no more", async () => {
    for (const host of ["quai.example", "port.example"]) await decide(host, "welcome");
    const listed = async () =>
      [...(await editor.read("/admin/replies?tab=held")).matchAll(/class="block-value">([^<]*)/g)].map(
        ([, host]) => host,
      );
    expect(await listed()).toEqual(["port.example", "quai.example"]);
    await decide("port.example", "unwelcome");
    expect(await listed()).toEqual(["quai.example"]);
  });

  test("of a limited host is let in by ending the limit, but for accounts that are limited themselves", async () => {
    await editor.post("/admin/blocks/limit", { target: "quai.example" });
    await editor.post("/admin/blocks/limit", { target: marise.id });
    const other = await stranger(side.sql, "ada", "quai.example");
    const [limited, free] = [await hold(marise, "limited"), await hold(other, "limited")];
    await decide("quai.example", "welcome");
    expect([await stateOf(limited), await stateOf(free)]).toEqual(["held", "pending"]);
    const rows = await side.sql`select value from block`;
    expect(rows.map(({ value }) => value)).toEqual([marise.id]);
  });

  test("is let in where another host is limited, and where its own is blocked, which both go on", async () => {
    await editor.post("/admin/blocks/limit", { target: "port.example" });
    const first = await hold(marise);
    await decide("quai.example", "welcome");
    expect(await stateOf(first)).toBe("pending");
    await editor.post("/admin/blocks", { target: "haven.example" });
    await decide("haven.example", "welcome");
    const rows = await side.sql`select value, severity from block order by value`;
    expect(rows).toEqual([
      { value: "haven.example", severity: "block" },
      { value: "port.example", severity: "limit" },
    ]);
  });

  test("is refused with what accounts said that are limited themselves; what was decided about, or waits, stays", async () => {
    const [approved, waiting] = [await hold(marise), await hold(marise)];
    await moderateReply(side.sql, approved, "approved");
    await releaseReply(side.sql, waiting);
    await editor.post("/admin/blocks/limit", { target: marise.id });
    const held = await hold(marise, "limited");
    await decide("quai.example", "refuse");
    const states = await Promise.all([approved, waiting, held].map(stateOf));
    expect(states).toEqual(["approved", "pending", "refused"]);
  });

  test("is refused all at once, and only of that host", async () => {
    const [first, elsewhere] = [await hold(marise), await hold(toll)];
    await decide("quai.example", "refuse");
    expect([await stateOf(first), await stateOf(elsewhere)]).toEqual(["refused", "held"]);
    expect(await isKnownHost(side.sql, "quai.example")).toBe(false);
  });

  test.each(["/admin/blocks", "/admin/blocks/limit"])(
    "of a host that was let in is so no more after %s",
    async (path) => {
      await decide("quai.example", "welcome");
      await editor.post(path, { target: "quai.example", back: "/admin/replies?tab=held" });
      await editor.post("/admin/blocks/remove", { kind: "host", value: "quai.example" });
      expect(await isKnownHost(side.sql, "quai.example")).toBe(false);
    },
  );

  test("is blocked with its host from the same page", async () => {
    await hold(marise);
    const back = "/admin/replies?tab=held";
    const response = await editor.post("/admin/blocks", { target: "quai.example", back });
    expect(response.headers.get("location")).toBe(`${back}&done=blocked`);
    expect(await isBlocked(side.sql, [marise.id])).toBe(true);
    expect(await editor.read(back)).not.toContain("held-host");
  });

  test("is not decided about without a host or a decision", async () => {
    expect((await decide("", "welcome")).status).toBe(422);
    for (const word of ["sing", "constructor", "__proto__"]) {
      expect((await decide("quai.example", word)).status).toBe(422);
    }
  });
});
