import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unpublishedDir } from "../../src/media/files.ts";
import { findLost, removeUnfinished, sweepPublished } from "../../src/media/sweep.ts";

let parent: string;
let dir: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "tocsin-media-"));
  dir = join(parent, "media");
  await mkdir(unpublishedDir(dir), { recursive: true });
});
afterEach(() => rm(parent, { recursive: true }));

const nameOf = (number: number) => `${number.toString(16).padStart(32, "0")}.jpg`;
const day = 24 * 3600;

async function put(path: string, seconds = 0): Promise<void> {
  await writeFile(path, "picture");
  const then = Date.now() / 1000 - seconds;
  await utimes(path, then, then);
}

const files = async (folder = dir) =>
  (await readdir(folder)).filter((name) => name !== "unpublished").toSorted();

describe("what was left half written", () => {
  const dead = spawnSync("true").pid;
  const part = (number: number, host: string, pid: number) => `${nameOf(number)}.${host}.${pid}.part`;

  it("goes at once where who wrote it is dead, else after a while, in either folder", async () => {
    const here = hostname();
    const kept = [part(1, here, process.pid), part(2, here, process.ppid), part(3, "other-machine", dead)];
    const gone = [
      part(4, here, dead),
      part(5, here, process.ppid),
      part(6, "other-machine", 1),
      `${nameOf(7)}.part`,
      ".room-1",
    ];
    for (const folder of [dir, unpublishedDir(dir)]) {
      for (const name of kept) await put(join(folder, name));
      for (const name of gone) await put(join(folder, name), name.includes(`.${dead}.`) ? 0 : 700);
      await put(join(folder, nameOf(8)), 700);
    }
    await removeUnfinished(dir);
    for (const folder of [dir, unpublishedDir(dir)]) {
      expect(await files(folder)).toEqual([...kept, nameOf(8)].toSorted());
    }
  });

  it("goes at the start of a process that has the number of the dead one", async () => {
    await put(join(dir, part(1, hostname(), process.pid)));
    await removeUnfinished(dir, { start: true });
    expect(await files()).toEqual([]);
  });

  it("is looked for in a folder that is not there", async () => {
    await expect(removeUnfinished(join(parent, "nowhere"))).resolves.toBeUndefined();
  });
});

describe("published files", () => {
  /** Pictures with these numbers are known, and published where they are even. */
  const store =
    (...known: number[]) =>
    async (names: string[]) =>
      known.flatMap((number) =>
        names.includes(nameOf(number)) ? [{ name: nameOf(number), published: number % 2 === 0 }] : [],
      );

  it("of no picture go after a day, and those of pictures that are not published wait with the others", async () => {
    for (const number of [2, 3, 4, 5]) await put(join(dir, nameOf(number)), 2 * day);
    await put(join(dir, nameOf(6)), day - 60);
    await put(join(dir, "README"), 2 * day);
    expect(await sweepPublished(dir, store(2, 3, 4))).toBe(0);
    expect(await files()).toEqual([nameOf(2), nameOf(4), nameOf(6), "README"].toSorted());
    expect(await files(unpublishedDir(dir))).toEqual([nameOf(3)]);
  });

  it("are hidden where no picture waited before", async () => {
    await rm(unpublishedDir(dir), { recursive: true });
    await put(join(dir, nameOf(3)), 2 * day);
    await sweepPublished(dir, store(3));
    expect(await files(unpublishedDir(dir))).toEqual([nameOf(3)]);
  });

  it("are left alone by a database that knows few of them", async () => {
    for (let number = 1; number < 6; number++) await put(join(dir, nameOf(number)), 2 * day);
    expect(await sweepPublished(dir, store())).toBe(5);
    expect(await sweepPublished(dir, store(2, 4))).toBe(3);
    expect(await files()).toHaveLength(5);
  });

  it("are looked through a few at a time", async () => {
    for (let number = 1; number <= 1001; number++) await put(join(dir, nameOf(number)), 2 * day);
    const asked: number[] = [];
    await sweepPublished(dir, async (names) => {
      asked.push(names.length);
      return names.map((name) => ({ name, published: true }));
    });
    expect(asked).toEqual([500, 500, 1]);
    expect(await files()).toHaveLength(1001);
  });

  it("that are not there are told, and those that are still to be moved are there", async () => {
    const wanted = [1, 2, 3, 4].map(nameOf);
    await put(join(dir, nameOf(2)));
    await put(join(unpublishedDir(dir), nameOf(3)));
    const list = async (after: string, limit: number) =>
      wanted.filter((name) => name > after).slice(0, Math.min(limit, 2));
    expect(await findLost(dir, list)).toEqual([nameOf(1), nameOf(4)]);
  });
});
