import fs from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { writeWhole } from "../../src/media/whole.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";

let dir: string;
beforeEach(() => {
  dir = temporaryDirectory();
});
afterEach(() => {
  vi.restoreAllMocks();
  removeDirectory(dir);
});

const bytes = new TextEncoder().encode("a picture");
const write = () => writeWhole(path.join(dir, "a.jpg"), bytes, path.join(dir, "a.part"));

/** What `sync` of any open file does; returns the names in the folder at each time. */
async function onSync(act: (times: number) => void): Promise<string[][]> {
  const file = await open(dir);
  const handle = Object.getPrototypeOf(file) as FileHandle;
  await file.close();
  const seen: string[][] = [];
  vi.spyOn(handle, "sync").mockImplementation(async () => {
    seen.push(fs.readdirSync(dir));
    act(seen.length);
  });
  return seen;
}

test("a file is on the disk before it has its name, and then its name is", async () => {
  const seen = await onSync(() => {});
  await write();
  expect(seen).toEqual([["a.part"], ["a.jpg"]]);
  expect(fs.readFileSync(path.join(dir, "a.jpg"), "utf8")).toBe("a picture");
});

test("a file that does not come onto the disk has no name, and leaves nothing", async () => {
  await onSync(() => {
    throw new Error("EIO");
  });
  await expect(write()).rejects.toThrow("EIO");
  expect(fs.readdirSync(dir)).toEqual([]);
});
