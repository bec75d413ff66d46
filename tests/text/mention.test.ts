import { describe, expect, test } from "vitest";
import { mentionsIn, placed } from "../../src/text/own-html.ts";
import { renderText } from "../../src/text/render.ts";
import { sentHtml } from "../../src/text/sent-html.ts";

const html = (source: string) => renderText({ source, language: "en" }).html;
const named = (source: string) => mentionsIn(html(source));

describe("a mention in a text", () => {
  test.each([
    ["at the beginning", "@ada@allies.example is here", "@ada@allies.example"],
    ["with a full stop behind", "Ask @ada@allies.example.", "@ada@allies.example"],
    ["in brackets", "(@ada@allies.example)", "@ada@allies.example"],
    ["in bold", "**@ada@allies.example**", "@ada@allies.example"],
    ["with points and lines in the name", "@ada.l-o_1@allies.example!", "@ada.l-o_1@allies.example"],
    ["in capitals", "@Ada@Allies.Example", "@ada@allies.example"],
    ["on a host of other letters", "@ada@uniоn.example", "@ada@xn--unin-75d.example"],
    ["on a host with a port", "@ada@127.0.0.1:4000", "@ada@127.0.0.1:4000"],
  ])("is found %s", (_, source, handle) => {
    expect(named(source)).toEqual([handle]);
  });

  test.each([
    ["an address of mail", "ada@allies.example"],
    ["an account without a server", "@ada"],
    ["a server without a point", "@ada@allies"],
    ["code", "`@ada@allies.example`"],
    ["a link", "[@ada@allies.example](https://allies.example/)"],
    ["an address of a page", "https://mastodon.example/@ada@allies.example"],
    ["a path", "/@ada@allies.example"],
    ["a word", "x@ada@allies.example"],
    ["what goes on", "@ada@allies.example@b and @ada@allies.example/x"],
  ])("is not %s", (_, source) => {
    expect(named(source)).toEqual([]);
  });

  test("is found once, however often it is written", () => {
    expect(named("@a@b.example @c@d.example @A@b.example")).toEqual(["@a@b.example", "@c@d.example"]);
  });
});

describe("an account that was found", () => {
  const mentions = [
    { handle: "@ada@allies.example", id: "https://allies.example/1", url: 'https://allies.example/@ada?"' },
  ];
  const link =
    '<span class="h-card"><a href="https://allies.example/@ada?&quot;" class="u-url mention">@<span>Ada</span></a></span>';

  test("is linked on our page and in what is sent, and one that was not stays text", () => {
    const text = html("@Ada@allies.example and @eve@allies.example");
    expect(placed(text, { id: "abc", mentions })).toBe(`<p>${link} and @eve@allies.example</p>\n`);
    expect(sentHtml(text, "https://union.example", mentions)).toBe(
      `<p>${link} and @eve@allies.example</p>\n`,
    );
  });
});
