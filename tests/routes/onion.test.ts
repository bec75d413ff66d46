import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMember } from "../../src/store/members.ts";
import { blankCallout, checkCallout } from "../../src/text/callout.ts";
import { moveToOnion } from "../../src/text/onion.ts";
import { qrCode } from "../../src/views/qr.ts";
import { formData, hiddenFields, passphrase } from "./members-side.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

const onion = `http://${"tocsin7".repeat(8)}.onion`;

let site: PublicSite;
let post: string;
beforeAll(async () => {
  site = await openPublicSite({ env: { ONION_ORIGIN: onion } });
  const source = `See [what we said](${origin}/tags/rent), and ${origin}.evil.example/.`;
  const pictures = [{ id: await site.picture(), description: "A banner" }];
  const typed = { ...blankCallout("Europe/Paris"), date: "2035-05-01", start: "14:00" };
  const checked = checkCallout(typed);
  if (!checked.ok) throw new Error("no call-out");
  post = await site.publish({ source, pictures, callout: checked.callout });
  await addMember(site.sql, { name: "ines", role: "admin", passphrase });
});
afterAll(() => site.close());

const ask = (address: string, headers: Record<string, string> = {}) =>
  site.app.request(address, { headers: { Accept: "text/html", ...headers } });

/** The addresses that a page leads to or loads from. */
function addresses(page: string): string[] {
  const tags = [...page.matchAll(/<(?:a|link|img|source|form)\s[^>]*>/g)].map(([tag]) => tag);
  const links = tags.filter((tag) => !tag.includes('rel="canonical"'));
  return links.flatMap((tag) =>
    [...tag.matchAll(/\s(?:href|src|srcset|action)="([^"]*)"/g)].map(([, at]) => at!),
  );
}

describe("on the clear web", () => {
  test("a page says where the same is found on the onion service", async () => {
    for (const path of ["/", `/p/${post}`, "/tags?before=x", "/nowhere"]) {
      const { headers } = await ask(origin + path);
      expect(headers.get("Onion-Location")).toBe(onion + path);
      expect(headers.get("Strict-Transport-Security")).not.toBeNull();
    }
  });

  test("what is no page says nothing of it", async () => {
    expect((await ask(`${origin}/feed.rss`)).headers.get("Onion-Location")).toBeNull();
    const document = await ask(`${origin}/p/${post}`, { Accept: "application/activity+json" });
    expect(document.headers.get("Onion-Location")).toBeNull();
  });

  test.each([
    ["a Host that nobody knows", "https://evil.example", {}],
    ["a name that only ends like the onion's", `${onion.replace("http://", "http://x.")}`, {}],
    ["the onion's name at another port", `${onion}:8080`, {}],
    ["a header that only a proxy should set", origin, { "X-Forwarded-Host": new URL(onion).host }],
    ["another one", origin, { Forwarded: `host=${new URL(onion).host}` }],
  ])("%s changes no link", async (_, at, headers) => {
    const page = await (await ask(`${at}/p/${post}`, headers)).text();
    expect(page).toBe(await (await ask(`${origin}/p/${post}`)).text());
    expect(page).not.toContain(".onion");
  });
});

