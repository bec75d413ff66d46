import { describe, expect, it } from "vitest";
import { plainName, plainText, sanitizeOwn, sanitizeRemote } from "../../src/text/sanitize.ts";
import { hostile } from "./hostile.ts";

const CLOSED = ["p", "span", "a", "strong", "em", "b", "i", "u", "s", "q", "del", "code", "pre"].concat([
  "blockquote",
  "ul",
  "ol",
  "li",
  "h4",
  "ruby",
  "rt",
  "rp",
  "sub",
  "sup",
  "mark",
]);
const OPENING = new RegExp(
  `^<(${CLOSED.filter((name) => name !== "a").join("|")})>$|^<(ol) start="-?\\d+">$`,
);
const LINK = /^<a href="https?:\/\/[^"<>\s]+" rel="nofollow noopener noreferrer ugc">$/;

/** What is wrong with sanitised HTML: a tag or attribute that is not on the list, or one that is not closed. */
function faults(html: string): string[] {
  const found: string[] = [];
  const open: string[] = [];
  for (const part of html.split(/(<[^>]*>?)/)) {
    if (!part.startsWith("<")) {
      if (/[<>\u202a-\u202e]/.test(part)) found.push(`text: ${part}`);
    } else if (part.startsWith("</")) {
      if (part !== `</${open.pop()}>`) found.push(`closed out of turn: ${part}`);
    } else if (part !== "<br>") {
      const name = OPENING.exec(part)?.slice(1).find(Boolean) ?? (LINK.test(part) ? "a" : undefined);
      if (name === undefined) found.push(`not allowed: ${part}`);
      else if (name === "a" && open.includes("a")) found.push("a link in a link");
      else if (name === "li" && !["ul", "ol"].includes(open.at(-1) ?? ""))
        found.push("an item without its list");
      else open.push(name);
    }
  }
  return [...found, ...open.map((name) => `left open: ${name}`)];
}

