import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  mediaPath,
  mediaType,
  openMedia,
  removePicture,
  settleWaiting,
  unpublishedDir,
  writePicture,
} from "../../src/media/files.ts";
import { sealPicture } from "../../src/media/sealed.ts";
import { openPicture, readPicture, writeWaiting } from "../../src/media/waiting.ts";
import type { SecretKey } from "../../src/store/secret.ts";
import type { PictureFile } from "../../src/media/picture.ts";

const FULL = `${"0a".repeat(16)}.jpg`;
const secret = randomBytes(32) as SecretKey;
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
    await mkdir(join(dir, SMALL));
    await expect(writePicture(dir, picture())).rejects.toThrow("EISDIR");
    expect(await readdir(dir)).toEqual([SMALL]);
  });

  it("are on the disk before they have their names, and so are those", async () => {
    await mkdir(dir, { recursive: true });
    const handle = await open(dir);
    const kind = Object.getPrototypeOf(handle) as typeof handle;
    await handle.close();
    const there: string[][] = [];
    const sync = vi.spyOn(kind, "sync").mockImplementation(async () => {
      there.push(await readdir(dir));
    });
    await writePicture(dir, picture());
    sync.mockRestore();
    const [beforeFull, afterFull, beforeSmall, afterSmall] = there;
    expect(beforeFull).toEqual([expect.stringMatching(`^${FULL}\\..+\\.part$`)]);
    expect(afterFull).toEqual([FULL]);
    expect(beforeSmall).toHaveLength(2);
    expect(beforeSmall).not.toContain(SMALL);
    expect(afterSmall?.toSorted()).toEqual([FULL, SMALL]);
  });

  it("are found and removed whether they wait or are published", async () => {
    await writeWaiting(dir, picture(), secret);
    for (const published of [false, true]) {
      await settleWaiting(dir, secret, async (names) => names.map((name) => ({ name, published })));
      expect(String(await readPicture(dir, FULL, secret))).toBe("full");
    }
    await writePicture(unpublishedDir(dir), picture());
    await removePicture(dir, [FULL, SMALL]);
    expect(await openMedia(dir, FULL)).toBeUndefined();
    expect(await readdir(unpublishedDir(dir))).toEqual([]);
  });

  it("are found at any moment while they are being published", async () => {
    for (let round = 0; round < 50; round++) {
      await writeWaiting(dir, picture(), secret);
      const moved = settleWaiting(dir, secret, async (names) =>
        names.map((name) => ({ name, published: true })),
      );
      for (let look = 0; look < 20; look++) {
        const file = await openPicture(dir, FULL, secret);
        expect(file?.size).toBe(4);
        await file!.close();
      }
      await moved;
      await removePicture(dir, [FULL, SMALL]);
    }
  });

  it("that wait stay, and go a day after a crash left them to nobody", async () => {
    const waiting = unpublishedDir(dir);
    const [OLD, YOUNG] = [`${"2c".repeat(16)}.jpg`, `${"3d".repeat(16)}.jpg`];
    await writePicture(waiting, picture(FULL, SMALL));
    const left = [OLD, `${OLD}.part`];
    for (const name of [...left, YOUNG]) await writeFile(join(waiting, name), "");
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    for (const name of [...left, FULL]) await utimes(join(waiting, name), twoDaysAgo, twoDaysAgo);
    await settleWaiting(dir, secret, async () => [FULL, SMALL].map((name) => ({ name, published: false })));
    expect((await readdir(waiting)).toSorted()).toEqual([FULL, SMALL, YOUNG].toSorted());
  });

  it("that wait lie sealed, under their own name and key alone, and are as they were when they are published", async () => {
    await writeWaiting(dir, picture(), secret);
    const lying = await readFile(join(unpublishedDir(dir), FULL));
    expect(lying.includes("full")).toBe(false);
    const open = (name: string, key = secret) => readPicture(dir, name, key);
    await expect(open(FULL, randomBytes(32) as SecretKey)).rejects.toThrow("authenticate");
    await writeFile(join(unpublishedDir(dir), SMALL), lying);
    await expect(open(SMALL)).rejects.toThrow("authenticate");
    await settleWaiting(dir, secret, async (names) =>
      names.map((name) => ({ name, published: name === FULL })),
    );
    expect(await readFile(join(dir, FULL), "utf8")).toBe("full");
    expect(await readdir(unpublishedDir(dir))).toEqual([SMALL]);
  });

  it("that wait unsealed, from before, are read, and sealed when somebody looks after them", async () => {
    await writePicture(unpublishedDir(dir), picture());
    expect(String(await readPicture(dir, FULL, secret))).toBe("full");
    await settleWaiting(dir, secret, async (names) => names.map((name) => ({ name, published: false })));
    for (const name of [FULL, SMALL]) {
      expect((await readFile(join(unpublishedDir(dir), name))).subarray(0, 13).toString()).toBe(
        "tocsin-sealed",
      );
    }
    expect(String(await readPicture(dir, FULL, secret))).toBe("full");
    expect(sealPicture(Buffer.from("full"), FULL, secret)).not.toEqual(
      sealPicture(Buffer.from("full"), FULL, secret),
    );
  });

  it("are not written once more when they were forgotten while they were being published", async () => {
    await writeWaiting(dir, picture(), secret);
    let asked = 0;
    await settleWaiting(dir, secret, async (names) =>
      asked++ === 0 ? names.map((name) => ({ name, published: true })) : [],
    );
    expect(await readdir(dir)).toEqual(["unpublished"]);
    expect(await readdir(unpublishedDir(dir))).toEqual([]);
  });

  it("wait for nothing where nothing was ever uploaded", async () => {
    const settled = settleWaiting(dir, secret, () => Promise.reject(new Error("asked for nothing")));
    await expect(settled).resolves.toBeUndefined();
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
