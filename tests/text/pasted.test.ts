import { describe, expect, test } from "vitest";
import { readAccount, readHandle, readOwnHandle } from "../../src/text/handle.ts";
import { readVisitor } from "../../src/text/intent.ts";
import { pastedAddress } from "../../src/text/pasted.ts";

/** What keyboards, pages and chats have been seen to put around an address. */
const around: [what: string, typed: string][] = [
  ["blanks of any kind", "\u00a0\u2003@ada@quay.example\u3000\t\n"],
  ["zero-width characters", "\u200b@ada\u200b@quay\u2060.example\ufeff"],
  ["joiners", "@ada\u200d@\u200cquay.example"],
  ["direction marks", "\u200e@ada@quay.example\u200f"],
  ["isolates, as chats put them around a mention", "\u2068@ada@quay.example\u2069"],
  ["overrides", "\u202a@ada@quay.example\u202c"],
  ["soft hyphens", "@ada@quay.ex\u00adample"],
  ["how a sign is to be drawn", "@\ufe0fada@quay.example"],
  ["a doubled sign", "@@ada@quay.example"],
  ["a doubled sign within", "@ada@@quay.example"],
  ["a comma", "@ada@quay.example,"],
  ["a full stop", "@ada@quay.example."],
  ["a full stop and a blank, as a telephone makes of two blanks", "@ada@quay.example. "],
  ["an ellipsis", "@ada@quay.example…"],
  ["another script's comma", "@ada@quay.example،"],
  ["other marks", "¡@ada@quay.example!?"],
  ["a colon before it", ": @ada@quay.example"],
  ["angle brackets", "<@ada@quay.example>"],
  ["brackets", "(@ada@quay.example)"],
  ["square brackets", "[@ada@quay.example]"],
  ["quotation marks", '"@ada@quay.example"'],
  ["apostrophes", "'@ada@quay.example'"],
  ["fancy quotation marks", "“@ada@quay.example”"],
  ["guillemets with their blanks", "« @ada@quay.example »"],
  ["German quotation marks", "„@ada@quay.example“"],
  ["backticks", "`@ada@quay.example`"],
  ["asterisks", "**@ada@quay.example**"],
  ["a bullet", "• @ada@quay.example"],
  ["a dash", "- @ada@quay.example"],
  ["a name", "Ada (@ada@quay.example)"],
  ["a name, as mails have it", "Ada Lovelace <ada@quay.example>"],
  ["a scheme", "acct:ada@quay.example"],
  ["a scheme and a sign", "ACCT:@ada@quay.example"],
  ["a scheme of the web", "web+acct:ada@quay.example"],
  ["a mail's scheme", "mailto:ada@quay.example"],
  ["full-width signs", "＠ada＠quay．example"],
  ["small signs", "﹫ada﹫quay.example"],
  ["an ideographic full stop", "@ada@quay。example"],
  ["a percent-encoded sign", "%40ada%40quay.example"],
  ["a blank that a keyboard sets after a word", "@ada @quay.example"],
  ["capitals of the host", "@ada@Quay.Example"],
];

describe("an account that was pasted", () => {
  test.each(around)("is understood with %s", (_what, typed) => {
    expect(readHandle(typed)).toBe("@ada@quay.example");
    expect(readAccount(typed)).toBe("@ada@quay.example");
    expect(readVisitor(typed)).toEqual({ name: "ada", host: "quay.example" });
  });

  test.each([
    ["https://quay.example/@ada/", "ada"],
    ["<https://quay.example/@ada>", "ada"],
    ["\u2068https://quay.example/@ada\u2069.", "ada"],
    ["https://quay.example/%40ada", "ada"],
    ["https://quay.example/@ada?lang=fr", "ada"],
    ["https://quay.example/@ada/109999", "ada"],
    ["https://quay.example/@ada/with_replies", "ada"],
    ["https://quay.example/web/@ada", "ada"],
    ["(https://quay.example/users/ada)", undefined],
    ["quay.example,", undefined],
    ["«\u202fquay.example\u202f»", undefined],
    ["https://quay.example/@ada@far.example", undefined],
  ])("is understood by its page or its server in %j", (typed, name) => {
    expect(readVisitor(typed)).toEqual({ name, host: "quay.example" });
  });

  test.each([
    ["https://quay.example/@ada_", "https://quay.example/@ada_"],
    ["<https://quay.example/users/ada->,", "https://quay.example/users/ada-"],
    ["\u200bhttps://quay.example/@ada\u200b", "https://quay.example/@ada"],
  ])("keeps what its page's address ends with: %j", (typed, address) => {
    expect(readAccount(typed)).toBe(address);
  });

  test.each([
    "@ada@quay@example",
    "a b@quay.example",
    "@@",
    "@ada@",
    "…",
    "",
    "@ada@quay.example@evil.example",
  ])("is not made up out of %j", (typed) => {
    expect(readVisitor(typed)).toBeUndefined();
    expect(readHandle(typed)).toBeUndefined();
  });

  test("keeps the joiners that words of some scripts have", () => {
    expect(pastedAddress("\u200dمی\u200cخواهم.example\u200c")).toBe("می\u200cخواهم.example");
  });

  test("may be a server without a name, by its number", () => {
    expect(pastedAddress(" [2001:db8::1]:8443 ")).toBe("[2001:db8::1]:8443");
  });
});

describe("the name that a collective goes by", () => {
  test("may end with a sign", () => {
    expect(readOwnHandle("@solidarity_")).toBe("solidarity_");
  });

  test.each([
    "@Solidarity",
    " solidarity\u200b",
    "＠solidarity",
    "@solidarity@union.example",
    "“solidarity”",
  ])("is understood from %j", (typed) => expect(readOwnHandle(typed)).toBe("solidarity"));
});