describe("HTML from another server", () => {
  it.each(hostile)("is reduced to what is allowed: %s", (html) => {
    expect(faults(sanitizeRemote(html))).toEqual([]);
    expect(faults(sanitizeRemote(`<p>before${html}after</p>`))).toEqual([]);
    expect(faults(sanitizeRemote(`<ul><li><a href="https://a.example">${html}`))).toEqual([]);
  });

  it("is reduced to what is allowed when hostile pieces are cut and mixed", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    for (let round = 0; round < 3_000; round++) {
      const html = Array.from({ length: 1 + random(5) }, () => {
        const piece = hostile[random(hostile.length)] ?? "";
        return piece.slice(
          random(4) === 0 ? random(piece.length) : 0,
          piece.length - (random(3) === 0 ? random(9) : 0),
        );
      }).join("");
      expect({ html, faults: faults(sanitizeRemote(html)) }).toEqual({ html, faults: [] });
    }
  });

  it("keeps what people write with", () => {
    const html =
      "<p>One<br>two <strong>three</strong> <em>four</em> <del>five</del></p>" +
      "<blockquote><p>six</p></blockquote><pre><code>a &lt; b &amp; c</code></pre><ul><li>seven</li></ul>";
    expect(sanitizeRemote(html)).toBe(html);
    expect(sanitizeRemote("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>")).toBe(
      "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
    );
  });

  it("keeps what is quoted in quotation marks, which are its language's own on our pages", () => {
    expect(sanitizeRemote("<p>They said <q>soon</q>.</p>")).toBe("<p>They said <q>soon</q>.</p>");
  });

  it.each([
    ["divisions", "<div>One</div><div><div>two</div></div>three", "One<br>two<br>three"],
    ["divisions around paragraphs", "<div><p>One</p></div>\n<div>two</div>", "<p>One</p>\ntwo"],
    ["sections and articles", "<section>One</section><article>two</article>", "One<br>two"],
    ["what is under a summary", "<details><summary>One</summary>two</details>three", "One<br>two<br>three"],
    ["terms and what they mean", "<dl><dt>One</dt><dd>two</dd><dt>three</dt></dl>", "One<br>two<br>three"],
    ["a rule", "One<hr>two", "One<br>two"],
    ["a picture's caption", "<figure><img src=x><figcaption>One</figcaption></figure>two", "One<br>two"],
    ["items without a list", "<li>One</li><li>two</li>", "One<br>two"],
    ["what is too deep", `${"<div>".repeat(60)}One${"</div>".repeat(60)}two`, "One<br>two"],
  ])("ends a line where there were %s", (_what, html, shown) => {
    expect(sanitizeRemote(html)).toBe(shown);
    expect(plainText(html)).toBe(
      shown
        .replace(/\n|<br>|<\/?p>/g, "\n")
        .replace(/\n+/g, "\n")
        .trim(),
    );
  });

  it("shows the rows of a table as lines, and a bar between their cells", () => {
    const html =
      "<table><caption>Ferries</caption><thead><tr><th>Day</th><th>Hour</th></tr></thead>" +
      "<tbody><tr><td>Monday</td> <td>9</td></tr>\n<tr><td><p>Friday</p></td><td>10</td></tr></tbody></table>Come";
    expect(sanitizeRemote(html.replaceAll(/<\/?p>/g, ""))).toBe(
      "Ferries<br>Day | Hour<br>Monday | 9<br>Friday | 10<br>Come",
    );
    expect(plainText(html.replaceAll(/<\/?p>/g, ""))).toBe(
      "Ferries\nDay | Hour\nMonday | 9\nFriday | 10\nCome",
    );
  });

  it("begins no line where nothing stands yet, and no second one", () => {
    expect(
      sanitizeRemote("<div><section>One<br></section></div><div> </div><hr><p>two</p><div>three</div>"),
    ).toBe("One<br> <p>two</p>three");
  });

  it("says what a picture shows in its place", () => {
    expect(sanitizeRemote("<p>See <img src='//a.example/b' alt='a \"red\" <b>flag'> here</p>")).toBe(
      "<p>See [a &quot;red&quot; &lt;b&gt;flag] here</p>",
    );
    expect(sanitizeRemote("<p>Hi <img class=emoji alt=':wave:'><img alt='👋🏽'><img alt=''><img></p>")).toBe(
      "<p>Hi :wave:👋🏽</p>",
    );
    expect(sanitizeRemote("<a href='https://a.example/b'><img alt='a flag'></a>")).toContain(
      ">[a flag]</a> (a.example)",
    );
    expect(sanitizeRemote("<img alt='a\u202Eflag'>")).toBe("[aflag]");
    expect(plainText("See <img alt='a flag'> here")).toBe("See [a flag] here");
  });

  it("keeps what would mean something else without it", () => {
    expect(sanitizeRemote("10<sup>2</sup> H<sub>2</sub>O <mark>this</mark>")).toBe(
      "10<sup>2</sup> H<sub>2</sub>O <mark>this</mark>",
    );
    expect(sanitizeRemote("<strike>no</strike> <ins>yes</ins> <kbd>x</kbd> <cite>y</cite>")).toBe(
      "<s>no</s> <u>yes</u> <code>x</code> <i>y</i>",
    );
    expect(sanitizeRemote("<ol start=3 class=x><li>three</li></ol>")).toBe(
      '<ol start="3"><li>three</li></ol>',
    );
  });

  it("loses the content of scripts and styles, not only their tags", () => {
    expect(sanitizeRemote("a<script>b</script><style>c</style><svg><text>d</text></svg>e")).toBe("ae");
  });

  it("has its headings lowered below ours", () => {
    expect(sanitizeRemote("<h1>Loud</h1><h6>quiet</h6>")).toBe("<h4>Loud</h4><h4>quiet</h4>");
  });

  it("keeps the text of a link that leads into our own pages, without the link", () => {
    expect(sanitizeRemote('<p><a href="/sign-out">look</a> <a href="//here.example">here</a></p>')).toBe(
      "<p>look here</p>",
    );
  });

  it("is cut when it is longer than any post, and stays whole HTML", () => {
    const sanitized = sanitizeRemote(`<p>${"x".repeat(300_000)}</p>`);
    expect(sanitized.length).toBeLessThan(100_010);
    expect(faults(sanitized)).toEqual([]);
  });

  it("is nested no deeper than people nest", () => {
    const sanitized = sanitizeRemote("<blockquote>".repeat(1_000) + "deep" + "</blockquote>".repeat(1_000));
    expect(sanitized).toContain("deep");
    expect(sanitized.split("<blockquote>").length - 1).toBeLessThan(30);
  });
});

