import { afterAll, beforeAll, expect, test } from "vitest";
import { addPicture } from "../../src/store/pictures.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { editPost, publishPost } from "../support/written.ts";

let tocsin: Tocsin;
beforeAll(async () => {
  tocsin = await startTocsin({ worker: false });
});
afterAll(() => tocsin.stop());

const startsAt = new Date("2099-12-05T13:00:00Z");
const callout = {
  startsAt,
  endsAt: null,
  openUntil: startsAt,
  timeZone: "UTC",
  placeName: "The gate",
  placeAddress: "",
  latitude: null,
  longitude: null,
  status: "confirmed",
} as const;
const text = {
  name: "Breakfast",
  source: "Come.",
  summary: "",
  language: "en",
  tags: [],
  callout,
  pinned: false,
};

const picture = async (name: string, caption = "") => {
  const file = { mediaType: "image/jpeg", width: 40, height: 30, size: 9 };
  const files = [
    { ...file, variant: "full" as const, name: `${name}.jpg` },
    { ...file, variant: "small" as const, name: `${name}-small.jpg` },
  ];
  const id = await addPicture(tocsin.sql, {
    width: 40,
    height: 30,
    blurhash: "L00000fQfQfQfQfQfQfQfQfQfQfQ",
    files,
  });
  return { id, description: "", caption };
};

/** The pictures that each activity about the post names, in the order of the revisions; what it says of them is looked for in its text. */
async function named(postId: string, event: boolean): Promise<string[]> {
  const rows = await tocsin.sql<{ id: string; type: string }[]>`
    select id, type from activity where post_id = ${postId} and event = ${event} and type in ('Create', 'Update') order by revision`;
  return Promise.all(
    rows.map(async ({ id, type }) => {
      const answer = await fetch(`${tocsin.origin}/activities/${id}`, {
        headers: { accept: "application/activity+json" },
      });
      const { object } = (await answer.json()) as {
        object: { attachment: { url: string }[]; content: string };
      };
      const files = object.attachment.map(({ url }) => url.split("/").at(-1));
      return [type, ...files, ...(object.content.match(/caption of \w+/g) ?? [])].join(" ");
    }),
  );
}

test.for([
  ["a post", false],
  ["an Event", true],
] as const)("what is sent late of %s names no picture that has been replaced since", async ([, event]) => {
  const kept = await picture(`kept-${event}`);
  const first = await picture(`first-${event}`, "caption of first");
  const second = await picture(`second-${event}`, "caption of second");
  const { id } = await publishPost(tocsin.sql, { ...text, type: "Note", pictures: [first, kept] });
  const whole = `Create first-${event}.jpg kept-${event}.jpg`;
  expect(await named(id, event)).toEqual([event ? whole : `${whole} caption of first`]);
  await editPost(tocsin.sql, id, { ...text, pictures: [second, kept] });
  const update = `Update second-${event}.jpg kept-${event}.jpg`;
  expect(await named(id, event)).toEqual([
    `Create kept-${event}.jpg`,
    event ? update : `${update} caption of second`,
  ]);
});
