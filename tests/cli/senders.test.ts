import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answer, follow, meet, openSite, origin, refusal, type Site } from "./site.ts";
import { insertPost } from "../support/written.ts";

let site: Site;
beforeEach(async () => {
  site = await openSite();
});
afterEach(() => site.end());

const line = async (args: string[], stdin?: string) => refusal(await site.tocsin(args, stdin));

describe("tocsin blocks", () => {
  test("limits, blocks and lifts, and says which is which", async () => {
    const troll = await follow(site.sql, "@troll@bad.example");
    await site.json(["blocks", "limit", "@troll@bad.example"]);
    await site.json(["blocks", "limit", "bad.example"]);
    expect(await site.json(["followers", "list"])).toHaveLength(1);
    await site.json(["blocks", "add", "bad.example"]);
    expect(await site.json(["blocks", "list"])).toMatchObject([
      { kind: "host", value: "bad.example", severity: "block" },
      { kind: "actor", value: troll, severity: "limit" },
    ]);
    expect(await site.json(["followers", "list"])).toEqual([]);
    await site.json(["blocks", "remove", troll]);
    expect(await site.json(["blocks", "list"])).toHaveLength(1);
    expect(await line(["blocks", "limit", "tocsin.example"])).toMatchObject({ code: 1 });
  });

  test("takes over a list from a file or standard input, and gives it out again", async () => {
    const header = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate";
    const list = [
      header,
      'hate.example,suspend,true,true,"lies, and more",false',
      "loud.example,silence,false,false,,false",
      "l***.example,silence,false,false,,true",
      "fine.example,noop,false,false,,false",
    ].join("\r\n");
    const counts = { listed: 2, changed: 2, obfuscated: 1, ignored: 1 };
    expect(await site.json(["blocks", "import", site.write("list.csv", list)])).toEqual(counts);
    const { stdout } = await site.tocsin(["blocks", "export"]);
    expect(stdout.split("\n").sort()).toEqual([
      "",
      header,
      "hate.example,suspend,false,false,,false",
      "loud.example,silence,false,false,,false",
    ]);
    expect(await site.json(["blocks", "import", "-"], stdout)).toMatchObject({ listed: 2, changed: 0 });
    expect(await site.json(["blocks", "export"])).toHaveLength(2);
  });

  test("takes nothing of a list that is wrong, and names the line", async () => {
    expect(await line(["blocks", "import", "-"], "fine.example\nno host\ncom\n")).toEqual({
      code: 1,
      stdout: "",
      line: "Line 2: “no host” is not a server such as server.example. Lines that are wrong besides: 1.",
    });
    expect((await line(["blocks", "import", "-"], `a.example\n${new URL(origin).host}`)).line).toBe(
      "Line 2: “tocsin.example” is your own server.",
    );
    expect((await line(["blocks", "import", "missing.csv"])).line).toContain("missing.csv");
    expect(await site.json(["blocks", "list"])).toEqual([]);
  });
});

test("tocsin replies says why one is held, and puts it among the others", async () => {
  const text = { name: "Rent strike", source: "Text", summary: "", language: "en", tags: [], pictures: [] };
  const { postId } = await site.sql.begin((tx) => insertPost(tx, { ...text, type: "Note", pinned: false }));
  const id = await answer(site.sql, "@marise@quai.example", postId!, "<p>Cold here.</p>");
  await site.sql`update reply set state = 'held', held_because = 'first-contact'`;
  expect(await site.json(["replies", "list", "--state", "held"])).toMatchObject([
    { id, state: "held", heldBecause: "first-contact" },
  ]);
  expect((await site.tocsin(["replies", "list"])).stdout).toContain("first-contact");
  expect(await site.json(["replies", "release", id])).toEqual({ id, state: "pending" });
  expect((await line(["replies", "release", id])).code).toBe(1);
  expect(await site.json(["replies", "list", "--state", "held"])).toEqual([]);
});

describe("tocsin report", () => {
  const sent = () => site.sql`select embedded from activity where type = 'Flag'`;

  test("sends a report of an account with posts of its and a text", async () => {
    const { id } = await meet(site.sql, "@troll@bad.example");
    const notes = [`${id}/notes/1`, `${id}/notes/2`];
    const objects = notes.flatMap((note) => ["--object", note]);
    expect(await site.json(["report", "@troll@bad.example", ...objects, "--text", "Threats."])).toMatchObject(
      { actor: id, activity: expect.stringMatching(/^https:\/\/tocsin\.example\/activities\//) },
    );
    expect(await sent()).toEqual([{ embedded: { object: [id, ...notes], content: "Threats." } }]);
    expect(await site.sql`select inbox, state from delivery`).toEqual([
      { inbox: `${id}/inbox`, state: "waiting" },
    ]);
  });

  test("refuses strangers, posts of others, and a blocked server", async () => {
    const { id } = await meet(site.sql, "@troll@bad.example");
    for (const args of [
      ["https://bad.example/users/unknown"],
      [id, "--object", "https://other.example/1"],
      [id, "--text", "x".repeat(5001)],
    ]) {
      expect(await line(["report", ...args])).toMatchObject({ code: 1, stdout: "" });
    }
    await site.json(["blocks", "add", "bad.example"]);
    expect((await line(["report", id])).line).toContain("You block this whole server");
    expect(await sent()).toEqual([]);
  });
});
