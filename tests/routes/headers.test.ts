import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Conflict, Forbidden, Invalid, NotFound } from "../../src/errors.ts";
import { stylesheet } from "../../src/routes/assets.ts";
import { notFound, onError } from "../../src/routes/errors.ts";
import { securityHeaders } from "../../src/routes/headers.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { connect } from "../../src/store/sql.ts";
import { openPublicSite, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

describe("every response", () => {
  test("forbids scripts, frames, and everything from elsewhere", async () => {
    const id = await site.publish();
    for (const path of [
      "/",
      `/p/${id}`,
      "/tags",
      "/@harbour",
      "/follow",
      `/follow/like/${id}`,
      "/qr/harbour.svg",
      "/nowhere",
      "/login",
      "/feed.rss",
      stylesheet("site"),
    ]) {
      const { headers } = await site.get(path);
      const policy = headers.get("Content-Security-Policy")!.split("; ");
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy.join()).not.toMatch(/script-src|unsafe|https?:|\*/);
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("Strict-Transport-Security")).toMatch(/^max-age=\d{8}/);
    }
  });

  test("tells no other site where a reader came from", async () => {
    expect((await site.get("/")).headers.get("Referrer-Policy")).toBe("no-referrer");
    // A form of the members must send its origin, by which it is told from a foreign one.
    expect((await site.get("/login")).headers.get("Referrer-Policy")).toBe("same-origin");
  });

  test("is kept by nobody where it is a page of the members", async () => {
    for (const path of ["/login", "/admin", "/setup/x", "/admin/nowhere"]) {
      expect([path, (await site.get(path)).headers.get("Cache-Control")]).toEqual([
        path,
        expect.stringContaining("no-store"),
      ]);
    }
    expect((await site.get("/")).headers.get("Cache-Control")).toBe("public, max-age=0, must-revalidate");
  });

  test("promises https only where the origin has it", async () => {
    const app = new Hono()
      .use(securityHeaders({ origin: "http://localhost:3000", onionOrigin: undefined }))
      .get("/", (c) => c.text(""));
    expect((await app.request("/")).headers.get("Strict-Transport-Security")).toBeNull();
  });
});

describe("the pages", () => {
  test("contain no script and no style of their own, and nothing from elsewhere", async () => {
    const picture = await site.picture();
    const id = await site.publish({
      source: "![x](https://elsewhere.example/x.png) [link](https://elsewhere.example)",
      pictures: [{ id: picture, description: "" }],
    });
    for (const path of [
      "/",
      `/p/${id}`,
      "/tags",
      "/@harbour",
      "/feeds",
      "/follow",
      `/follow/like/${id}`,
      "/nowhere",
    ]) {
      // What is marked as data is never run.
      const page = (await (await site.get(path)).text()).replaceAll(
        '<script type="application/ld+json">',
        "",
      );
      expect(page).not.toMatch(/<(script|style|iframe|object|embed|base)\b|\son\w+=|\sstyle=/i);
      for (const [, address] of page.matchAll(/<(?:img|source|video|audio)[^>]*\ssrc="([^"]*)"/g)) {
        expect(address).toMatch(/^\/(media|qr)\//);
      }
      for (const [, address] of page.matchAll(/<link rel="(?:stylesheet|icon)" href="([^"]*)"/g)) {
        expect(address).toMatch(/^\/(assets|media)\//);
      }
    }
  });

  test("are labelled and have one first heading", async () => {
    const id = await site.publish({ name: "" });
    for (const path of [
      "/",
      `/p/${id}`,
      "/tags",
      "/@harbour",
      "/feeds",
      "/follow",
      `/follow/like/${id}`,
      "/nowhere",
    ]) {
      const page = await (await site.get(path)).text();
      expect([path, page.match(/<h1/g)?.length]).toEqual([path, 1]);
      expect(page).toMatch(/<html lang="en" dir="ltr">/);
      expect(page).toMatch(/<main id="main"/);
      expect(page).toMatch(/<nav [^>]*aria-label="/);
      const images = page.match(/<img[^>]*>/g) ?? [];
      for (const image of images) expect(image).toContain("alt=");
    }
  });
});

test("a style sheet has its content in its address and is kept for ever", async () => {
  const path = stylesheet("site");
  expect(path).toMatch(/^\/assets\/site\.[0-9a-f]{12}\.css$/);
  const response = await site.get(path);
  expect(response.headers.get("Content-Type")).toBe("text/css; charset=utf-8");
  expect(response.headers.get("Cache-Control")).toContain("immutable");
  expect(await response.text()).not.toMatch(/url\(|@import/);
  expect((await site.get("/assets/site.000000000000.css")).status).toBe(404);
});

describe("an error", () => {
  const failing = (error: unknown, sql = site.sql) => {
    const options = {
      sql,
      config: site.config,
      secret: readSecretKey(site.config.secretKeyFile),
      findAccounts: async () => [],
      cacheFigures: { bytes: 0, hits: 0, renders: 0 },
    };
    const app = new Hono();
    app.onError(onError(options)).notFound(notFound(options));
    app.get("*", async () => {
      if (error) throw error;
      await sql`select 1`;
      throw new Error("The database answered.");
    });
    return app;
  };

  test("has the status and the words that belong to it", async () => {
    const cases: [unknown, number, string][] = [
      [new NotFound("a post"), 404, "There is nothing at this address."],
      [new Forbidden("no"), 403, "You may not do this."],
      [new Conflict("editedMeanwhile"), 409, "Someone else changed this"],
      [new Invalid("pictureTooLarge"), 422, "This picture file is too large."],
      [new Invalid("constructor"), 422, "Something in the form"],
      [new Error("secret detail"), 500, "You did nothing wrong."],
    ];
    for (const [error, status, text] of cases) {
      const response = await failing(error).request("/");
      const page = await response.text();
      expect([response.status, page.includes(text)]).toEqual([status, true]);
      expect(page).not.toContain("secret detail");
    }
  });

  test("of a database that is gone is told as such, without asking it again", async () => {
    const gone = connect("postgres://nobody@127.0.0.1:9/none");
    const response = await failing(undefined, gone).request("/", { headers: { "Accept-Language": "fr" } });
    expect(response.status).toBe(503);
    expect(response.headers.get("Retry-After")).toBe("60");
    expect(await response.text()).toContain("vous n’y êtes pour rien");
    await gone.end();
  });

  test("of a member's page is in the member's language, of a public one in the collective's", async () => {
    const headers = { "Accept-Language": "fr" };
    const text = async (path: string) => (await failing(new NotFound("x")).request(path, { headers })).text();
    expect(await text("/admin/posts")).toContain("Il n’y a rien à cette adresse.");
    expect(await text("/p/x")).toContain("There is nothing at this address.");
  });

  test("is one line of text for servers that ask for JSON", async () => {
    const response = await failing(new NotFound("x")).request("/", {
      headers: { Accept: "application/activity+json" },
    });
    expect(response.headers.get("Content-Type")).toMatch(/^text\/plain/);
    expect(await response.text()).toBe("There is nothing at this address.\n");
  });

  test("is no error of ours where an address holds what no text can", async () => {
    for (const path of ["/p/%00", "/tags/%00", "/media/%00", "/%00", "/@%00"]) {
      expect([path, (await site.get(path)).status]).toEqual([path, 404]);
    }
  });
});
