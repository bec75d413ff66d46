import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mediaPath, mediaType, removePicture, writePicture } from "../../src/media/files.ts";
import type { PictureFile } from "../../src/media/picture.ts";

const FULL = `${"0a".repeat(16)}.jpg`;
const SMALL = `${"1b".repeat(16)}.webp`;

function picture(full = FULL, small = SMALL): { files: PictureFile[] } {
  const size = { width: 1, height: 1 };
  return {
    files: [
      { variant: "full", name: full, mediaType: "image/jpeg", bytes: Buffer.from("full"), ...size },
      { variant: "small", name: small, mediaType: "image/webp", bytes: Buffer.from("small"), ...size },
    ],
  };
}

describe("the files of a picture", () => {
  let parent: string;
  let dir: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "tocsin-media-"));
    dir = join(parent, "data", "media");
  });

  afterEach(() => rm(parent, { recursive: true }));

  it("are written whole, for the server alone", async () => {
    await writePicture(dir, picture());
    expect((await readdir(dir)).sort()).toEqual([FULL, SMALL]);
    expect(await readFile(join(dir, SMALL), "utf8")).toBe("small");
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(dir, FULL))).mode & 0o777).toBe(0o600);
  });

  it("are all there or none", async () => {
    await writePicture(dir, picture());
    await removePicture(dir, [FULL, SMALL]);
    await writeFile(join(dir, `${SMALL}.part`), "in the way");
    await expect(writePicture(dir, picture())).rejects.toThrow("EEXIST");
    expect((await readdir(dir)).filter((name) => !name.endsWith(".part"))).toEqual([]);
  });

  it("can be removed twice", async () => {
    await writePicture(dir, picture());
    await removePicture(dir, [FULL, SMALL]);
    await removePicture(dir, [FULL, SMALL]);
    expect(await readdir(dir)).toEqual([]);
  });

  it.each([
    "../secret.key",
    `../${FULL}`,
    `/${FULL}`,
    `${FULL}\0`,
    `${FULL}\n`,
    `${FULL}.part`,
    FULL.toUpperCase(),
    FULL.replace("jpg", "svg"),
    "",
    ".",
  ])("are never looked for, written or removed under the name %j", async (name) => {
    expect(mediaPath(dir, name)).toBeUndefined();
    expect(mediaType(name)).toBeUndefined();
    await expect(writePicture(dir, picture(name))).rejects.toThrow("not a name");
    await writeFile(join(parent, "secret.key"), "kept");
    await removePicture(dir, [name]);
    expect(await readFile(join(parent, "secret.key"), "utf8")).toBe("kept");
  });

  it("are served as one of two types", () => {
    expect(mediaPath(dir, FULL)).toBe(join(dir, FULL));
    expect(mediaType(FULL)).toBe("image/jpeg");
    expect(mediaType(SMALL)).toBe("image/webp");
  });
});
