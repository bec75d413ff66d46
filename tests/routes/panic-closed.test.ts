import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { access } from "../../src/routes/admin/access.ts";
import { react, undoReaction } from "../../src/store/allied-posts.ts";
import { addAlly, removeAlly } from "../../src/store/allies.ts";
import { addBlock, addLimit, importBlocks, removeBlock } from "../../src/store/blocks.ts";
import { changeHandle, changeRules, findCollective, loosenRules } from "../../src/store/collective.ts";
import { claimDeliveries, nextDelivery } from "../../src/store/deliveries.ts";
import { sendFlag } from "../../src/store/flags.ts";
import { addFollower, answerFollow, decideFollower } from "../../src/store/followers.ts";
import {
  listRequestedFollowing,
  requestFollowing,
  sendFollow,
  stopFollowing,
} from "../../src/store/following.ts";
import { welcomeHost } from "../../src/store/held.ts";
import { hideHistory } from "../../src/store/history.ts";
import { movePage, removePage } from "../../src/store/pages.ts";
import { liftPanic, panic } from "../../src/store/panic.ts";
import { unpinOverCallouts } from "../../src/store/pins.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { deliverProfileUpdate } from "../../src/store/profile.ts";
import { editPublicFiles } from "../../src/store/public-files.ts";
import { putRedirects } from "../../src/store/redirects.ts";
import { cancelReminder, planReminder, sendReminder } from "../../src/store/reminders.ts";
import { requireSecondFactor } from "../../src/store/second-factors.ts";
import { membersSide, type MembersSide, stranger } from "./members-side.ts";
import { addPage, editProfile, publishPost } from "../support/written.ts";

let side: MembersSide;
let postId: string;
let actor: Awaited<ReturnType<typeof stranger>>;
beforeAll(async () => {
  side = await membersSide();
  await side.join("ines", "admin");
  actor = await stranger(side.sql, "ana", "quay.example");
  await addFollower(side.sql, actor, "https://quay.example/1", false);
  const text = {
    name: "",
    source: "A text.",
    summary: "",
    language: "en",
    tags: [],
    pictures: [],
    pinned: false,
  };
  ({ id: postId } = await publishPost(side.sql, { ...text, type: "Note" }));
});
afterAll(() => side.stop());
beforeEach(() => side.sql`update collective set panicked_at = now()`);

/** What members may still send: their own door, keeping out, putting away, and the way back. */
const open = [
  "/admin/account/sessions",
  "/admin/account/feed",
  "/admin/account/feed/remove",
  "/admin/account/mail",
  "/admin/account/second-factor",
  "/admin/account/second-factor/offer",
  "/admin/account/second-factor/secret",
  "/admin/account/second-factor/drop",
  "/admin/account/second-factor/passkeys",
  "/admin/account/second-factor/remove",
  "/admin/account/second-factor/recovery-codes",
  "/admin/passphrase",
  "/admin/panic",
  "/admin/panic/lift",
  "/admin/decisions/:id/confirm",
  "/admin/decisions/:id/refuse",
  "/admin/decisions/:id/alone",
  "/admin/replies",
  "/admin/replies/chosen",
  "/admin/followers",
  "/admin/reports",
  "/admin/members/invitations/revoke",
  "/admin/members/remove",
  "/admin/members/suspend",
  "/admin/members/sessions",
];

const posts = access.filter(([method]) => method === "POST").map(([, path]) => path);

