import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSite, origin, refusal, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await openSite();
});
afterEach(() => site.end());

describe("pages", () => {
  test("are set from files, set again, listed and removed", async () => {
    const file = site.write(
      "give.md",
      "---\nname: How to give\nlanguage: fr\nmenu: false\n---\nIn the kettle.\n",
    );
    expect(await site.json(["page", "set", file])).toEqual({
      slug: "how-to-give",
      language: "fr",
      address: `${origin}/pages/how-to-give/fr`,
    });
    await site.json(
      ["page", "set", "-"],
      "---\nname: Again\nslug: how-to-give\nlanguage: fr\n---\nOtherwise.\n",
    );
    expect(await site.json(["page", "list"])).toMatchObject([
      { slug: "how-to-give", language: "fr", name: "Again", inMenu: true, version: 2 },
    ]);
    await site.json(["page", "remove", "how-to-give", "fr"]);
    expect(await site.json(["page", "list"])).toEqual([]);
  });

  test("without a name, a text or a slug that can be are refused in one line", async () => {
    for (const [text, line] of [
      ["---\nlanguage: en\n---\nText.", "A page needs a name of 1 to 300 characters."],
      ["---\nname: Name\n---\n", "A page needs a text of 1 to 150000 characters."],
      [
        "---\nname: Name\nslug: ../x\n---\nText.",
        "A slug has small letters, digits and single hyphens, 60 at most.",
      ],
    ] as const) {
      expect(refusal(await site.tocsin(["page", "set", "-"], text))).toMatchObject({ stdout: "", line });
    }
  });
});

test("old addresses are taken over from a list, listed and forgotten; a list with a mistake changes nothing", async () => {
  expect(await site.json(["redirects", "import", "-"], "/one,/tags\n/two/,https://b.example/\n")).toEqual({
    listed: 2,
    changed: 2,
  });
  expect((await site.tocsin(["redirects", "import", "-"], "/three,/x\n/four,nowhere\n")).code).toBe(1);
  await site.json(["redirects", "remove", "/one"]);
  expect(await site.json(["redirects", "list"])).toEqual([{ path: "/two/", target: "https://b.example/" }]);
});
