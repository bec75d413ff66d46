import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPost } from "../../src/store/post-lists.ts";
import { openSite, origin, refusal, type Site } from "./site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.end());

const publish = (text: string, ...options: string[]) =>
  site.json<{ id: string; url: string }>(["post", "publish", "-", ...options], text);
const edit = (id: string, text: string, ...options: string[]) =>
  site.json(["post", "edit", id, "-", ...options], text);

const head = (...lines: string[]) => `---\n${lines.join("\n")}\n---\nCome.`;
const saturday = "callout: {date: 2026-12-05, start: 14:00, timeZone: Europe/Paris, placeName: Salt Hall}";

describe("a call-out on the command line", () => {
  test("is published from the file's front matter, and shown", async () => {
    const { id } = await publish(head(saturday));
    expect((await findPost(site.sql, id))!.callout).toMatchObject({
      startsAt: new Date("2026-12-05T13:00Z"),
      openUntil: new Date("2026-12-05T16:00Z"),
      placeName: "Salt Hall",
    });
    const { stdout } = await site.tocsin(["post", "show", id]);
    expect(stdout).toContain("callout: Saturday, 5 December 2026 at 14:00 (CET) · Salt Hall\n");
  });

  test("is in the collective's zone unless the file names one", async () => {
    const { id } = await publish(head("callout: {date: 2026-12-05, start: 14:00}"));
    expect((await findPost(site.sql, id))!.callout).toMatchObject({
      startsAt: new Date("2026-12-05T14:00Z"),
      timeZone: "UTC",
    });
  });

  test("stays through an edit that does not name it, and goes when the file empties it", async () => {
    const { id } = await publish(head(saturday));
    const { callout } = (await findPost(site.sql, id))!;
    await edit(id, "Another text.");
    expect((await findPost(site.sql, id))!.callout).toEqual(callout);
    await edit(id, head(saturday.replace("}", ", status: cancelled}")));
    expect((await findPost(site.sql, id))!.callout).toEqual({ ...callout, status: "cancelled" });
    await edit(id, head("callout: {}"));
    expect((await findPost(site.sql, id))!.callout).toBeNull();
  });

  test.each([
    ["callout: tomorrow", /^-: callout: must be lines of "key: text", with the keys date, start, /],
    ["callout: {when: tomorrow}", /^-: callout: must be lines/],
    ["callout: {date: 2026-12-05}", /^callout\.start: This needs a time of day/],
    [
      "callout: {date: 2026-03-29, start: 02:30, timeZone: Europe/Paris}",
      /^callout\.start: Clocks are put forward/,
    ],
  ])("that says %s is refused in one line", async (line, message) => {
    const before = await site.sql`select id from post`;
    const told = refusal(await site.tocsin(["post", "publish", "-"], head(line)));
    expect(told).toEqual({ code: 1, stdout: "", line: expect.stringMatching(message) });
    expect(told.line).not.toContain("\n");
    expect(await site.sql`select id from post`).toHaveLength(before.length);
  });
});

describe("a translation on the command line", () => {
  test("is named by an option or in the file, by id or address, and stays through an edit", async () => {
    const en = await publish("Come.");
    const fr = await publish(head("language: fr"), "--translation-of", en.url);
    const ar = await publish(head("language: ar", `translationOf: ${fr.id}`));
    await edit(ar.id, "Another text.");
    const shown = await site.json<{ translations: string[] }>(["post", "show", en.id]);
    expect(shown.translations).toEqual([fr.url, ar.url]);
    const { stdout } = await site.tocsin(["post", "show", en.id]);
    expect(stdout).toContain(`translations: ${fr.url}, ${ar.url}\n`);
  });

  test("of nothing, or into a language that there already is, is refused", async () => {
    const en = await publish("Come.");
    await publish(head("language: fr"), "--translation-of", en.id);
    const nothing = await site.tocsin(
      ["post", "publish", "-", "--translation-of", `${origin}/p/none`],
      "Come.",
    );
    expect(refusal(nothing)).toEqual({ code: 1, stdout: "", line: `There is no post ${origin}/p/none.` });
    const twice = await site.tocsin(
      ["post", "publish", "-", "--translation-of", en.id],
      head("language: fr"),
    );
    expect(refusal(twice).line).toBe("That post has a translation into this language already.");
  });
});
