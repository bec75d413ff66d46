import { afterAll, beforeAll, expect, test } from "vitest";
import { addPicture } from "../../src/store/pictures.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { publishPost } from "../support/written.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let writer: Browser;
beforeAll(async () => {
  side = await membersSide();
  writer = await side.browse(await side.join("wanda", "writer"));
});
afterAll(() => side.stop());

async function publish(name: string, description: string): Promise<{ post: string; picture: string }> {
  const file = {
    variant: "small",
    name: `${name}.webp`,
    mediaType: "image/webp",
    width: 8,
    height: 6,
    size: 1,
  } as const;
  const full = { ...file, variant: "full", name: `${name}.jpg`, mediaType: "image/jpeg" } as const;
  const made = { width: 8, height: 6, blurhash: "", files: [full, file] };
  const picture = await addPicture(side.sql, made);
  const text = {
    name,
    source: "A text.",
    summary: "",
    language: "en",
    tags: [],
    pictures: [{ id: picture, description }],
  };
  const { id } = await publishPost(side.sql, { ...text, type: "Note", pinned: false });
  return { post: id, picture };
}

test("the overview leads to the pictures of standing posts that nobody has described", async () => {
  expect(await writer.read("/admin")).not.toContain("Pictures without a description");
  const bare = await publish("bare", "");
  const described = await publish("described", "A march.");
  const withdrawn = await publish("withdrawn", "");
  await withdrawPost(side.sql, withdrawn.post);
  const page = await writer.read("/admin");
  expect(page).toContain(`href="/admin/posts/${bare.post}/edit#description-${bare.picture}"`);
  // Small, as it only has to be recognised.
  expect(page).toContain("bare.webp");
  expect(page).not.toContain("bare.jpg");
  for (const { picture } of [described, withdrawn]) expect(page).not.toContain(`#description-${picture}`);
});