describe("a link from another server", () => {
  const link = (href: string, text: string) => sanitizeRemote(`<a href="${href}">${text}</a>`);
  const shownHost = (html: string) => / \(([^)]*)\)$/.exec(html)?.[1];

  it("is left alone when its text begins with its host", () => {
    expect(shownHost(link("https://news.example/a?b=1", "https://news.example/a?b=1"))).toBeUndefined();
    expect(shownHost(link("https://news.example/a", "news.example/a…"))).toBeUndefined();
    const cut =
      "<span class=invisible>https://</span><span class=ellipsis>news.example/lo</span><span class=invisible>ng</span>";
    expect(shownHost(link("https://news.example/long", cut))).toBeUndefined();
  });

  it.each([
    ["https://evil.example/", "our programme"],
    ["https://evil.example/", "https://union.example/"],
    ["https://evil.example/", "https://union.example/?https://evil.example/"],
    ["https://evil.example/", "evil.example.union.example"],
    ["https://evil.example/", "https://evil.example@union.example/"],
    ["https://union.example@evil.example/", "https://union.example@evil.example/"],
    ["https://union.example:x@evil.example/", "union.example"],
    ["https://evil.example/", "evil.example∕union.example"],
    ["https://evil.example/", ""],
    ["HTTPS://EVIL.EXAMPLE/", "@<span>union</span>"],
  ])("to %s shows its host beside the text %j", (href, text) => {
    expect(shownHost(link(href, text))).toBe("evil.example");
  });

  it("that is a hashtag and leads to the page of that tag stands alone, and no other that looks like one", () => {
    expect(shownHost(link("https://a.example/tags/Ete", "#<span>Été</span>"))).toBeUndefined();
    expect(shownHost(link("https://a.example/tag/rent/", "#Rent"))).toBeUndefined();
    expect(shownHost(link("https://a.example/search?tag=%C3%89t%C3%A9", "#été"))).toBeUndefined();
    expect(shownHost(link("https://evil.example/login", "#Rent"))).toBe("evil.example");
    expect(shownHost(link("https://evil.example/tags/rent", "#Rent now"))).toBe("evil.example");
    expect(shownHost(link("https://evil.example/%", "#Rent"))).toBe("evil.example");
  });

  it("that mentions us stands alone, and one that only says so does not", () => {
    const origin = "https://union.example";
    const mention = (href: string, text = "@<span>union</span>") =>
      shownHost(sanitizeRemote(`<a href="${href}" class="u-url mention">${text}</a>`, origin));
    expect(mention(`${origin}/@union`)).toBeUndefined();
    expect(mention(`${origin}/actors/group`, "@union@union.example")).toBeUndefined();
    expect(mention("https://evil.example/@union")).toBe("evil.example");
    expect(mention("https://union.example.evil.example/@union")).toBe("union.example.evil.example");
    expect(mention(`${origin}/@union`, "our programme")).toBe("union.example");
  });

  it("shows a host of look-alike letters as what it is", () => {
    expect(shownHost(link("https://uniоn.example/", "https://uniоn.example/"))).toBe("xn--unin-75d.example");
  });

  it("carries no user name, and a rel that gives no weight and no referrer", () => {
    expect(link("https://me:pw@news.example/?a=1&amp;b=%22", "news.example")).toBe(
      '<a href="https://news.example/?a=1&amp;b=%22" rel="nofollow noopener noreferrer ugc">news.example</a>',
    );
  });
});

describe("characters that reorder text", () => {
  it("are taken out wherever they stand, written plainly or as entities", () => {
    expect(sanitizeRemote("<p>a\u202Eb&#x202d;c&#8235;d</p>")).toBe("<p>abcd</p>");
    expect(plainText("a\u202Eb")).toBe("ab");
    expect(sanitizeOwn("<p>a\u202Eb</p>")).toBe("<p>ab</p>");
  });

  it("stay when they isolate and are closed again", () => {
    expect(sanitizeRemote("<p>\u2067حرية\u2069 now</p>")).toBe("<p>\u2067حرية\u2069 now</p>");
    expect(sanitizeRemote("<p>\u2067حرية</p><p>x\u2069</p>")).toBe("<p>حرية</p><p>x</p>");
    expect(sanitizeRemote("<p>\u2069\u2067x</p>")).toBe("<p>x</p>");
  });
});

describe("plain text of HTML", () => {
  it("has a line for each block, and its entities read", () => {
    expect(
      plainText("Intro<h2>Rent &amp; fear</h2><p>one<br>two</p>\n<ul><li>three</li><li>4 &lt; 5</li></ul>"),
    ).toBe("Intro\nRent & fear\none\ntwo\nthree\n4 < 5");
  });

  it("decodes only once", () => {
    expect(plainText("<p>&amp;lt;script&amp;gt;</p>")).toBe("&lt;script&gt;");
  });

  it("keeps words together that markup divides, and drops scripts", () => {
    expect(plainText("<p>to<b>gether</b> <script>alert(1)</script>now</p>")).toBe("together now");
  });

  it("cannot move a terminal's cursor", () => {
    expect(plainText("<p>a\u001b[2Jb&#27;c\u009bd\u0007</p>")).toBe("a[2Jbcd");
  });
});

describe("a name chosen by somebody else", () => {
  it("is one line without control, hidden or reordering characters", () => {
    expect(plainName("  Ann\n\u2028the\t\u202Eplumber\u202C\u200b\u001b[0m\u200f  ")).toBe(
      "Ann the plumber[0m",
    );
  });

  it("is at most 100 characters, never half of one", () => {
    expect(Array.from(plainName("🦊".repeat(300)))).toHaveLength(100);
    expect(plainName("\ud83e")).toBe("\ufffd");
  });

  it("does not tower over the lines around it", () => {
    expect(plainName(`Z${"\u0301".repeat(60)}a`).length).toBeLessThanOrEqual(6);
  });

  it("keeps joined emoji and Persian spelling", () => {
    expect(plainName("👩‍🔧 می‌خواهم")).toBe("👩‍🔧 می‌خواهم");
  });
});

describe("the last gate before a member's HTML", () => {
  it.each(hostile)("lets nothing run or load: %s", (html) => {
    const tags = sanitizeOwn(html).match(/<[^>]*>?/g) ?? [];
    for (const tag of tags) {
      expect(tag).not.toMatch(
        /<(script|style|img|iframe|svg|math|form|input|object|embed|link|meta|base)\b/i,
      );
      expect(tag.replace(/="[^"]*"/g, "=")).not.toMatch(/\s(on\w+|style|src|srcdoc|formaction|target)\s*=/i);
      expect(tag).not.toMatch(/href="(?!https?:|mailto:|#|\/(?!\/)|")/i);
    }
  });
});
