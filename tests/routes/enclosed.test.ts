import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addAlliedPost } from "../../src/store/allied-posts.ts";
import { addSharedPost } from "../../src/store/allied-shares.ts";
import { addLimit } from "../../src/store/blocks.ts";
import type { Actor } from "../../src/store/actors.ts";
import { addReply, moderateReply, type NewReply } from "../../src/store/replies.ts";
import type { Enclosed } from "../../src/text/enclosed.ts";
import { type Browser, membersSide, type MembersSide, stranger } from "./members-side.ts";
import { publishPost } from "../support/written.ts";

let side: MembersSide;
let editor: Browser;
let postId: string;
let marise: Actor;

beforeAll(async () => {
  side = await membersSide();
  await side.sql`update collective set time_zone = 'Europe/Paris'`;
  editor = await side.browse(await side.join("omar", "editor"));
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`truncate post, activity, reply, actor cascade`;
  marise = await stranger(side.sql, "marise", "quai.example");
  const text = { name: "Meeting", source: "A text.", summary: "", language: "en", tags: [], pictures: [] };
  ({ id: postId } = await publishPost(side.sql, { ...text, type: "Note", pinned: false }));
});

const nothing: Enclosed = { media: [], more: 0, sensitive: false, poll: null, event: null };
const pictureAlone: Enclosed = { ...nothing, media: [{ kind: "picture", description: "A door <closed>" }] };
const twoPictures: Enclosed = {
  ...nothing,
  sensitive: true,
  media: [
    { kind: "picture", description: "A wound" },
    { kind: "picture", description: "" },
  ],
};
const id = "https://quai.example/notes/1";

async function reply(more: Partial<NewReply>): Promise<void> {
  const usual = { id, actorId: marise.id, postId, inReplyTo: null, summary: "", content: "", url: id };
  const about = { language: "en", visibility: "public", published: new Date() } as const;
  await addReply(side.sql, { ...usual, ...about, ...more });
}

const ally = (more: Partial<Parameters<typeof addAlliedPost>[1]>) =>
  addAlliedPost(side.sql, {
    id,
    actorId: marise.id,
    name: "",
    summary: "",
    content: "",
    language: "en",
    url: id,
    published: new Date(),
    ...more,
  });

/** What is read on a page, on one line, as somebody reads it whose browser prefers this language. */
async function read(path: string, language = "en"): Promise<string> {
  const page = await (await editor.get(path, { "accept-language": language })).text();
  const main = page.slice(page.indexOf("<main"), page.indexOf("</main>"));
  return main
    .replace(/<[^>]*>/g, " ")
    .replace(/[\s\u202f]+/g, " ")
    .replaceAll(" :", ":");
}
/** The public page. */
const publicPage = () => read(`/p/${postId}`);

describe("a reply that is only a picture", () => {
  test("says so wherever members decide about it, answer it or report it", async () => {
    await reply({ enclosed: pictureAlone });
    const about = new URLSearchParams({ actor: marise.id, id: marise.id, reply: id });
    for (const path of [
      "/admin/replies",
      `/admin/replies?post=${postId}`,
      `/admin/actors?${about}`,
      `/admin/posts/new?${about}`,
      `/admin/reports/new?${about}`,
    ]) {
      const isTold = (await read(path)).includes("1 picture: A door &lt;closed&gt;");
      expect({ path, isTold }).toEqual({ path, isTold: true });
    }
    await side.sql`update reply set state = 'held', held_because = 'first-contact'`;
    expect(await read("/admin/replies?tab=held")).toContain("1 picture: A door &lt;closed&gt;");
  });

  test("says so in French to whoever reads that", async () => {
    await reply({ enclosed: twoPictures });
    const page = await read("/admin/replies", "fr");
    expect(page).toContain("2 images: A wound sans description");
    expect(page).toContain("signalé comme sensible par son auteur·ice");
  });

  test("says so to readers once it is approved, on the page and in the feed", async () => {
    await reply({ enclosed: pictureAlone });
    expect(await publicPage()).not.toContain("picture");
    await moderateReply(side.sql, id, "approved");
    expect(await publicPage()).toContain("1 picture: A door &lt;closed&gt;");
    const feed = await (await side.app.request(`/p/${postId}/replies.atom`)).text();
    expect(feed).toContain("1 picture: A door");
  });
});

test("pictures that their author marked as sensitive are told of to members at once, and to readers when they ask", async () => {
  await reply({ enclosed: twoPictures });
  expect(await read("/admin/replies")).toMatch(
    /marked as sensitive by its author.*2 pictures: A wound no description/,
  );
  await moderateReply(side.sql, id, "approved");
  const page = await (await side.app.request(`/p/${postId}`)).text();
  const [, folded = ""] = /<details class="warning">(.*?)<\/details>/s.exec(page) ?? [];
  const [said = "", hidden = ""] = folded.split("</summary>");
  expect(said).toContain("2 pictures, marked as sensitive by its author");
  expect(said).not.toContain("A wound");
  expect(hidden).toContain("A wound");
});

