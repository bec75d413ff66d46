import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addBlock } from "../../src/store/blocks.ts";
import { addFlag } from "../../src/store/flags.ts";
import { addFollower } from "../../src/store/followers.ts";
import { recordHosts } from "../../src/store/hosts.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { addReaction } from "../../src/store/reactions.ts";
import { addReply, type NewReply } from "../../src/store/replies.ts";
import { publishPost } from "../support/written.ts";
import { type Browser, membersSide, type MembersSide, stranger } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
let writer: Browser;

beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
  writer = await side.browse(await side.join("bo", "writer"));
});
afterAll(() => side.stop());
beforeEach(() => side.sql`truncate post, activity, reply, actor, following, block, flag, host cascade`);

async function publish(name: string): Promise<string> {
  const text = { name, source: "A text.", summary: "", language: "en", tags: [], pictures: [] };
  return (await publishPost(side.sql, { ...text, type: "Note", pinned: false })).id;
}

let number = 0;
async function say(more: Partial<NewReply>): Promise<void> {
  number += 1;
  const { id: actorId } = await stranger(side.sql, "marise", "quai.example");
  const id = `https://quai.example/notes/${number}`;
  const text = { summary: "", content: "<p>Yes.</p>", language: "en", url: id, published: new Date() };
  await addReply(side.sql, {
    id,
    actorId,
    postId: null,
    inReplyTo: null,
    visibility: "public",
    ...text,
    ...more,
  });
}

/** The text of one section of the page, without its tags. */
async function section(browser: Browser, name: string): Promise<string> {
  const page = await browser.read("/admin");
  const found = page.split(`aria-labelledby="${name}"`)[1]?.split("</section>")[0] ?? ">";
  return found
    .slice(found.indexOf(">") + 1)
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

describe("the overview", () => {
  test("says what waits, since when, and for whom", async () => {
    const postId = await publish("Meeting");
    await say({ postId });
    await say({ postId });
    await say({});
    await say({ postId, heldBecause: "first-contact" });
    await side.sql`update reply set received_at = '2026-01-02' where id like '%/1'`;
    const toll = await stranger(side.sql, "toll", "port.example");
    await addFollower(side.sql, toll, "https://port.example/f/1", true);
    await addFlag(side.sql, {
      activityId: "https://port.example/1",
      actorId: toll.id,
      content: "",
      objects: [],
    });
    const words = await section(editor, "waiting");
    expect(words).toContain("Replies to read 2 the oldest since 2 January 2026");
    for (const each of ["Mentions to read 1", "Held replies 1", "Followers to let in 1", "servers 1"]) {
      expect(words).toContain(each);
    }
    expect(words).not.toContain("editors decide");
    expect(await section(writer, "waiting")).toContain("editors decide");
  });

  test("says so when nothing waits", async () => {
    expect(await section(editor, "waiting")).toBe("Waiting for you Nothing is waiting.");
  });

  test("names the servers that do not take what is published, and none that do", async () => {
    const outcome = { signature: "draft-cavage", error: "503" } as const;
    for (let failure = 0; failure < 2; failure++) {
      await recordHosts(side.sql, [{ ...outcome, host: "down.example", state: "trouble" }]);
    }
    await recordHosts(side.sql, [{ ...outcome, host: "well.example", state: "well" }]);
    const words = await section(editor, "not-arriving");
    expect(words).toContain("down.example");
    expect(words).not.toContain("well.example");
    await side.sql`truncate host`;
    expect(await section(editor, "not-arriving")).toBe("");
  });
});

describe("posts that were passed on lately", () => {
  const boost = async (postId: string, name: string, host = "quai.example") => {
    const actor = await stranger(side.sql, name, host);
    const activityId = `${actor.id}/boosts/${postId}`;
    await addReaction(side.sql, { postId, actorId: actor.id, type: "Announce", activityId });
    return actor;
  };

  test("stand with the names of who did, groups that are followed first", async () => {
    const [one, two] = [await publish("One"), await publish("Two")];
    const ally = await boost(one, "allies");
    await side.sql`insert into following (handle, actor_id, state) values (${ally.handle}, ${ally.id}, 'accepted')`;
    for (let each = 0; each < 10; each++) await boost(one, `reader${each}`);
    await boost(two, "late");
    const words = await section(editor, "boosts");
    expect(words).toMatch(
      /One 11 boosts Groups you follow: @allies@quai.example Others: .* and 7 more Two 1 boost/,
    );
  });

  test("are not those of long ago, withdrawn ones, or those that blocked accounts boosted", async () => {
    const [old, withdrawn, blocked] = [await publish("Old"), await publish("Gone"), await publish("Bad")];
    for (const id of [old, withdrawn]) await boost(id, "reader");
    await side.sql`update reaction set created_at = now() - interval '15 days' where post_id = ${old}`;
    await withdrawPost(side.sql, withdrawn);
    await boost(blocked, "rude");
    await addBlock(side.sql, "host", "quai.example");
    expect(await section(editor, "boosts")).toBe(
      "Passed on lately Nobody has boosted a post in the last two weeks.",
    );
  });
});
