import { describe, expect, test } from "vitest";
import { articleContent, noteContent } from "../../src/text/note.ts";
import {
  cardLink,
  inFeedReader,
  onMastodon,
  onMisskey,
  onPleroma,
  type SentObject,
} from "../../src/text/peers.ts";
import { renderText } from "../../src/text/render.ts";

const origin = "https://union.example";

function sent(source: string, fields: Partial<SentObject> = {}): SentObject {
  const post = {
    id: "abc",
    name: "",
    html: renderText({ source, language: "en" }).html,
    language: "en",
    tags: [],
    mentions: [],
    callout: null,
    translations: [],
    pictures: [],
  };
  const content = noteContent(origin, post);
  const hasTable = post.html.includes("<table>");
  const beside = { name: "", summary: "", pictures: 0, isCallout: false, hasTable };
  const sensitive = fields.summary !== undefined;
  return { type: "Note", content, url: `${origin}/p/abc`, ...beside, sensitive, ...fields };
}

const rich = "## When\n\n- now\n\n| a | b |\n|---|---|\n| c | d |\n\nSo it is.[^1]\n\n[^1]: Seen.";

describe("Mastodon", () => {
  test("makes headings bold lines, keeps lists, and reads the rows of a table as lines", () => {
    const { html, losses } = onMastodon(sent(rich));
    expect(html).toContain("<p><strong>When</strong></p>");
    expect(html).toContain("<li>now</li>");
    expect(html).not.toMatch(/<(h2|table|td|sup|section)/);
    expect(html).toContain("<p><strong>a</strong> | <strong>b</strong><br />c | d</p>");
    expect(losses).toEqual(["headingsBold", "tables", "footnotes"]);
  });

  test("shows of an Article its title and its link, with the warning between them, and hides nothing", () => {
    const article = sent("A **long** text.", {
      type: "Article",
      name: "Rent & rage",
      summary: "violence",
      isCallout: true,
    });
    const { html, warning, losses } = onMastodon(article);
    expect(html).toBe(`<p>Rent &amp; rage</p><p>violence</p><p><a>${origin}/p/abc</a></p>`);
    expect([warning, losses]).toEqual(["", ["text", "callout", "warning"]]);
  });

  test("shows four pictures, and a warning before a Note", () => {
    expect(onMastodon(sent("x", { pictures: 4 }))).toMatchObject({ pictures: 4, losses: [] });
    const five = onMastodon(sent("x", { pictures: 5, summary: "blood" }));
    expect(five).toMatchObject({ pictures: 4, warning: "blood", losses: ["pictures"] });
  });

  test("makes its card of the first link that is no tag and no mention", () => {
    const post = {
      id: "abc",
      name: "",
      language: "en",
      tags: [],
      mentions: [],
      callout: null,
      translations: [],
      pictures: [],
    };
    const answered = { handle: "@ada@allies.example", url: "https://allies.example/@ada" };
    const of = (source: string) => {
      const { html } = renderText({ source, language: "en" });
      return cardLink(noteContent(origin, { ...post, html }, answered));
    };
    expect(of("#Rent and https://example.org/?a=1&b=2 and https://example.net/")).toBe(
      "https://example.org/?a=1&b=2",
    );
    // Not of our own, by which each server would fetch the page it has just read.
    expect(of("#Rent and mailto:a@example.org[^1]\n\n[^1]: Here.")).toBeUndefined();
  });
});

describe("Pleroma", () => {
  test("puts an Article's linked name above its text, and keeps neither headings nor tables", () => {
    const { html, losses } = onPleroma(sent(rich, { type: "Article", name: "A <title>" }));
    expect(html).toMatch(/^<p><a>A &lt;title&gt;<\/a><\/p>/);
    expect(html).toMatch(/<li>now<\/li>[^]*<sup>\[1\]<\/sup>/);
    expect(html).not.toMatch(/<(h2|table)/);
    expect(losses).toEqual(["headingsPlain", "tables", "footnotes"]);
  });
});

describe("Misskey", () => {
  test("keeps the lines of a list without their dots, and the numbers of footnotes", () => {
    const { html, losses } = onMisskey(sent(rich));
    expect(html).toContain("<div>now</div>");
    expect(html).toContain("So it is.[1]");
    expect(html).toContain("<p>[1] Seen.</p>");
    expect(html).not.toMatch(/<(h2|table|ul|sup)/);
    expect(losses).toEqual(["headingsPlain", "lists", "tables", "footnotes"]);
  });

  test("shows an Article's title, which stands in its text", () => {
    const { html } = renderText({ source: "x", language: "en" });
    const article = {
      id: "abc",
      name: "A <title>",
      html,
      language: "en",
      tags: [],
      mentions: [],
      callout: null,
      translations: [],
    };
    const content = articleContent(origin, { ...article, pictures: [] });
    const shown = onMisskey(sent("", { type: "Article", name: "A <title>", content }));
    expect(shown.html).toContain("<p><strong><a>A &lt;title&gt;</a></strong></p>");
    expect(shown.losses).toEqual([]);
  });
});

test("a content warning hides title, date and place with the text, and a text alone as it should", () => {
  for (const server of [onMastodon, onPleroma, onMisskey]) {
    expect(server(sent("x", { summary: "blood", name: "A title" })).losses).toEqual(["hidden"]);
    expect(server(sent("x", { summary: "blood", isCallout: true })).losses).toEqual(["hidden"]);
    expect(server(sent("x", { summary: "blood" })).losses).toEqual([]);
  }
});

test("a plain text loses nothing anywhere", () => {
  for (const server of [onMastodon, onPleroma, onMisskey]) {
    expect(server(sent("We meet **today**, [here](https://example.org).")).losses).toEqual([]);
  }
});

test("a link of a preview leads nowhere, and no markup of a post gets through", () => {
  const hostile = sent(
    '<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](https://evil.example/"onclick=")',
  );
  for (const server of [onMastodon, onPleroma, onMisskey]) {
    expect(server(hostile).html).not.toMatch(/<(?!\/?(a|p|span|br)>)|href|<[^>]*on/);
  }
});

test("a feed reader asks for pictures of ours by their path, and for no others", () => {
  const picture = (src: string) => `<figure><img src="${src}" alt="A lamp" onload="x" class="y" /></figure>`;
  const shown = inFeedReader(
    picture(`${origin}/media/a.jpg`) + picture("https://union.example.evil/b.jpg") + picture("//c/d.jpg"),
    origin,
  );
  expect(shown).toBe(
    '<figure><img alt="A lamp" src="/media/a.jpg" loading="lazy" /></figure><figure></figure><figure></figure>',
  );
});
