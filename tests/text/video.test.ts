import { describe, expect, it } from "vitest";
import { pictureLines } from "../../src/text/picture-lines.ts";
import { parseVideo } from "../../src/text/video.ts";

describe("the address of a video", () => {
  it("is kept as browsers read it", () => {
    expect(parseVideo(' https://Videos.example/a b?c="d" ')).toBe("https://videos.example/a%20b?c=%22d%22");
  });

  it.each([
    "",
    "videos.example/1",
    "http://videos.example/1",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://known.example@other.example/1",
    "https://localhost/1",
    `https://videos.example/${"x".repeat(2000)}`,
  ])("is refused: %s", (text) => expect(parseVideo(text)).toBeUndefined());
});

describe("what is sent of captions and videos", () => {
  it("tells pictures apart by numbers where there are several, and says nothing where nothing is said", () => {
    const bare = { caption: "", video: null };
    const still = { caption: "The <film>", video: "https://videos.example/1?a=1&b='" };
    const said =
      "The &lt;film&gt;<br>" +
      '<a href="https://videos.example/1?a=1&amp;b=&#39;">https://videos.example/1?a=1&amp;b=&#39;</a></p>';
    expect(pictureLines([bare], "en")).toBe("");
    expect(pictureLines([still], "en")).toBe(`<p>${said}`);
    expect(pictureLines([bare, still], "en")).toBe(`<p>(2) ${said}`);
  });
});
