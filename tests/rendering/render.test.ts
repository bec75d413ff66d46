import path from "node:path";
import { expect, test } from "vitest";
import { createRenderer, render } from "../../src/rendering/index.ts";
import { longestSource } from "../../src/text/draft.ts";
import { rendererVersion } from "../../src/text/own-html.ts";
import { root } from "../support/process.ts";

const file = path.join(root, "tests/support/spinning-thread.ts");
const text = (source: string) => ({ source, language: "en" });

test("a text becomes sanitised HTML that belongs to no page yet", async () => {
  expect(await render(text(" A **word** in #Harbour.\r\n"))).toEqual({
    html: '<p>A <strong>word</strong> in <a href="/tags/harbour" class="mention hashtag" rel="tag">#<span>Harbour</span></a>.</p>\n',
    renderer: rendererVersion,
  });
});

test("where nothing is written there is no HTML, and what is too long is not begun", async () => {
  const renderer = createRenderer({ file: "/no such thread" });
  expect(await renderer(text(" \n "))).toMatchObject({ html: "" });
  expect(await renderer(text("a".repeat(longestSource + 1)))).toBeUndefined();
});

test("a text whose HTML would not fit into a document is refused, and the next is rendered", async () => {
  expect(await render(text("`a` ".repeat(36_000)))).toBeUndefined();
  expect(await render(text("Come."))).toMatchObject({ html: "<p>Come.</p>\n" });
});

test("a thread is used again", async () => {
  const renderer = createRenderer({ threads: 1, file });
  expect(await renderer(text("a"))).toMatchObject({ html: "a 1" });
  expect(await renderer(text("b"))).toMatchObject({ html: "b 2" });
});

test("a text that never ends is given up, its thread is ended, and others do not wait for it", async () => {
  const renderer = createRenderer({ threads: 1, deadline: 200, file });
  expect(await renderer(text("a"))).toMatchObject({ html: "a 1" });
  const [endless, next] = await Promise.all([renderer(text("endless")), renderer(text("b"))]);
  expect(endless).toBeUndefined();
  expect(next).toMatchObject({ html: "b 1" });
});

test("while one thread is held up, others render", async () => {
  const renderer = createRenderer({ threads: 2, deadline: 60_000, file });
  void renderer(text("endless"));
  expect(await renderer(text("a"))).toMatchObject({ html: "a 1" });
  expect(await renderer(text("b"))).toMatchObject({ html: "b 2" });
});

test("a thread that breaks is an error, and the next text gets another", async () => {
  const renderer = createRenderer({ threads: 1, file });
  await expect(renderer(text("broken"))).rejects.toThrow("broken");
  expect(await renderer(text("a"))).toMatchObject({ html: "a 1" });
});
