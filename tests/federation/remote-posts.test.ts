import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listFlags } from "../../src/store/flags.ts";
import { findActor } from "../../src/store/actors.ts";
import { listReplies } from "../../src/store/replies.ts";
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
    await tocsin.sql`truncate reply, received`;
    expect((await replied({ content, mediaType: ["text/plain"] })).content).toBe(
      `<p>Come.</p><p>*Now*: ${link}</p>`,
    );
  });

  it("is not taken from the source, which is for its author's editor", async () => {
    const source = { content: "Come **now**", mediaType: "text/markdown" };
    expect((await replied({ content: undefined, source })).content).toBe("");
  });
});
