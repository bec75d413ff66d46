import { describe, expect, test } from "vitest";
import { excerpt } from "../../src/text/excerpt.ts";
import { renderMarkdown } from "../../src/text/markdown.ts";
import { noteContent } from "../../src/text/note.ts";
import { renderText } from "../../src/text/render.ts";
import { sanitizeOwn } from "../../src/text/sanitize.ts";
import { keepTogether } from "../../src/text/typography.ts";

/** As HTML, with a visible sign for the narrow no-break space. */
function render(source: string, language = "fr"): string {
  const options = { hashtagUrl: (slug: string) => `https://a.example/tags/${slug}`, idPrefix: "x", language };
  return sanitizeOwn(renderMarkdown(source, options).html).trim().replaceAll("\u202f", "~");
}

describe("French", () => {
  test.each([
    ["Qui vient ? Nous !", "Qui vient~? Nous~!"],
    ["Quoi ?! Non !!!", "Quoi~?! Non~!!!"],
    ["À prendre : un pull ; une lampe.", "À prendre~: un pull~; une lampe."],
    ["« Non », dit-elle, « jamais ! »", "«~Non~», dit-elle, «~jamais~!~»"],
    ["(vraiment ?)", "(vraiment~?)"],
    ["La suite :", "La suite~:"],
    ["Bravo 🎉 !", "Bravo 🎉~!"],
  ])("%s keeps its marks on the line of their words", (text, expected) => {
    expect(keepTogether(text, "fr").replaceAll("\u202f", "~")).toBe(expected);
    expect(keepTogether(text, "fr-CA").replaceAll("\u202f", "~")).toBe(expected);
    expect(render(text)).toBe(`<p>${expected}</p>`);
    for (const language of ["en", "frr", "ar", ""]) expect(keepTogether(text, language)).toBe(text);
  });

  test.each([
    "À 18 : 30, au 2 : 1",
    "Merci :heart: et :+1: ou ;-) :) :D",
    "a != b et ?page=2",
    "Déjà\u00a0: fait. Sans espace: non!",
    "Deux  ! espaces",
    "« ",
    " !",
  ])("%s stays", (text) => {
    expect(keepTogether(text, "fr")).toBe(text);
    expect(render(text)).not.toContain("~");
  });

  test("is looked at as it is read, across emphasis, links, hashtags, footnotes and line ends", () => {
    expect(render("**Attention** : *vraiment* !")).toContain(
      "<strong>Attention</strong>~: <em>vraiment</em>~!",
    );
    expect(render("« **Oui** » !")).toBe("<p>«~<strong>Oui</strong>~»~!</p>");
    expect(render("Pour le #Logement !")).toMatch(/<\/a>~!<\/p>$/);
    expect(render("Lisez [ceci !](https://a.example/x) ?")).toMatch(/>ceci~!<\/a>~\?<\/p>$/);
    expect(render("Voici :\nune liste !")).toMatch(/^<p>Voici~:<br ?\/?>\s*une liste~!<\/p>$/);
    expect(render("Une note[^1] !\n\n[^1]: Vraiment ?")).toMatch(/<\/sup>~!<\/p>.*Vraiment~\?/s);
    expect(render("# Un titre !\n\n- un point ;\n\n> Cité !\n\n| a ? |\n|---|\n| b ! |")).toMatch(
      /Un titre~!.*point~;.*Cité~!.*a~\?.*b~!/s,
    );
    expect(render("**18** : 30")).toBe("<p><strong>18</strong> : 30</p>");
    expect(render("![Une photo !](https://a.example/p.jpg)")).toContain(">Une photo~!</a>");
  });

  test("in code, in addresses and in other languages stays as it was typed", () => {
    expect(render("Tapez `a ? b : c !` !")).toBe("<p>Tapez <code>a ? b : c !</code>~!</p>");
    expect(render("```\nif (a ! b) ; « x »\n```")).toContain("if (a ! b) ; « x »");
    expect(render("    a ! b ;")).toContain("a ! b ;");
    const address = 'href="https://a.example/?q=a%20!&amp;b=%C2%AB%20x"';
    expect(render("Voir <https://a.example/?q=a%20!&b=%C2%AB%20x> !")).toMatch(`${address} rel`);
    expect(render("https://a.example/?q=1 !")).toMatch(/>https:\/\/a\.example\/\?q=1<\/a>~!/);
    expect(render("Quoi ? Non !", "en")).toBe("<p>Quoi ? Non !</p>");
  });

  test("keeps them in what is shown of a long text", () => {
    expect(excerpt("Nous\u202f!\n Qui  vient\u202f? Tout le monde, demain", 24)).toBe(
      "Nous\u202f! Qui vient\u202f? Tout…",
    );
  });

  test("goes out as it is shown, its title and captions too", () => {
    const written = (language: string) => ({
      ...renderText({ source: "Nous !", language }),
      id: "aaaaaaaaaaaaaaaa",
      name: "Qui vient ?",
      language,
      tags: [],
      mentions: [],
    });
    const more = { callout: null, translations: [], pictures: [{ caption: "Là : nous", video: null }] };
    const content = noteContent("https://a.example", { ...written("fr"), ...more }).replaceAll("\u202f", "~");
    for (const text of ["Qui vient~?", "Nous~!", "Là~: nous"]) expect(content).toContain(text);
    const english = noteContent("https://a.example", { ...written("en"), ...more });
    expect(english).not.toContain("\u202f");
  });
});
