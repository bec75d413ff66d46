import fs from "node:fs";

/** The files of pictures below a folder: published as "name.jpg", waiting as "unpublished/name.jpg". */
export function mediaFiles(dir: string): string[] {
  return fs
    .readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((name) => name !== "unpublished")
    .toSorted();
}
