import sharp from "sharp";
import { keepPicture } from "../../src/cli/pictures.ts";
import { makePicture } from "../../src/media/picture.ts";
import type { PictureText } from "../../src/store/pictures.ts";
import type { Database } from "../../src/store/sql.ts";
import { insertPost, type PostText } from "../support/written.ts";

/** What the collective of the demo never writes, and others do. */
export interface HardPosts {
  /** The path of a post that is written from the right. */
  arabic: string;
  /** The path of a post with everything in it that is wider than a telephone. */
  crowded: string;
  /** The path of a post that stands behind a content warning. */
  warned: string;
}

/** Two words that cannot be broken, one of them nearly as long as a tag may be. */
export const longTags = ["SolidariteAvecLesLocatairesDeLaRueDuPort", "NousResterons".repeat(7).slice(0, 90)];

const fromTheRight = [
  "نحن **مستأجرو** شارع الميناء، و*الباب مفتوح* للجميع.[^1]",
  "> لا نترك أحدًا وحده.",
  "| اليوم | الساعة |\n|---|---|\n| الثلاثاء | 19:00 |",
  "نكتب `bin/tocsin.js serve --port 8000` ثم:\n\n```\nif (open) { knock(3); }\n```",
  "[^1]: انظر <https://example.org/a-long-address-that-has-to-be-broken-somewhere-on-a-telephone>.",
].join("\n\n");

const crowd = [
  "What we measured, with the formula at the end:",
  "| House | Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday |",
].join("\n\n");
const rows = ["25", "27", "29"].map(
  (house) =>
    `| ${house} | 14 degrees | 13 degrees | 12 degrees | 12 degrees | 11 degrees | 11 degrees | 10 degrees |`,
);
const formula = `\`\`\`\nmean = sum(degrees for degrees in readings if ${"house in houses and ".repeat(6)}True)\n\`\`\``;
const wide = [
  crowd,
  "|---".repeat(8) + "|",
  ...rows,
  "",
  formula,
  "",
  `And together with #${longTags[0]}!`,
].join("\n");

const shapes = [
  {
    width: 1200,
    height: 700,
    background: "#a3132b",
    description: "A red wall.",
    caption: "The wall, before.",
  },
  { width: 700, height: 1200, background: "#c9a13b", description: "An ochre door.", caption: longTags[0]! },
  { width: 900, height: 900, background: "#333333", description: "", caption: "" },
  { width: 1800, height: 500, background: "#2b5b8a", description: "Blue sea.", caption: "The harbour." },
];

/** Puts such posts into the demo site whose pictures are in `mediaDir`. */
export async function addHardPosts(sql: Database, mediaDir: string): Promise<HardPosts> {
  const add = async (post: Partial<PostText>) => {
    const text = {
      type: "Note",
      name: "",
      source: "",
      summary: "",
      language: "en",
      tags: [],
      pictures: [],
    } as const;
    const whole = { ...text, tags: [...text.tags], pictures: [...text.pictures], pinned: false, ...post };
    const { postId } = await sql.begin((tx) => insertPost(tx, whole, new Date()));
    return `/p/${postId}`;
  };
  const tags = ["السكن", "Rent"];
  return {
    arabic: await add({ name: "إلى الجيران", source: fromTheRight, language: "ar", tags }),
    crowded: await add({
      name: "Three weeks of degrees",
      source: wide,
      tags: longTags,
      pictures: await addPictures(sql, mediaDir),
    }),
    warned: await add({ summary: "An eviction", source: "They came at six. **We were more.**" }),
  };
}

async function addPictures(sql: Database, mediaDir: string): Promise<PictureText[]> {
  const pictures: PictureText[] = [];
  for (const { width, height, background, description, caption } of shapes) {
    const create = { width, height, channels: 3, background } as const;
    const made = await makePicture(await sharp({ create }).png().toBuffer());
    const id = await sql.begin((tx) => keepPicture(tx, mediaDir, made));
    pictures.push({ id, description, caption, people: "none" });
  }
  return pictures;
}