test("every form is closed in a panic but those for one's own door, keeping out and opening again", async () => {
  const admin = await side.browse({ ...(await side.ref("ines")) } as never);
  const everything = async () => {
    const tables = await side.sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_name not in ('session')`;
    const rows = tables.map(
      ({ name }) => side.sql`select t::text as row from ${side.sql(name)} t order by 1`,
    );
    return JSON.stringify(await Promise.all(rows));
  };
  const before = await everything();
  for (const path of posts.filter((each) => !open.includes(each))) {
    const response = await admin.post(path.replaceAll(/:\w+/g, postId), {
      source: "x",
      target: "evil.example",
    });
    expect([path, response.status]).toEqual([path, 409]);
  }
  expect(await everything()).toBe(before);
  expect(open.filter((path) => !posts.includes(path))).toEqual([]);
});

describe("nothing speaks for the collective in a panic, whoever calls it:", () => {
  const page = { slug: "give", language: "en", name: "Give", source: "Here.", inMenu: true };
  const rules = { twoPerson: true, retentionDays: 90, roundingMinutes: 0 } as const;
  const ally = { name: "Bakers", description: "", handle: "", link: "" };
  test.for<[string, () => Promise<unknown>]>([
    ["following", () => requestFollowing(side.sql, "@bakers@port.example")],
    ["following no more", () => stopFollowing(side.sql, "@bakers@port.example")],
    ["letting somebody follow", () => decideFollower(side.sql, actor.id, "Accept", "https://x.example")],
    ["boosting", () => react(side.sql, "Announce", "https://quay.example/1")],
    ["liking", () => react(side.sql, "Like", "https://quay.example/1")],
    ["taking a boost back", () => undoReaction(side.sql, "Announce", "https://quay.example/1")],
    ["reporting", () => sendFlag(side.sql, { actorId: actor.id, objects: [], content: "" })],
    ["blocking", () => addBlock(side.sql, "host", "evil.example")],
    ["limiting", () => addLimit(side.sql, "host", "evil.example")],
    ["lifting a block", () => removeBlock(side.sql, "host", "evil.example")],
    ["taking over blocks", () => importBlocks(side.sql, [{ host: "evil.example", severity: "limit" }])],
    ["letting a host in", () => side.sql.begin((tx) => welcomeHost(tx, "evil.example"))],
    ["a page", () => addPage(side.sql, page)],
    ["no page", () => removePage(side.sql, "give", "en")],
    ["another order of pages", () => movePage(side.sql, "give", "up")],
    ["an allied group", () => addAlly(side.sql, ally)],
    ["no allied group", () => removeAlly(side.sql, "x")],
    ["an old address", () => putRedirects(side.sql, [{ path: "/old", target: "/" }])],
    ["the profile", async () => editProfile(side.sql, (await findCollective(side.sql)) as never)],
    ["the profile elsewhere", () => deliverProfileUpdate(side.sql)],
    ["the handle", () => changeHandle(side.sql, "quay")],
    ["the rules", () => changeRules(side.sql, rules)],
    ["looser rules", () => loosenRules(side.sql, { twoPerson: false })],
    ["files for machines", () => editPublicFiles(side.sql, { robots: "", securityContact: "" })],
    ["earlier versions", () => hideHistory(side.sql, postId, true)],
    ["a reminder", () => planReminder(side.sql, postId, new Date())],
    ["no reminder", () => cancelReminder(side.sql, postId)],
    ["who needs a second factor", () => requireSecondFactor(side.sql, false)],
    ["a withdrawal", () => withdrawPost(side.sql, postId)],
  ])("%s", async ([, act]) => {
    await expect(act()).rejects.toThrow("panicked");
  });

  test("what the worker does by itself", async () => {
    await side.sql`insert into following (handle, state) values ('@a@b.example', 'looking-up')`;
    expect(await listRequestedFollowing(side.sql)).toEqual([]);
    await sendFollow(side.sql, "@a@b.example", actor);
    expect(await side.sql`select 1 from activity where type = 'Follow'`).toEqual([]);
    expect(await sendReminder(side.sql, "https://x.example")).toBe(false);
    expect(await unpinOverCallouts(side.sql)).toBe(0);
    await side.sql`update collective set panicked_at = null`;
    expect(await listRequestedFollowing(side.sql)).toEqual(["@a@b.example"]);
    await side.sql`delete from following`;
  });
});

test("what was on its way waits, answers to others' requests too, and goes out when it is opened again; what takes back goes", async () => {
  const { sql } = side;
  await sql`update collective set panicked_at = null`;
  await sql`update delivery set state = 'delivered'`;
  const text = {
    name: "",
    source: "Two.",
    summary: "",
    language: "en",
    tags: [],
    pictures: [],
    pinned: false,
  };
  await publishPost(sql, { ...text, type: "Note" });
  await withdrawPost(sql, postId);
  await panic(sql);
  const newcomer = await stranger(sql, "bo", "bay.example");
  const follow = { id: "https://bay.example/f", actor: newcomer.id, object: "https://harbour.example/" };
  await sql.begin(async (tx) => {
    await addFollower(tx, newcomer, follow.id, false);
    await answerFollow(tx, "Accept", follow);
  });
  const types = async () => {
    const claimed = await claimDeliveries(sql, 100);
    const rows = await sql<{ type: string }[]>`
      select type from activity where id = any(${claimed.map(({ activityId }) => activityId)})`;
    return rows.map(({ type }) => type).toSorted();
  };
  expect(await types()).toEqual(["Delete"]);
  expect(await nextDelivery(sql)).toBeUndefined();
  await liftPanic(sql);
  expect(await types()).toEqual(["Accept", "Create"]);
});
