import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withdrawPost } from "../../src/store/posts.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

let site: PublicSite;
let id: string;

beforeAll(async () => {
  site = await openPublicSite();
  const picture = await site.picture();
  id = await site.publish({ name: "Day <fifty>", pictures: [{ id: picture, description: "A lamp" }] });
});
afterAll(() => site.close());

const ask = (url: string, more = "") => site.get(`/oembed?url=${encodeURIComponent(url)}${more}`);

describe("oEmbed", () => {
  test("describes a post as a link with its picture", async () => {
    const response = await ask(`${origin}/p/${id}`, "&format=json");
    expect(response.headers.get("Content-Type")).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({
      version: "1.0",
      type: "link",
      title: "Day <fifty>",
      author_name: "Harbour Street",
      author_url: `${origin}/@harbour`,
      provider_name: "Harbour Street",
      provider_url: `${origin}/`,
      cache_age: 3600,
      thumbnail_url: expect.stringMatching(/^https:\/\/tocsin\.example\/media\/[0-9a-f]{32}\.jpg$/),
      thumbnail_width: 1000,
      thumbnail_height: 500,
    });
  });

  test("gives a picture that has room, or none", async () => {
    expect(await (await ask(`${origin}/p/${id}`, "&maxwidth=900")).json()).toMatchObject({
      thumbnail_width: 800,
    });
    expect(await (await ask(`${origin}/p/${id}`, "&maxheight=10")).json()).not.toHaveProperty(
      "thumbnail_url",
    );
    expect(await (await ask(`${origin}/p/${id}`, "&maxwidth=-1")).json()).toMatchObject({
      thumbnail_width: 1000,
    });
  });

  test("shows nothing that stands behind a content warning", async () => {
    const picture = await site.picture();
    const pictures = [{ id: picture, description: "A door" }];
    const warned = await site.publish({ name: "", summary: "An eviction", source: "At four.", pictures });
    const said = await (await ask(`${origin}/p/${warned}`)).json();
    expect(said).toMatchObject({ title: "An eviction" });
    expect(said).not.toHaveProperty("thumbnail_url");
  });

  test("knows a post by what was put behind its address, too", async () => {
    expect((await ask(`${origin}/p/${id}?utm_source=x#replies`)).status).toBe(200);
  });

  test("answers 404 for what is no post of ours, and 501 for another format (2.3.4)", async () => {
    const gone = await site.publish();
    await withdrawPost(site.sql, gone);
    for (const url of [
      "",
      "x",
      `${origin}/`,
      `${origin}/tags`,
      `${origin}/p/aaaaaaaaaaaaaaaa`,
      `${origin}/p/${gone}`,
      `https://elsewhere.example/p/${id}`,
      `https://tocsin.example.elsewhere.example/p/${id}`,
      `https://someone@tocsin.example@elsewhere.example/p/${id}`,
      `${origin}/p/${id}%00`,
    ]) {
      expect([url, (await ask(url)).status]).toEqual([url, 404]);
    }
    expect((await site.get("/oembed")).status).toBe(404);
    expect((await ask(`${origin}/p/${id}`, "&format=xml")).status).toBe(501);
  });

  test("is named in the header of the post's page, and not in the page", async () => {
    const response = await site.get(`/p/${id}`);
    const link = /^<([^>]+)>; rel="alternate"; type="application\/json\+oembed"$/.exec(
      response.headers.get("Link")!,
    );
    expect(await (await site.get(link![1]!.slice(origin.length))).json()).toMatchObject({ type: "link" });
    // Mastodon would show the bare link in place of description, picture and author.
    expect(await response.text()).not.toContain("oembed");
  });
});