describe("on the onion service", () => {
  test("no link and no picture of a page leads to the clear web, but for its canonical link", async () => {
    for (const path of ["/", `/p/${post}`, "/tags", "/@harbour", "/nowhere"]) {
      const response = await ask(onion + path);
      const page = await response.text();
      const found = addresses(page);
      expect(found.length).toBeGreaterThan(5);
      expect(found.filter((each) => each.includes(`${origin}/`) || each === origin)).toEqual([]);
      expect(response.headers.get("Onion-Location")).toBeNull();
      expect(response.headers.get("Strict-Transport-Security")).toBeNull();
    }
    const page = await (await ask(`${onion}/p/${post}`)).text();
    expect(page).toContain(`<link rel="canonical" href="${origin}/p/${post}"`);
    expect(page).toContain(`href="${onion}/tags/rent"`);
    // What is copied into the search field of another server is the address that it knows.
    expect(page.replaceAll("<wbr />", "")).toContain(`<code class="copy">${origin}/p/${post}</code>`);
    expect(page).toContain("@harbour@");
    expect(page).toContain(`${origin}.evil.example`);
    expect(page).not.toContain(`${onion}.evil.example`);
  });

  test("feeds lead there, under the ids they have everywhere", async () => {
    for (const path of ["/feed.atom", "/feed.rss"]) {
      const feed = await (await ask(onion + path)).text();
      expect(feed).toContain(`${onion}/p/${post}`);
      const without = feed.replace(/<(id|guid)[^>]*>[^<]*<\/\1>/g, "");
      const left = without.split(origin).slice(1);
      expect(left.filter((after) => !after.startsWith(".evil.example"))).toEqual([]);
    }
    expect(await (await ask(`${onion}/feed.atom`)).text()).toContain(`<id>${origin}/p/${post}</id>`);
  });

  test("an item has one guid on both, which says that it is no link where it is not the one to be read", async () => {
    const guids = async (at: string) =>
      [...(await (await ask(`${at}/feed.rss`)).text()).matchAll(/<guid[^>]*>[^<]*<\/guid>/g)].map(
        ([guid]) => guid,
      );
    expect(await guids(origin)).toEqual([`<guid isPermaLink="true">${origin}/p/${post}</guid>`]);
    expect(await guids(onion)).toEqual([`<guid isPermaLink="false">${origin}/p/${post}</guid>`]);
  });

  test("what tools fetch for a page lies there: its oEmbed, and what its data and its preview lead to", async () => {
    const response = await ask(`${onion}/p/${post}`);
    const page = await response.text();
    const [, embed] = /^<([^>]+)>/.exec(response.headers.get("Link")!)!;
    expect(embed).toMatch(`${onion}/oembed?`);
    expect(await (await ask(embed!)).json()).toMatchObject({
      author_url: `${onion}/@harbour`,
      provider_url: `${onion}/`,
      thumbnail_url: expect.stringMatching(`^${onion}/media/`),
    });
    expect(page).toMatch(`<meta property="og:image" content="${onion}/media/`);
    expect(page).toContain(`<meta property="og:url" content="${origin}/p/${post}"`);
    const data = [...page.matchAll(/<script type="application\/ld\+json">([^<]*)/g)].map(([, json]) =>
      JSON.parse(json!),
    );
    const [article, event] = data;
    expect(article).toMatchObject({
      url: `${onion}/p/${post}`,
      mainEntityOfPage: `${origin}/p/${post}`,
      author: { url: `${onion}/@harbour` },
      image: [{ url: expect.stringMatching(`^${onion}/media/`) }],
    });
    expect(event).toMatchObject({
      url: `${onion}/p/${post}`,
      image: expect.stringMatching(`^${onion}/media/`),
      organizer: { url: `${onion}/actors/group` },
    });
  });

  test("what is known of a post by either of its addresses leads to where it was asked", async () => {
    for (const at of [origin, onion]) {
      for (const named of [origin, onion]) {
        const response = await ask(`${at}/oembed?url=${encodeURIComponent(`${named}/p/${post}`)}`);
        expect(await response.json()).toMatchObject({ provider_url: `${at}/` });
      }
      const foreign = await ask(`${at}/oembed?url=${encodeURIComponent(`${onion}.example/p/${post}`)}`);
      expect(foreign.status).toBe(404);
    }
  });

  test("the QR code and its words lead there", async () => {
    const codes = await Promise.all(
      [origin, onion].map(async (at) => (await ask(`${at}/qr/harbour.svg`)).text()),
    );
    expect(codes).toEqual([qrCode(`${origin}/@harbour`), qrCode(`${onion}/@harbour`)]);
    expect(await (await ask(`${onion}/follow`)).text()).toContain(`alt="QR code of ${onion}/@harbour"`);
    expect(await (await ask(`${origin}/follow`)).text()).toContain(`alt="QR code of ${origin}/@harbour"`);
  });

  test("calendars lead there, and end as they do everywhere", async () => {
    for (const path of ["/callouts.ics", `/p/${post}.ics`]) {
      const [there, here] = await Promise.all(
        [onion, origin].map(async (at) => (await ask(at + path)).text()),
      );
      expect(there!.replaceAll("\r\n ", "")).toContain(`URL;VALUE=URI:${onion}/p/${post}\r\n`);
      for (const file of [there!, here!]) expect(file.slice(-15)).toBe("END:VCALENDAR\r\n");
    }
  });

  test("redirects stay there", async () => {
    const toProfile = await ask(`${onion}/actors/group`);
    expect(toProfile.headers.get("Location")).toBe(`${onion}/@harbour`);
    expect((await ask(`${onion}/about`)).headers.get("Location")).toBe("/@harbour");
  });

  test("documents for servers keep their ids", async () => {
    const headers = { Accept: "application/activity+json" };
    const paths = [
      `/p/${post}`,
      "/actors/group",
      "/.well-known/webfinger?resource=acct:harbour@tocsin.example",
    ];
    for (const path of paths) {
      const there = await (await ask(onion + path, headers)).text();
      expect(there).toBe(await (await ask(origin + path, headers)).text());
      expect(there).toContain(origin);
    }
  });

  test("a visitor sends the form that asks their server, and only from there", async () => {
    const body = () => formData({ account: "no server" });
    const send = (from: string) =>
      site.app.request(`${onion}/follow`, { method: "POST", body: body(), headers: { origin: from } });
    for (const from of [origin, "http://evil.onion", "null"]) expect((await send(from)).status).toBe(403);
    const answer = await send(onion);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("nor a server");
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  test("a member signs in and uses a form, and forms from anywhere else are refused", async () => {
    const send = (path: string, fields: Record<string, string>, headers: Record<string, string>) =>
      site.app.request(onion + path, { method: "POST", body: formData(fields), headers });
    const signIn = (from: string) => send("/login", { name: "ines", passphrase }, { origin: from });
    for (const from of [origin, "http://evil.onion", "null"]) expect((await signIn(from)).status).toBe(403);

    const answer = await signIn(onion);
    expect(answer.status).toBe(303);
    const [cookie = "", ...attributes] = answer.headers.get("set-cookie")!.split("; ");
    expect(cookie).toMatch(/^__Host-session=/);
    expect(attributes).toContain("Secure");

    const page = await (await ask(`${onion}/admin`, { cookie })).text();
    const fields = hiddenFields(page, "/logout");
    await send("/logout", fields, { origin, cookie });
    expect((await ask(`${onion}/admin`, { cookie })).status).toBe(200);
    await send("/logout", fields, { origin: onion, cookie });
    expect((await ask(`${onion}/admin`, { cookie })).status).toBe(302);
    const crossed = await site.app.request(`${origin}/login`, {
      method: "POST",
      body: formData({ name: "ines", passphrase }),
      headers: { origin: onion },
    });
    expect(crossed.status).toBe(403);
  });
});

describe("moved", () => {
  const move = { from: origin, to: onion };

  test("a JSON feed keeps its ids", () => {
    const feed = JSON.stringify({
      id: `${origin}/p/1`,
      url: `${origin}/p/1`,
      content_html: `<a href="${origin}/">`,
    });
    expect(JSON.parse(moveToOnion(feed, "application/feed+json", move))).toEqual({
      id: `${origin}/p/1`,
      url: `${onion}/p/1`,
      content_html: `<a href="${onion}/">`,
    });
  });

  test("a calendar is folded anew, wherever an address was cut", () => {
    const lines = [
      "BEGIN:VEVENT",
      `UID:${origin}/1`,
      `URL:${origin.slice(0, 9)}\r\n ${origin.slice(9)}/p/1`,
      "END:VEVENT",
    ];
    const moved = moveToOnion(lines.join("\r\n"), "text/calendar", move);
    expect(moved.replaceAll("\r\n ", "").split("\r\n")).toEqual([
      "BEGIN:VEVENT",
      `UID:${origin}/1`,
      `URL:${onion}/p/1`,
      "END:VEVENT",
    ]);
    for (const line of moved.split("\r\n")) expect(line.length).toBeLessThanOrEqual(75);
  });

  test("a text about a link is no link", () => {
    const page = `<p>&lt;a href="${origin}/"&gt; ${origin}/p</p>`;
    expect(moveToOnion(page, "text/html", move)).toBe(page);
  });
});
