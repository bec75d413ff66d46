import { describe, expect, it } from "vitest";
import { checkFileCallout, checkText } from "../../src/cli/post-file.ts";
import { blankCallout } from "../../src/text/callout.ts";
import { parseFrontMatter } from "../../src/text/frontmatter.ts";
import { parseTags } from "../../src/text/hashtag.ts";
import { renderText } from "../../src/text/render.ts";
import { checkTyped } from "../../src/text/typed-draft.ts";
import { typedLine, typedText } from "../../src/text/typed.ts";

describe("a line that was typed", () => {
  it.each([
    ["an override", "Strike \u202Etxt.exe", "Strike txt.exe"],
    ["an embedding", "\u202AStrike\u202C", "Strike"],
    ["an isolate that is not closed", "\u2067Strike", "Strike"],
    ["what no column holds", "Str\0ike\x1b\x7f", "Strike"],
    ["blanks of any kind", " \u00a0Strike\t\r\n now\u2003 ", "Strike now"],
  ])("is cleared of %s", (_what, typed, kept) => {
    expect(typedLine(typed)).toBe(kept);
  });

  it("keeps what writers of Hebrew and Arabic need", () => {
    expect(typedLine("\u200fשביתה \u2067حرية\u2069 می\u200cخواهم")).toBe(
      "\u200fשביתה \u2067حرية\u2069 می\u200cخواهم",
    );
  });
});

describe("a text that was typed", () => {
  it("keeps its lines and tabs, and has one sign at the end of each", () => {
    expect(typedText("One\r\n\ttwo\rthree\n\u202Efour\0")).toBe("One\n\ttwo\nthree\nfour");
  });
});

describe("the form and the command line", () => {
  /** As it comes out of a document of somebody else, or a hostile paste. */
  const dirty = "A\u202E b\u0007  c\u00a0d\u007f\u2066 ";
  const typed = {
    type: "Note",
    name: dirty,
    source: `One${dirty}\r\ntwo #ta\u202Eg`,
    summary: dirty,
    teaser: "",
    language: "fr",
    tags: `${dirty}, \u202Etwo`,
    pinned: false,
    historyHidden: false,
    inReplyTo: "",
    callout: {
      ...blankCallout("UTC"),
      date: "2026-12-05",
      start: "14:00",
      placeName: dirty,
      placeAddress: dirty,
    },
    translationOf: "",
    translationAddress: "",
    translationsStand: false,
  };

  it("make the same of what is typed into either", async () => {
    const form = checkTyped(typed, renderText(typed), [], "https://union.example");
    if (!form.ok) throw new Error(form.problems.map(({ key }) => key).join());
    const { name, source, summary, tags, callout } = form.post;
    expect({ name, summary, place: callout!.placeName, address: callout!.placeAddress }).toEqual({
      name: "A b c d",
      summary: "A b c d",
      place: "A b c d",
      address: "A b c d",
    });
    expect(tags).toEqual(["A b c d", "two", "tag"]);

    const yaml = JSON.stringify({
      name: typed.name,
      summary: typed.summary,
      tags: typed.tags,
      callout: { date: "2026-12-05", start: "14:00", placeName: dirty, placeAddress: dirty },
      pictures: [{ file: "a.jpg", description: dirty, caption: dirty }],
    });
    const file = parseFrontMatter(`---\n${yaml}\n---\n${typed.source}`);
    if (!file.ok) throw new Error(file.problems.join());
    const read = { attributes: file.attributes, body: file.body };
    expect(await checkText(read, { type: "Note", language: "fr" })).toMatchObject({
      name,
      source,
      summary,
      tags,
    });
    expect(checkFileCallout(read, "UTC")).toEqual(callout);
    expect(file.attributes.pictures).toMatchObject([{ description: "A b c d", caption: "A b c d" }]);
  });
});

describe("a tag", () => {
  it("is shown in the order it has", () => {
    expect(parseTags("\u202Ehousing, free\u202Edom")).toEqual(["housing", "freedom"]);
  });
});
