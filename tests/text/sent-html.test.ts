import { describe, expect, test } from "vitest";
import { articleContent, noteContent, type SentPost } from "../../src/text/note.ts";
import { renderText } from "../../src/text/render.ts";
import { sentHtml } from "../../src/text/sent-html.ts";

const origin = "https://union.example";
const sent = (source: string) => sentHtml(renderText({ source, language: "en" }).html, origin);

const picture = (caption = "") => ({ caption, video: null });
const post = (source: string, fields: Partial<SentPost> = {}): SentPost => ({
  id: "abc",
  name: "",
  html: renderText({ source, language: "en" }).html,
  language: "en",
  tags: [],
  mentions: [],
  callout: null,
  translations: [],
  pictures: [],
  ...fields,
});
const answered = { handle: "@ada@allies.example", url: "https://allies.example/@ada" };
const ownLink = `<p><a href="${origin}/p/abc" class="u-url">${origin}/p/abc</a></p>`;

describe("footnotes for other servers", () => {
  test("are plain numbers, and their notes stand below a line, without an arrow back", () => {
    expect(sent("So.[^a] And.[^b] So.[^a]\n\n[^a]: One.\n[^b]: Two *more*.")).toBe(
      '<p>So.<sup class="footnote-ref">[1]</sup> And.<sup class="footnote-ref">[2]</sup> So.<sup class="footnote-ref">[1]</sup></p>\n' +
        "<p>———</p>\n<p>[1] One.</p>\n<p>[2] Two <em>more</em>.</p>\n",
    );
  });

  test("keep lists and further paragraphs of a note", () => {
    const notes = sent("So.[^a]\n\n[^a]: One.\n\n    - a\n    - b\n\n    End.").split("———</p>\n")[1];
    expect(notes).toBe("<p>[1] One.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>End.</p>\n");
  });

  test("and a note that begins with a list has its number above", () => {
    expect(sent("So.[^a]\n\n[^a]:\n    - a")).toMatch(/<p>\[1\] <\/p><ul>\n<li>a<\/li>\n<\/ul>/);
  });
});

describe("a table for other servers", () => {
  test("is a line for each row, with something between its cells", () => {
    expect(sent("Before\n\n| When | Who |\n|---|:-:|\n| *Now* | |\n| Later | us |\n\nAfter")).toBe(
      "<p>Before</p>\n<p><strong>When</strong> | <strong>Who</strong><br><em>Now</em> | <br>Later | us</p>\n<p>After</p>\n",
    );
  });

  test("is one also in a list and in a note, and several stay apart", () => {
    const text = sent(
      "- a | b\n  -|-\n  c | d\n\n| e |\n|---|\n\nSo.[^1]\n\n[^1]: Note\n\n    f | g\n    -|-\n    h | i",
    );
    expect(text).not.toMatch(/<t[dhr]|table/);
    expect(text).toContain("<br>c | d</p>");
    expect(text).toContain("<p><strong>e</strong></p>");
    expect(text).toContain("<br>h | i</p>");
  });
});

test("what only looks like a footnote or a table stays as it was written", () => {
  const text = sent(
    '`<table>` and `<a href="#fn--1" id="fnref--1">[1]</a>` and `<hr class="footnotes-sep" />`',
  );
  expect(text).toContain("<code>&lt;table&gt;</code>");
  expect(text).toContain("[1]&lt;/a&gt;");
});

describe("our own link", () => {
  test("stands at the end of a post, marked so that nobody makes a card of it", () => {
    expect(noteContent(origin, post("Come."))).toBe(`<p>Come.</p>\n${ownLink}`);
  });

  test("does not stand at the end of an answer, unless something of it is not there", () => {
    expect(noteContent(origin, post("Yes."), answered)).not.toContain(origin);
    const pictures = Array.from({ length: 5 }, () => picture());
    expect(noteContent(origin, post("Yes.", { pictures }), answered)).toContain(ownLink);
  });

  test("is an Article's title, which stands above its text", () => {
    const article = articleContent(origin, post("Come.", { name: "Rent & rage" }));
    expect(article).toBe(
      `<p><strong><a href="${origin}/p/abc" class="u-url">Rent &amp; rage</a></strong></p><p>Come.</p>\n`,
    );
  });
});

describe("of more than four pictures", () => {
  const captions = (count: number) =>
    Array.from({ length: count }, (_, at) => picture(at === 5 ? "The sixth" : ""));

  test("a line says how many more there are, and where; a later caption stands below it", () => {
    const content = noteContent(origin, post("Come.", { pictures: captions(6) }));
    expect(content).toBe(
      "<p>Come.</p>\n<p>Some servers show only the first four pictures. 2 more are at the address below.</p>" +
        `<p>(6) The sixth</p>${ownLink}`,
    );
  });

  test("it is said in the language of the post, and of four nothing is", () => {
    expect(noteContent(origin, post("Venez.", { pictures: captions(5), language: "fr" }))).toContain(
      "<p>Certains serveurs ne montrent que les quatre premières images. Une autre se trouve",
    );
    expect(noteContent(origin, post("Come.", { pictures: captions(4) }))).not.toContain("pictures");
  });
});
