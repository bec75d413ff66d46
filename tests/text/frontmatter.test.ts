import { describe, expect, it } from "vitest";
import { parseFrontMatter } from "../../src/text/frontmatter.ts";

function problems(yaml: string): string[] {
  const parsed = parseFrontMatter(`---\n${yaml}\n---\ntext`);
  return parsed.ok ? [] : parsed.problems;
}

describe("a Markdown file", () => {
  it("gives its attributes and its text", () => {
    const file = `---
name: "Tonight: the meeting"
tags: [housing, freedom of movement]
language: en
type: article
summary: Police violence
pinned: true
inReplyTo: https://union.example/posts/1
pictures:
  - file: banner.jpg
    description: A banner
    caption: By us.
    video: https://videos.example/1
---

First line.

---

After a rule.
`;
    expect(parseFrontMatter(file)).toEqual({
      ok: true,
      attributes: {
        name: "Tonight: the meeting",
        tags: ["housing", "freedom of movement"],
        language: "en",
        type: "Article",
        summary: "Police violence",
        pinned: true,
        inReplyTo: "https://union.example/posts/1",
        pictures: [
          {
            file: "banner.jpg",
            description: "A banner",
            caption: "By us.",
            video: "https://videos.example/1",
          },
        ],
      },
      extra: {},
      body: "First line.\n\n---\n\nAfter a rule.\n",
    });
  });

  it("needs no front matter", () => {
    expect(parseFrontMatter("Only text\n\n---\n\nname: x\n---\n")).toMatchObject({
      attributes: {},
      body: "Only text\n\n---\n\nname: x\n---\n",
    });
  });

  it("may come from another editor: byte order mark, CRLF, empty values, empty front matter", () => {
    expect(
      parseFrontMatter("\ufeff---\r\nname: x\r\nsummary:\r\ntags: a, b\r\n---\r\ntext\r\n"),
    ).toMatchObject({
      attributes: { name: "x", tags: ["a", "b"] },
      body: "text\n",
    });
    expect(parseFrontMatter("---\n---\ntext")).toMatchObject({ ok: true, attributes: {}, body: "text" });
  });

  it("may carry keys that its reader asked for", () => {
    const parsed = parseFrontMatter("---\nname: x\ndaysAgo: 3\n---\n", ["daysAgo"]);
    expect(parsed).toMatchObject({ attributes: { name: "x" }, extra: { daysAgo: 3 } });
  });

  it.each([
    ["name: 2026", "name"],
    ["tags: {a: 1}", "tags"],
    ["tags: [1]", "tags"],
    ["language: english", "language"],
    ["type: Event", "type"],
    ["pinned: perhaps", "pinned"],
    ["inReplyTo: javascript:alert(1)", "inReplyTo"],
    ["pictures: banner.jpg", "pictures"],
    ["pictures: [{description: x}]", "pictures"],
    ["pictures: [{file: a.jpg, alt: x}]", "pictures"],
    ["pictures: [{file: a.jpg, caption: 3}]", "pictures"],
    ["pictures: [{file: a.jpg, video: 'http://videos.example'}]", "pictures"],
    ["pictures: [{file: a.jpg, people: perhaps}]", "pictures"],
    ["titel: x", "titel"],
    ["constructor: x", "constructor"],
    ["__proto__: {name: x}", "__proto__"],
  ])("with %j is told that %s is wrong", (yaml, key) => {
    expect(problems(yaml)).toEqual([expect.stringMatching(new RegExp(`^${key}: `))]);
  });

  it("is told all its problems at once", () => {
    expect(problems("pinned: 1\nname: x\ntype: y\nz: 1")).toHaveLength(3);
  });

  it.each([
    ["broken YAML", "name: [x"],
    ["a list", "- a\n- b"],
    ["one key twice", "name: a\nname: b"],
    ["an alias, which could multiply", "name: &a x\nsummary: *a"],
    ["thousands of aliases", "*a ".repeat(50_000)],
    ["keys within keys", "? ".repeat(500)],
    ["lists within lists", "[".repeat(10_000)],
    ["a type of its own", "name: !!binary x"],
    ["more than anybody writes", `name: ${"x".repeat(50_000)}`],
    ["more lines than anybody writes", "a: b\n".repeat(3000)],
  ])("with %s is refused with a reason", (_what, yaml) => {
    expect(problems(yaml)).not.toEqual([]);
  });

  it("may have all that a post can have", () => {
    const long = (length: number) => "word ".repeat(length / 5).trim();
    const picture = `  - file: a.jpg\n    description: >-\n      ${long(1500)}\n    caption: ${long(500)}\n    people: none\n`;
    const yaml = `name: ${long(300)}\nsummary: ${long(500)}\ntags:\n${"  - a tag\n".repeat(100)}pictures:\n${picture.repeat(8)}`;
    expect(problems(yaml)).toEqual([]);
    expect(
      problems(`pictures: [${"{file: a.jpg, description: b, caption: c, people: none}, ".repeat(8)}]`),
    ).toEqual([]);
  });

  it("without the closing line is refused", () => {
    expect(parseFrontMatter("---\nname: x\n\ntext")).toMatchObject({ ok: false });
  });
});
