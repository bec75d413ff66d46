import { describe, expect, it } from "vitest";
import { remoteHtml } from "../../src/text/remote-text.ts";
import { sanitizeRemote } from "../../src/text/sanitize.ts";

/** As it is stored and shown. */
const shown = (content: string, mediaType = "") => sanitizeRemote(remoteHtml(content, mediaType));
const rel = 'rel="nofollow noopener noreferrer ugc"';
const linked = (address: string) => `<a href="${address}" ${rel}>${address}</a>`;

describe("content of another server", () => {
  it("is HTML where nothing else is said, and where that is said", () => {
    for (const type of ["", "text/html", "Text/HTML; charset=utf-8", "application/xhtml+xml", "image/png"]) {
      expect(shown("<p>Come</p>", type)).toBe("<p>Come</p>");
    }
  });

  it.each(["text/markdown", "text/x-markdown", "Text/Markdown; variant=GFM"])(
    "of type %s has its paragraphs, emphasis and addresses",
    (type) => {
      const written =
        "**Come** on\n\nBring a cup, see https://quai.example/film and #harbour\n\n![A door](https://quai.example/d.jpg)";
      expect(shown(written, type)).toBe(
        `<p><strong>Come</strong> on</p>\n<p>Bring a cup, see ${linked("https://quai.example/film")} and #<span>harbour</span></p>\n` +
          `<p><a href="https://quai.example/d.jpg" ${rel}>A door</a> (quai.example)</p>\n`,
      );
    },
  );

  it("in Markdown brings no HTML with it, and no address but of http and https", () => {
    const written = "<script>x</script> [a](javascript:alert(1)) <img src=x onerror=y>";
    expect(shown(written, "text/markdown")).not.toMatch(/<(script|img|a)\b/);
  });

  it("as plain text has its paragraphs, lines and addresses, and shows what looks like HTML", () => {
    const written =
      "Come.\r\nBring <b>a cup</b> & friends.\n\n\n(https://quai.example/a_(b)?c=1&d), see https://quai.example/e.";
    expect(shown(written, "text/plain")).toBe(
      "<p>Come.<br>Bring &lt;b&gt;a cup&lt;/b&gt; &amp; friends.</p>" +
        `<p>(<a href="https://quai.example/a_(b)?c=1&amp;d" ${rel}>https://quai.example/a_(b)?c=1&amp;d</a>), see ${linked("https://quai.example/e")}.</p>`,
    );
  });

  it("of any other type of text is read as plain text", () => {
    expect(shown("$[x2 Come]\nnow", "text/x.misskeymarkdown")).toBe("<p>$[x2 Come]<br>now</p>");
  });

  it("in Markdown that would cost too much is read as plain text", () => {
    for (const written of ["[".repeat(301), "*a ".repeat(1001), `*a* ${"b ".repeat(5000)}`]) {
      expect(shown(written, "text/markdown")).toBe(`<p>${written}</p>`);
    }
    expect(shown("*a*", "text/markdown")).toContain("<em>");
  });
});
