import { expect, test } from "vitest";
import { firstWords, hashtagsIn, placed, rendererVersion, unrendered } from "../../src/text/own-html.ts";
import { renderText } from "../../src/text/render.ts";

const html = (source: string, language = "en") => renderText({ source, language }).html;

test("what a text becomes is that of this version of the renderer: where it changes, count the version up", () => {
  const all = html(
    "# Title\n\nA *b* **c** ~~d~~ `e` #Été @ada@allies.example\n\n- [l](https://a.example/?a=1&b=2)\n\n1. x\n\n> q\n\n---\n\n" +
      "| h |\n|---|\n| c |\n\n![p](https://a.example/p.png)\n\n    code <b>\n\nSo.[^1] And.[^1]\n\n[^1]: Note.",
  );
  expect([rendererVersion, all]).toMatchInlineSnapshot(`
    [
      2,
      "<h2>Title</h2>
    <p>A <em>b</em> <strong>c</strong> <s>d</s> <code>e</code> <a href="/tags/ete" class="mention hashtag" rel="tag">#<span>Été</span></a> <a href="/@ada@allies.example" class="u-url mention">@ada@allies.example</a></p>
    <ul>
    <li><a href="https://a.example/?a=1&amp;b=2" rel="noopener noreferrer">l</a></li>
    </ul>
    <ol>
    <li>x</li>
    </ol>
    <blockquote>
    <p>q</p>
    </blockquote>
    <hr />
    <table>
    <thead>
    <tr>
    <th>h</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>c</td>
    </tr>
    </tbody>
    </table>
    <p><a href="https://a.example/p.png" rel="noopener noreferrer">p</a></p>
    <pre><code>code &lt;b&gt;
    </code></pre>
    <p>So.<sup class="footnote-ref"><a href="#fn--1" id="fnref--1">[1]</a></sup> And.<sup class="footnote-ref"><a href="#fn--1" id="fnref--1:1">[1]</a></sup></p>
    <hr class="footnotes-sep" />
    <section class="footnotes">
    <ol class="footnotes-list">
    <li id="fn--1" class="footnote-item"><p>Note. <a href="#fnref--1" class="footnote-backref">↩︎</a> <a href="#fnref--1:1" class="footnote-backref">↩︎</a></p>
    </li>
    </ol>
    </section>
    ",
    ]
  `);
});

test("on a page addresses of ours begin with its origin, and those of others stay", () => {
  const text = html('#Rent "<a href="/x">" and https://a.example/#fn--1');
  expect(placed(text, { id: "abc" })).toContain('<a href="/tags/rent"');
  const away = placed(text, { id: "abc", origin: "https://union.example" });
  expect(away).toContain('<a href="https://union.example/tags/rent"');
  expect(away).toContain('&lt;a href="/x"&gt;');
  expect(away).toContain('<a href="https://a.example/#fn--1"');
});

test("footnotes of one text do not lead into another beside it", () => {
  const text = placed(html("So.[^1]\n\n[^1]: Note."), { id: "abc" });
  expect(text).toContain('<a href="#fn-abc-1" id="fnref-abc-1">[1]</a>');
  expect(text).toContain('<li id="fn-abc-1" class="footnote-item">');
  expect(text).toContain('<a href="#fnref-abc-1" class="footnote-backref">');
  expect(text).not.toContain("fn--");
});

test("hashtags are found as they are spelt, in their order, those of footnotes last", () => {
  expect(hashtagsIn(html("#Rent and #FreedomOfMovement[^1] `#code` &#35;no \\#none\n\n[^1]: #Été"))).toEqual([
    "Rent",
    "FreedomOfMovement",
    "Été",
  ]);
});

test("a title is made of the first words, however long the text is", () => {
  expect(firstWords(html("Come *all* of you. ".repeat(500)), 20)).toBe("Come all of you…");
});

test("the first words of a text are none of its notes", () => {
  expect(firstWords(html("Bring bread[^1].\n\n[^1]: Some."), 80)).toBe("Bring bread.");
});

test("a text that cannot be rendered is shown as it was typed", () => {
  expect(unrendered("<b> & *c*\nd")).toBe("<p>&lt;b&gt; &amp; *c*<br>d</p>");
});
