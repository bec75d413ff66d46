import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../src/text/markdown.ts";
import { plainText, sanitizeOwn } from "../../src/text/sanitize.ts";
import { hostile } from "./hostile.ts";

const options = {
  hashtagUrl: (slug: string) => `https://union.example/tags/${encodeURIComponent(slug)}`,
  idPrefix: "p1",
};
const render = (source: string, idPrefix = "p1") => renderMarkdown(source, { ...options, idPrefix });
const html = (source: string) => render(source).html.trim();

describe("a member's Markdown", () => {
  it("keeps line breaks, and leaves quotes as they were typed", () => {
    expect(html("one\ntwo « trois » 'four' ...")).toBe("<p>one<br>\ntwo « trois » 'four' ...</p>");
  });

  it("begins its headings below the post's title", () => {
    expect(html("# One\n\n###### Six")).toBe("<h2>One</h2>\n<h6>Six</h6>");
    expect(html("## Two\n\n### Three")).toBe("<h2>Two</h2>\n<h3>Three</h3>");
  });

  it("shows HTML instead of obeying it", () => {
    expect(html("<script>alert(1)</script>")).toBe("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
  });

  it.each(hostile)("makes no tag of HTML in it: %s", (source) => {
    expect(html(source)).not.toMatch(/<(script|img|svg|iframe|style|form|object)|<[^>]*\son\w+=/i);
  });

  it("links addresses that name http or https, and no others", () => {
    expect(html("see https://union.example/a_b_c.")).toContain(
      '<a href="https://union.example/a_b_c" rel="noopener noreferrer">https://union.example/a_b_c</a>.',
    );
    expect(html("notes.md www.x.example ftp://x.example //x.example me@x.example")).not.toContain("<a");
  });

  it.each([
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///x",
    "//x.example",
    "/x",
  ])("refuses a link to %s", (address) => {
    expect(html(`[x](${address}) [y][1] <${address}>\n\n[1]: ${address}`)).not.toContain("<a");
    expect(html(`![x](${address})`)).not.toContain("<a");
  });

  it("makes a link of a picture, so that no reader asks a third party", () => {
    expect(html('![our *banner*](https://pics.example/b.jpg "t")')).toBe(
      '<p><a href="https://pics.example/b.jpg" rel="noopener noreferrer">our banner</a></p>',
    );
    expect(html("![](https://pics.example/b.jpg)")).toContain(">https://pics.example/b.jpg</a>");
    expect(html("[![banner](https://pics.example/b.jpg)](https://union.example)")).toBe(
      '<p><a href="https://union.example" rel="noopener noreferrer">banner</a></p>',
    );
  });

  it("passes the last gate with its links, ids and classes", () => {
    const source = "# T\n\n#Tag [a](https://a.example) x[^1] <a@b.example>\n\n- one\n\n[^1]: note";
    const gate = (text: string) => text.replaceAll(" />", ">");
    expect(gate(sanitizeOwn(html(source)))).toBe(html(source));
  });
});

describe("footnotes", () => {
  const source = "Rents rose.[^a] Again.[^b] And rose.[^a]\n\n[^a]: The census.\n[^b]: The *landlord*.";

  it("lead to their note and back, with ids of their post's own", () => {
    const first = render(source, "p1").html;
    expect(first).toContain('<sup class="footnote-ref"><a href="#fn-p1-1" id="fnref-p1-1">[1]</a></sup>');
    expect(first).toContain('<li id="fn-p1-2" class="footnote-item"><p>The <em>landlord</em>.');
    const ids = (text: string) => [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    const both = [...ids(first), ...ids(render(source, "p2").html)];
    expect(new Set(both).size).toBe(both.length);
    expect(both.length).toBe(10);
  });

  it("are numbered in the text as in the list, so they can be read where classes and ids are lost", () => {
    const bare = render(source)
      .html.replace(/<(?!\/?(p|ol|li)\b)[^>]*>/g, "")
      .replace(/ (id|class)="[^"]*"/g, "");
    expect(bare).toContain("<p>Rents rose.[1] Again.[2] And rose.[1]</p>");
    expect(bare).toMatch(/<ol>\s*<li><p>The census\.[^]*<li><p>The landlord\./);
  });

  it("lose their arrows in plain text", () => {
    expect(plainText(render(source).html)).toBe(
      "Rents rose.[1] Again.[2] And rose.[1]\nThe census.\nThe landlord.",
    );
  });

  it("cannot write outside an id", () => {
    expect(render(source, 'x"><script>').html).not.toContain("<script>");
  });
});

describe("a text of little but marks", () => {
  /** Of the longest text that a post may have. */
  const many = (mark: string) => mark.repeat(Math.floor(150_000 / mark.length));

  it.each([
    ["references to a note", `[^1]: note\n\n${many("[^1]")}`],
    ["notes in the text", many("^[a]")],
    ["hashtags", many("#a ")],
    ["links to one long address", `[1]: https://a.example/${"b".repeat(2000)}\n\n${many("[1]")}`],
    ["tables", many(`${"a|".repeat(200)}\n${"-|".repeat(200)}\n${"a\n".repeat(200)}\n`)],
  ])("with many %s becomes no more than it can be sent as, and says so", (_what, source) => {
    const { html, whole } = render(source);
    expect(html.length).toBeLessThan(1_000_000);
    expect(whole).toBe(false);
  });

  it("shows as they were typed those for which there is no more room", () => {
    const shown = html(`${many("#a ")}end`);
    expect(shown).toContain('rel="tag">#<span>a</span></a>');
    expect(shown.slice(-20)).toMatch(/ #a #a end<\/p>$/);
  });

  it("has all of its notes, links and tables where people wrote them", () => {
    const numbers = Array.from({ length: 1000 }, (_, at) => at + 1);
    const row = `|${"cell|".repeat(12)}\n`;
    const source =
      numbers.map((n) => `Word[^${n}] and [link](https://a.example/${n}).`).join(" ") +
      `\n\n${row}${row.replaceAll("cell", "-")}${row.repeat(300)}` +
      numbers.map((n) => `\n\n[^${n}]: Note ${n}.`).join("");
    const { html, whole } = render(source);
    expect(whole).toBe(true);
    expect(html.match(/class="footnote-item"/g)).toHaveLength(1000);
    expect(html.match(/<td>/g)).toHaveLength(12 * 300);
  });

  it.each(["> ", "- ", "1. ", "> - "])("loses nothing that stands within hundreds of %j", (mark) => {
    expect(plainText(html(`${mark.repeat(300)}the end`))).toContain("the end");
  });

  it("shows asterisks within hundreds of others", () => {
    const shown = html(`${"*a ".repeat(300)}b${" c*".repeat(300)}`);
    expect(shown.split("<em>").length).toBeLessThan(100);
    expect(plainText(shown)).toContain("*a *a b c* c*");
  });

  it("keeps a note within a note", () => {
    const shown = plainText(html("One[^a] two[^b]\n\n[^a]: First.\n\n    [^b]: Second."));
    expect(shown).toBe("One[1] two[2]\nFirst.\nSecond.");
  });
});

describe("hashtags in a text", () => {
  it("become links that other servers recognise", () => {
    expect(render("Pour la #Liberté !")).toMatchObject({
      html: '<p>Pour la <a href="https://union.example/tags/liberte" class="mention hashtag" rel="tag">#<span>Liberté</span></a> !</p>\n',
      hashtags: ["Liberté"],
    });
  });

  it.each([
    ["#حرية_التنقل", ["حرية_التنقل"]],
    ["#Свобода #自由 #स्वतंत्रता #חופש", ["Свобода", "自由", "स्वतंत्रता", "חופש"]],
    ["#One and #ONE, #two", ["One", "two"]],
    ["**#bold** _#leaning_ (#round) «#quoted» #end.", ["bold", "leaning", "round", "quoted", "end"]],
    ["#8March #May_1st #no2rent", ["8March", "May_1st", "no2rent"]],
    ["#start-of-line", ["start"]],
    ["# Heading with #tag", ["tag"]],
    ["text[^1]\n\n[^1]: in a #note", ["note"]],
    ["e\u0301tat #E\u0301tat", ["État"]],
  ])("%j has %j", (source, hashtags) => {
    expect(render(source).hashtags).toEqual(hashtags);
  });

  it.each([
    ["a number", "#2026 #1"],
    ["a heading", "# Heading"],
    ["part of a word", "C#sharp mot#non mot_#non 4#four"],
    ["part of an address", "https://x.example/#part https://x.example/?q=#part x/#part &#x41;"],
    ["code", "`#code`\n\n    #block\n\n```\n#fence\n```"],
    ["a link's text", "[see #here](https://x.example)"],
    ["a picture's description", "![of #this](https://x.example/a.jpg)"],
    ["escaped", "\\#escaped"],
    ["longer than 100 characters", `#${"x".repeat(101)}`],
    ["only underscores", "#___"],
    ["in a note nobody refers to", "[^1]: #lost"],
  ])("what is %s is none", (_what, source) => {
    const rendered = render(source);
    expect(rendered.hashtags).toEqual([]);
    expect(rendered.html).not.toContain("hashtag");
  });
});
