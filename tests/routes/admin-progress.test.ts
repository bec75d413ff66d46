import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../../src/app.ts";
import { follow, publish, settle } from "./followed-site.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let writer: Browser;
let path: string;
beforeAll(async () => {
  side = await membersSide();
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`truncate actor, follower, delivery, host, member cascade`;
  writer = await side.browse(await side.join("walter", "writer"));
  for (const host of ["a.example", "b.example"]) await follow(side.sql, "x", host);
  const { id } = await publish(side.sql);
  path = `/admin/posts/${id}/deliveries/events`;
});

const open: ReadableStreamDefaultReader<Uint8Array>[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((reader) => reader.cancel()));
});

/** Reads events one by one; undefined at the end of the stream. Comments are left out. */
function listen(response: Response) {
  const reader = response.body!.getReader();
  open.push(reader);
  const decoder = new TextDecoder();
  let text = "";
  return async function next(): Promise<string | undefined> {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end >= 0) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        if (!event.startsWith(":")) return event;
        continue;
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      text += decoder.decode(value, { stream: true });
    }
  };
}

const textOf = (event: string | undefined) =>
  (JSON.parse(/^data: (.*)$/m.exec(event ?? "")![1]!) as { value: number; max: number; text: string }[])[0];

describe("the events of a post's deliveries", () => {
  test("tell how it stands, then each change, and their end when all is settled", async () => {
    const response = await writer.get(path);
    expect(response.headers.get("Content-Type")).toBe("text/event-stream");
    expect(response.headers.get("X-Accel-Buffering")).toBe("no");
    expect(response.headers.get("Cache-Control")).toBe("private, no-store");
    const next = listen(response);
    expect(textOf(await next())).toMatchObject({ value: 0, max: 2, text: "0 of 2 arrived · 2 on their way" });
    await settle(side.sql, "a.example", "delivered");
    expect(textOf(await next())).toMatchObject({ value: 1, max: 2 });
    await settle(side.sql, "b.example", "failed");
    expect(textOf(await next())).toMatchObject({
      value: 1,
      text: "1 of 2 arrived · 1 follower reached · 1 failed",
    });
    expect(await next()).toMatch(/^event: end$/m);
    expect(await next()).toBeUndefined();
  });

  test("come at once and end for a post that has nothing under way", async () => {
    await side.sql`update delivery set state = 'delivered'`;
    const next = listen(await writer.get(path));
    expect(textOf(await next())).toMatchObject({ value: 2 });
    expect(await next()).toMatch(/^event: end$/m);
  });

  test("are counted once a second for all who listen", async () => {
    let counted = 0;
    const sql = new Proxy(side.sql, {
      apply(target, self, values) {
        if (String(values[0]).includes("delivery on activity_id")) counted++;
        return Reflect.apply(target, self, values) as unknown;
      },
    });
    const app = await createApp({ ...side, sql });
    const headers = { cookie: writer.cookie };
    const pages = await Promise.all(Array.from({ length: 10 }, () => app.request(path, { headers })));
    const listeners = pages.map(listen);
    for (const host of ["a.example", "b.example"]) {
      await Promise.all(listeners.map((next) => next()));
      await settle(side.sql, host, "delivered");
    }
    await Promise.all(listeners.map((next) => next()));
    expect(counted).toBeGreaterThanOrEqual(3);
    expect(counted).toBeLessThan(10);
  });

  test("end with the session, which they do not keep open", async () => {
    const next = listen(await writer.get(path));
    await next();
    const [used] = await side.sql`
      update session set used_at = now() - interval '2 hours' returning used_at as at`;
    await settle(side.sql, "a.example", "delivered");
    await next();
    expect(await side.sql`select used_at as at from session`).toEqual([used]);
    await side.sql`delete from session`;
    await settle(side.sql, "b.example", "delivered");
    expect(await next()).toMatch(/^event: end$/m);
  });

  test("end with the server, without a word that would keep the page from asking again", async () => {
    const stopping = new AbortController();
    const app = await createApp({ ...side, stopping: stopping.signal });
    const headers = { cookie: writer.cookie };
    const next = listen(await app.request(path, { headers }));
    await next();
    stopping.abort();
    expect(await next()).toBeUndefined();
    expect((await app.request(path, { headers })).status).toBe(503);
  });

  test("are for fifty pages at a time; a page that is left makes room", async () => {
    const streams = await Promise.all(Array.from({ length: 50 }, () => writer.get(path)));
    const readers = streams.map((response) => response.body!.getReader());
    open.push(...readers);
    expect(streams.every(({ status }) => status === 200)).toBe(true);
    expect((await writer.get(path)).status).toBe(503);
    await readers[0]!.cancel();
    await expect.poll(async () => (await probe()).status, { timeout: 5000 }).toBe(200);
  });

  async function probe(): Promise<Response> {
    const response = await writer.get(path);
    if (response.status === 200) open.push(response.body!.getReader());
    return response;
  }

  test("are not for a post that does not exist", async () => {
    expect((await writer.get("/admin/posts/nope/deliveries/events")).status).toBe(404);
  });
});