test("a warning does not hide from members what came along", async () => {
  await reply({ summary: "Police", content: "<p>They came.</p>", enclosed: twoPictures });
  const page = await editor.read("/admin/replies");
  expect(page.slice(page.indexOf("Content warning: Police")).split("</details>")[1]).toContain("A wound");
});

test("the title and the abstract of an article that answers stand before its text, for members and readers", async () => {
  const article = { name: "Our night", abstract: "<p>In <em>brief</em></p>", content: "<p>It was cold.</p>" };
  await reply(article);
  const whole = /Our night.*In short.*In brief.*It was cold\./;
  expect(await read("/admin/replies")).toMatch(whole);
  await moderateReply(side.sql, id, "approved");
  const page = await publicPage();
  expect(page).toMatch(whole);
  expect(page).not.toContain("Content warning");
});

describe("a post of an ally", () => {
  test("that others shared names its author and them, and says where its author is limited", async () => {
    const [toll, ines] = [
      await stranger(side.sql, "toll", "port.example"),
      await stranger(side.sql, "ines", "port.example"),
    ];
    const shared = {
      id,
      actorId: marise.id,
      name: "",
      summary: "",
      content: "<p>Soup.</p>",
      language: "en",
      url: id,
    };
    for (const { id: actorId } of [toll, ines]) {
      await addSharedPost(
        side.sql,
        { ...shared, published: new Date() },
        { actorId, activityId: `${actorId}/1` },
      );
    }
    expect(await read("/admin/allies")).toMatch(
      /@marise@quai\.example , shared by @toll@port\.example , @ines@port\.example/,
    );
    expect(await read("/admin/allies", "fr")).toMatch(
      /@marise@quai\.example , partagé par @toll@port\.example/,
    );
    expect(await read("/admin/allies")).not.toContain("You have limited");
    await addLimit(side.sql, "actor", marise.id);
    expect(await read("/admin/allies")).toContain("You have limited this account or its server.");
  });

  test("tells before it is boosted what is on its pictures, whether it is sensitive, and whether it is unlisted", async () => {
    await ally({ enclosed: twoPictures, visibility: "unlisted" });
    const page = await read("/admin/allies");
    expect(page).toMatch(
      /unlisted Everybody may read it.*marked as sensitive.*2 pictures: A wound no description/,
    );
    await ally({ id: `${id}0`, content: "<p>Soup.</p>" });
    await side.sql`delete from allied_post where id = ${id}`;
    expect(await read("/admin/allies")).not.toMatch(/unlisted|sensitive|\d pictures?/);
  });

  test("tells of a poll with its options", async () => {
    const poll = { options: ["Saturday", "Sunday"], several: true, endsAt: "2020-01-02T12:00:00.000Z" };
    await ally({ enclosed: { ...nothing, poll } });
    expect(await read("/admin/allies")).toContain(
      "Poll, several answers possible, closed since 2 January 2020: Saturday Sunday",
    );
  });

  test("tells of videos, recordings, files and links, and leads to these with their host", async () => {
    const media: Enclosed["media"] = [
      { kind: "video", description: "" },
      { kind: "audio", description: "A speech" },
      { kind: "file", description: "Leaflet" },
      { kind: "link", description: "The film", href: "https://film.example/1" },
    ];
    await ally({ enclosed: { ...nothing, media, more: 3 } });
    const page = await read("/admin/allies");
    expect(page).toMatch(
      /1 video 1 recording: A speech 1 file: Leaflet 1 link: The film \(film\.example\) and 3 more/,
    );
    expect(await editor.read("/admin/allies")).toMatch(
      /<a href="https:\/\/film\.example\/1" rel="nofollow ugc noopener noreferrer"/,
    );
  });

  test("tells when and where its event is, in the zone of the collective, and in its own where that differs", async () => {
    const event = {
      startsAt: "2026-12-05T13:00:00.000Z",
      endsAt: "2026-12-05T16:00:00.000Z",
      timeZone: "Europe/London",
      placeName: "The gate",
      placeAddress: "Harbour Street 4",
      status: "cancelled" as const,
    };
    await ally({ name: "Breakfast", enclosed: { ...nothing, event } });
    const page = await read("/admin/allies");
    expect(page).toMatch(
      /Breakfast.*Cancelled When: Saturday,? 5 December 2026.*14:00.*17:00 \(CET\) There: Saturday,? 5 December 2026.*13:00.*16:00 \(GMT\) Where: The gate, Harbour Street 4/,
    );
    expect(await read("/admin/allies", "fr")).toMatch(
      /Annulé Quand: samedi 5 décembre 2026.*Sur place:.*Où: The gate/,
    );
    await side.sql`update allied_post set enclosed = jsonb_set(enclosed, '{event,timeZone}', '"Europe/Brussels"')`;
    expect(await read("/admin/allies")).not.toContain("There:");
  });
});
