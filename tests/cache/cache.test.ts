import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Cache } from "../../src/cache/index.ts";

const origin = "https://tocsin.example";

interface Stage {
  get: (path: string, init?: RequestInit) => Promise<Response>;
  renders: () => number;
  cache: Cache;
}

/** A cache in front of pages that say how often they were rendered. */
function stage(
  page: (render: number, path: string) => Response | Promise<Response>,
  mostBytes?: number,
): Stage {
  let renders = 0;
  const cache = new Cache({ variantOf: () => "page", ...(mostBytes !== undefined && { mostBytes }) });
  const fetch = cache.around((request: Request) => page(++renders, new URL(request.url).pathname));
  return {
    cache,
    renders: () => renders,
    get: async (path, init) => fetch(new Request(origin + path, init)),
  };
}

const shown = (text: string, keys = "site", headers: Record<string, string> = {}) =>
  new Response(text, { headers: { "content-type": "text/html", "surrogate-key": keys, ...headers } });

const long = "A long text that says the same again and again. ".repeat(100);

describe("what everybody gets", () => {
  it("is rendered once, also for a thousand who ask at once", async () => {
    const { get, renders } = stage(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return shown(long);
    });
    const texts = await Promise.all(Array.from({ length: 1000 }, async () => (await get("/p/a")).text()));
    expect(new Set(texts)).toEqual(new Set([long]));
    expect(renders()).toBe(1);
    await get("/p/a");
    expect(renders()).toBe(1);
  });

  it("is compressed as the reader's browser asks, and the length is true", async () => {
    const { get } = stage(() => shown(long));
    const response = await get("/", { headers: { "accept-encoding": "gzip;q=0.5, br;q=0" } });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(response.headers.get("vary")).toBe("Accept-Encoding");
    expect(Number(response.headers.get("content-length"))).toBe(bytes.length);
    expect(gunzipSync(bytes).toString()).toBe(long);
    const best = await get("/", { headers: { "accept-encoding": "gzip, deflate, br" } });
    expect(best.headers.get("content-encoding")).toBe("br");
    const plain = await get("/");
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await plain.text()).toBe(long);
  });

  it("has one ETag in every encoding, which is answered with 304", async () => {
    const { get } = stage(() => shown(long));
    const tags = await Promise.all(
      ["br", "gzip", "identity"].map(async (encoding) =>
        (await get("/", { headers: { "accept-encoding": encoding } })).headers.get("etag"),
      ),
    );
    expect(new Set(tags).size).toBe(1);
    const again = await get("/", { headers: { "if-none-match": `"other", ${tags[0]!.slice(2)}` } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect((await get("/", { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  it("is answered to HEAD without its body, whoever asks first", async () => {
    const { get } = stage(() => shown(long));
    const head = await get("/", { method: "HEAD" });
    expect([await head.text(), head.headers.get("content-length")]).toEqual(["", String(long.length)]);
    expect(await (await get("/")).text()).toBe(long);
  });

  it("never tells by which names it is kept", async () => {
    const { get } = stage(() => shown(long));
    for (const response of [await get("/"), await get("/")])
      expect(response.headers.has("surrogate-key")).toBe(false);
  });
});

describe("what is for one alone", () => {
  it.for([
    ["says nothing of whom it is for", () => new Response("mine")],
    ["sets a cookie", () => shown("mine", "site", { "set-cookie": "a=b" })],
    ["depends on the reader's language", () => shown("mine", "site", { vary: "Accept, Accept-Language" })],
    ["is an error", () => new Response("no", { status: 500, headers: { "surrogate-key": "site" } })],
  ] as const)("is never kept: it %s", async ([, answer]) => {
    const { get, renders } = stage(() => answer());
    const responses = await Promise.all([get("/"), get("/"), get("/")]);
    await get("/");
    expect(renders()).toBe(4);
    expect(responses.map(({ headers }) => headers.has("surrogate-key"))).toEqual([false, false, false]);
  });

  it("fails for whoever asked, and the next one asks anew", async () => {
    const { get } = stage((render) => {
      if (render === 1) throw new Error("no database");
      return shown("well");
    });
    await expect(get("/")).rejects.toThrow("no database");
    expect(await (await get("/")).text()).toBe("well");
  });
});

describe("after a change", () => {
  it("what shows it is rendered anew, and nothing else", async () => {
    const { get, cache } = stage((render, path) => shown(`${render}`, `site post:${path.slice(3)}`));
    expect([await (await get("/p/a")).text(), await (await get("/p/b")).text()]).toEqual(["1", "2"]);
    cache.change("post:b");
    expect([await (await get("/p/a")).text(), await (await get("/p/b")).text()]).toEqual(["1", "3"]);
    cache.change("site");
    expect([await (await get("/p/a")).text(), await (await get("/p/b")).text()]).toEqual(["4", "5"]);
  });

  it("what was being rendered is given to those who had asked before, and not kept", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { get, cache } = stage(async (render) => {
      if (render === 1) await promise;
      return shown(`${render}`);
    });
    const before = [get("/"), get("/")];
    cache.change("site");
    const after = get("/");
    resolve();
    expect(await Promise.all([...before, after].map(async (each) => (await each).text()))).toEqual([
      "1",
      "1",
      "2",
    ]);
    expect(await (await get("/")).text()).toBe("2");
  });
});

it("memory stays within its bounds, and what is asked for often stays longest", async () => {
  const { get, renders, cache } = stage((_, path) => shown(path + "x".repeat(10_000)), 300_000);
  for (let at = 0; at < 500; at++) {
    await get(`/${at}`);
    await get("/often");
    expect(cache.figures.bytes).toBeLessThanOrEqual(300_000);
  }
  expect(renders()).toBe(501);
});
