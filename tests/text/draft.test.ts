import { describe, expect, it } from "vitest";
import { render } from "../../src/rendering/index.ts";
import { checkDraft, longestSource } from "../../src/text/draft.ts";

const typed = { type: "Note", name: "", source: "Come.", summary: "", teaser: "", language: "en", tags: "" };
const problemsOf = async (source: string) => {
  const checked = checkDraft({ ...typed, source }, await render({ source, language: "en" }));
  return checked.ok ? [] : checked.problems;
};

describe("a text that would not be shown and sent whole", () => {
  it.each([
    ["notes", `[^1]: note\n\n${"[^1]".repeat(5000)}`],
    ["hashtags", "#a ".repeat(10_000)],
    ["signs that HTML writes with five", "&".repeat(100_000)],
  ])("for its many %s is told so", async (_what, source) => {
    expect(await problemsOf(source)).toEqual([{ field: "source", key: "sourceTooHard" }]);
  });

  it("is not one that is merely long", async () => {
    const source =
      "Une phrase « entre guillemets » de #tous les jours, avec un [lien](https://union.example/a).\n\n";
    expect(await problemsOf(source.repeat(longestSource / source.length))).toEqual([]);
  });
});
