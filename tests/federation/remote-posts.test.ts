import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listFlags } from "../../src/store/flags.ts";
import { findActor } from "../../src/store/actors.ts";
import { listReplies, moderateReply } from "../../src/store/replies.ts";
import { groupId, postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

let tocsin: Tocsin;
let peer: Peer;
let ada: Person;
let post: string;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
  ada = peer.person("ada");
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));
beforeEach(async () => {
  const { sql } = tocsin;
  await sql`truncate actor, reply, flag, received, delivery, activity cascade`;
  const text = { name: "Call-out", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  const { id } = await publishPost(sql, { ...text, type: "Note", pinned: false });
  post = postUrl(tocsin.origin, id);
  await act("Follow", { object: groupId(tocsin.origin) });
});

const act = async (type: string, rest: Record<string, unknown>) =>
  (await sendTo(`${tocsin.origin}/inbox`, peer, ada, activityOf(ada, type, rest))).status;
/** What a reply with these properties is kept as. */
async function replied(rest: Record<string, unknown>) {
  expect(await act("Create", { object: noteBy(ada, { inReplyTo: post, ...rest }) })).toBe(202);
  const [kept] = await listReplies(tocsin.sql, { limit: 1 });
  await tocsin.sql`delete from reply`;
  return kept!;
}

describe("a text in several languages", () => {
  it("is read where it stands in a map alone", async () => {
    const maps = { content: undefined, contentMap: { fr: "<p>Venez</p>" }, summaryMap: { fr: "Froid" } };
    expect(await replied(maps)).toMatchObject({ content: "<p>Venez</p>", summary: "Froid", language: "fr" });
  });

  it.each([[null], [""], [[]]])("is read from its map where the content is %j", async (content) => {
    expect(await replied({ content, contentMap: { en: ["<p>Come</p>"] } })).toMatchObject({
      content: "<p>Come</p>",
      language: "en",
    });
  });

  it("is in the language whose text is the content, wherever that stands in the map", async () => {
    const contentMap = { de: "<p>Kommt</p>", fr: "<p>Venez</p>", en: "<p>Come</p>" };
    expect(await replied({ content: "<p>Venez</p>", contentMap })).toMatchObject({
      content: "<p>Venez</p>",
      language: "fr",
    });
  });

  it("is the first of the map where no content stands by itself, and none of them is it", async () => {
    const contentMap = { de: "<p>Kommt</p>", fr: "<p>Venez</p>" };
    expect(await replied({ content: undefined, contentMap })).toMatchObject({
      content: "<p>Kommt</p>",
      language: "de",
    });
  });

  it("names an account, and gives a report its reason", async () => {
    ada.document["name"] = undefined;
    ada.document["nameMap"] = { fr: "Ada la voisine" };
    await act("Update", { object: ada.id });
    expect(await findActor(tocsin.sql, ada.id)).toMatchObject({ name: "Ada la voisine" });
    await act("Flag", { object: [post], contentMap: { fr: "C’est faux" } });
    expect(await listFlags(tocsin.sql, { open: true, limit: 5 })).toMatchObject([{ content: "C’est faux" }]);
  });
});

describe("a text that is no HTML", () => {
  it("keeps its paragraphs and addresses, in Markdown and as plain text", async () => {
    const content = "Come.\n\n*Now*: https://quai.example/film";
    const link =
      '<a href="https://quai.example/film" rel="nofollow noopener noreferrer ugc">https://quai.example/film</a>';
    expect((await replied({ content, mediaType: "text/markdown" })).content).toBe(
      `<p>Come.</p>\n<p><em>Now</em>: ${link}</p>\n`,
    );
    expect((await replied({ content, mediaType: ["text/plain"] })).content).toBe(
      `<p>Come.</p><p>*Now*: ${link}</p>`,
    );
  });

  it("is not taken from the source, which is for its author's editor", async () => {
    const source = { content: "Come **now**", mediaType: "text/markdown" };
    expect((await replied({ content: undefined, source })).content).toBe("");
  });
});

describe("a summary", () => {
  const summary = "<p>A <em>film</em> &amp; soup</p>";

  it.each(["Article", "Page", "Event", "Video", "Audio", "Image"])(
    "of an object of type %s is an abstract, and its title is kept",
    async (type) => {
      expect(await replied({ type, name: "The film\n night", summary })).toMatchObject({
        name: "The film night",
        summary: "",
        abstract: "<p>A <em>film</em> &amp; soup</p>",
      });
    },
  );

  it.each(["Note", "Question"])("of a %s is a warning", async (type) => {
    expect(await replied({ type, summary })).toMatchObject({ summary: "A film & soup", abstract: "" });
  });

  it("of what its author marked as sensitive is a warning, whatever it is", async () => {
    const kept = await replied({
      type: "Article",
      name: "Injuries",
      summary: "<p>Wounds</p>",
      sensitive: true,
    });
    expect(kept).toMatchObject({
      name: "Injuries",
      summary: "Wounds",
      abstract: "",
      enclosed: { sensitive: true },
    });
  });

  it.each([
    "<p>Come to the <em>film</em>.</p><p>Soup</p>",
    "Come to the film. Soup [...]",
    "Come to\u2026",
    "Come to the film. [\u2026]",
  ])("is left out where the text begins with the same words: %s", async (summary) => {
    const content = "<p>Come to the <strong>film</strong>.</p>\n<p>Soup from eight.</p>";
    expect(await replied({ type: "Article", summary, content })).toMatchObject({ abstract: "" });
    const other = `${summary} Free.`;
    expect((await replied({ type: "Article", summary: other, content })).abstract).toContain("Free.");
  });

  it("of an article that quotes us, or mentions us, is kept with its title", async () => {
    const article = { type: "Article", name: "A quote", summary: "In short", inReplyTo: undefined };
    const tag = [{ type: "Mention", href: groupId(tocsin.origin) }];
    expect(await replied({ ...article, quote: post })).toMatchObject({ kind: "quote", name: "A quote" });
    expect(await replied({ ...article, name: "A mention", tag })).toMatchObject({
      postId: null,
      name: "A mention",
      abstract: "In short",
    });
  });
});

describe("what comes besides the text", () => {
  const address = (name: string) => `${peer.origin}/media/${name}`;
  const enclosed = async (rest: Record<string, unknown>) => (await replied(rest)).enclosed;

  it("is told by kind, with what its author says is on it", async () => {
    const attachment = [
      { type: "Document", mediaType: "image/png", url: address("1.png"), name: "A door\nwith a banner" },
      { type: "Image", url: { type: "Link", href: address("2.webp"), mediaType: "image/webp" } },
      { type: "Document", mediaType: "video/mp4", url: address("3.mp4"), nameMap: { fr: "La marche" } },
      { type: "Audio", url: address("4.ogg"), name: null, summary: "A speech" },
      { type: "Document", mediaType: "application/pdf", url: address("5.pdf"), name: "Leaflet" },
      { type: "Link", href: "https://quai.example/film" },
      "https://quai.example/map",
      { type: "PropertyValue", name: "Pronouns", value: "they" },
    ];
    expect(await enclosed({ content: "", attachment, sensitive: true })).toEqual({
      media: [
        { kind: "picture", description: "A door with a banner" },
        { kind: "picture", description: "" },
        { kind: "video", description: "La marche" },
        { kind: "audio", description: "A speech" },
        { kind: "file", description: "Leaflet" },
        { kind: "link", description: "", href: "https://quai.example/film" },
        { kind: "link", description: "", href: "https://quai.example/map" },
      ],
      more: 0,
      sensitive: true,
      poll: null,
      event: null,
    });
  });

  it("is told where it is one value and no list, is the object itself, or stands twice", async () => {
    const picture = { type: "Image", mediaType: "image/jpeg", url: address("1.jpg"), name: "A door" };
    const told = [{ kind: "picture", description: "A door" }];
    expect((await enclosed({ attachment: picture })).media).toEqual(told);
    expect((await enclosed({ type: "Article", image: picture, attachment: [picture] })).media).toEqual(told);
    expect((await enclosed({ type: "Image", name: "A door", url: address("1.jpg") })).media).toEqual(told);
    expect((await enclosed({ type: "Video", name: "March" })).media).toEqual([
      { kind: "video", description: "" },
    ]);
    const image = address("2.jpg");
    expect((await enclosed({ type: "Page", image })).media).toEqual([{ kind: "picture", description: "" }]);
  });

  it("is told where the text is nothing but a picture", async () => {
    const kept = await replied({ content: `<p><img src="${address("1.jpg")}"></p>` });
    expect(kept.enclosed.media).toEqual([{ kind: "picture", description: "" }]);
  });

  it("has an end, and so has what is said of it", async () => {
    const attachment = Array.from({ length: 30 }, (_, at) => ({
      type: "Image",
      url: address(`${at}.jpg`),
      name: "a".repeat(3000),
    }));
    const { media, more } = await enclosed({ attachment });
    expect([media.length, more, media[0]!.description.length]).toEqual([20, 10, 1500]);
  });

  it("is a poll with its options", async () => {
    const options = ["Saturday", "<b>Sunday</b>"].map((name) => ({
      type: "Note",
      name,
      replies: { totalItems: 3 },
    }));
    const endTime = "2026-12-05T14:00:00";
    expect((await enclosed({ type: "Question", oneOf: options, endTime })).poll).toEqual({
      options: ["Saturday", "<b>Sunday</b>"],
      several: false,
      endsAt: "2026-12-05T14:00:00.000Z",
    });
    expect((await enclosed({ type: "Question", anyOf: options })).poll).toMatchObject({
      several: true,
      endsAt: null,
    });
    expect((await enclosed({ type: "Question", oneOf: options, anyOf: options })).poll).toMatchObject({
      options: ["Saturday", "<b>Sunday</b>"],
    });
  });

  it("is the time and the place of an event", async () => {
    const times = {
      startTime: "2026-12-05T14:00:00+01:00",
      endTime: "2026-12-05T17:00:00+01:00",
      timezone: "Europe/Paris",
    };
    const address = { type: "PostalAddress", streetAddress: "Harbour Street 4", addressLocality: "Calais" };
    const location = { type: "Place", name: "The gate", address };
    const event = { type: "Event", name: "Breakfast", ...times, location, status: "CANCELLED" };
    expect(await replied(event)).toMatchObject({ name: "Breakfast" });
    expect((await enclosed(event)).event).toEqual({
      startsAt: "2026-12-05T13:00:00.000Z",
      endsAt: "2026-12-05T16:00:00.000Z",
      timeZone: "Europe/Paris",
      placeName: "The gate",
      placeAddress: "Harbour Street 4, Calais",
      status: "cancelled",
    });
    expect((await enclosed({ ...event, status: "TENTATIVE" })).event).toMatchObject({ status: "tentative" });
    const gancio = { type: "Place", name: "The gate", address: "Harbour Street 4" };
    expect(
      (await enclosed({ ...event, location: [{ type: "VirtualLocation" }, gancio] })).event,
    ).toMatchObject({
      placeName: "The gate",
      placeAddress: "Harbour Street 4",
    });
    const wrong = {
      type: "Event",
      startTime: "soon",
      endTime: "2026-12-05",
      timezone: "Nowhere/At_all",
      location: "The gate",
    };
    expect((await enclosed(wrong)).event).toMatchObject({
      startsAt: null,
      endsAt: null,
      timeZone: null,
      placeName: "The gate",
    });
  });

  it("is read again when its author changes it, and what was approved waits", async () => {
    const note = noteBy(ada, { inReplyTo: post, published: "2026-01-01T00:00:00Z" });
    await act("Create", { object: note });
    await moderateReply(tocsin.sql, note["id"] as string, "approved");
    const attachment = { type: "Image", url: address("1.jpg"), name: "Something else" };
    await act("Update", { object: { ...note, attachment, updated: "2026-02-01T00:00:00Z" } });
    expect(await listReplies(tocsin.sql, { limit: 5 })).toMatchObject([
      { state: "pending", enclosed: { media: [{ description: "Something else" }] } },
    ]);
  });
});
