import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes a file whole or not at all, by way of `unfinished`. Its bytes are on the disk before it has its name, and its name is when this
 * resolves: else a power cut might leave the row of a picture without a file, or take the sealed one that it was made from.
 */
export async function writeWhole(path: string, bytes: Uint8Array, unfinished: string): Promise<void> {
  try {
    const file = await open(unfinished, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    const folder = await open(dirname(path));
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
