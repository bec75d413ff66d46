import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPost } from "../../src/store/post-lists.ts";
import { uploaded } from "../support/picture-file.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
});
afterAll(() => side.stop());

const written = { type: "Note", name: "A film", source: "Come.", language: "en", tags: "" };
const video = "https://videos.example/watch?v=1&t=2";

async function add(file: File): Promise<string> {
  return (await editor.post("/admin/posts/new", { ...written, file })).text();
}

/** Publishes a post with a still of the video at this address. */
async function send(address: string) {
  const id = /name="picture" value="(\w+)"/.exec(await add(await uploaded("still.png")))![1]!;
  const said = { [`description-${id}`]: "A street.", [`people-${id}`]: "none", [`video-${id}`]: address };
  return { id, answer: await editor.post("/admin/posts", { ...written, picture: id, ...said }) };
}

const text = async (path: string) =>
  (await side.app.request(path, { headers: { Accept: "text/html" } })).text();

describe("a video", () => {
  test("is not taken in, and the form says why and what to do instead", async () => {
    const bytes = Buffer.from("\0\0\0\x20ftypisom\0\0\x02\0", "latin1");
    const page = await add(new File([new Uint8Array(bytes)], "march.jpg", { type: "image/jpeg" }));
    expect(page).toContain("“march.jpg”: This is a video.");
    expect(page).toContain("Add a still of it as a picture");
    expect(page).not.toContain('name="picture"');
  });

  test("is linked from a still of it, which says where it leads, and is loaded from nowhere else", async () => {
    const { answer } = await send(video);
    const [, postId] = /\/admin\/posts\/(\w+)/.exec(answer.headers.get("location")!)!;
    expect((await findPost(side.sql, postId!))!.pictures).toMatchObject([{ video }]);
    for (const path of ["/", `/p/${postId}`, `/p/${postId}?pictures=no`]) {
      const figure = /<figure.*?<\/figure>/s.exec(await text(path))![0];
      expect(figure).toContain(
        'href="https://videos.example/watch?v=1&amp;t=2" class="video" rel="nofollow noopener noreferrer"',
      );
      expect(figure).toContain("Video on videos.example");
      expect(figure).not.toMatch(/(src|srcset)="https?:/);
    }
    const { items } = JSON.parse(await text("/feed.json")) as { items: { content_html: string }[] };
    expect(items[0]!.content_html).toContain(
      '<figcaption><a href="https://videos.example/watch?v=1&amp;t=2">Video on videos.example</a></figcaption>',
    );
    const note = await side.app.request(`/p/${postId}`, { headers: { Accept: "application/activity+json" } });
    const { content, attachment } = (await note.json()) as { content: string; attachment: object[] };
    expect(content).toContain('<p><a href="https://videos.example/watch?v=1&amp;t=2">https://videos.example');
    expect(attachment).toMatchObject([{ type: "Document", mediaType: "image/jpeg" }]);
  });

  test("has an https address, and what was typed comes back where it has none", async () => {
    const { id, answer } = await send('javascript:"alert(1)"');
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(`<a href="#video-${id}">This is not an address like https://videos.example`);
    expect(page).toContain('value="javascript:&quot;alert(1)&quot;"');
    expect(page).not.toContain('href="javascript');
    const long = await (await send("x".repeat(5000))).answer.text();
    expect(long).toContain(`value="${"x".repeat(2000)}"`);
  });
});
