import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { orForget } from "../../src/cli/pictures.ts";
import { loadConfig } from "../../src/config.ts";
import { unpublishedDir, writePicture } from "../../src/media/files.ts";
import { makePicture, type MadePicture } from "../../src/media/picture.ts";
import { keepPicture } from "../../src/routes/admin/uploads.ts";
import type { RouteOptions } from "../../src/routes/options.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { mediaFiles } from "../support/media.ts";
import { uploaded } from "../support/picture-file.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";

let dir: string;
let made: MadePicture;
beforeEach(async () => {
  dir = temporaryDirectory();
  made = await makePicture(new Uint8Array(await (await uploaded("a.png")).arrayBuffer()));
});
afterEach(() => {
  vi.unstubAllEnvs();
  removeDirectory(dir);
});

const refused = new Error("no");
/** What the driver says when the answer to a commit is lost: the row may be there. */
const lost = Object.assign(new Error("closed"), { code: "CONNECTION_CLOSED" });

describe.each([
  ["was refused", refused, 0],
  ["went unanswered, and may have been committed,", lost, 2],
])("the files of a picture whose row %s", (_, error, left) => {
  test(`number ${left} after a form`, async () => {
    const config = loadConfig({ DATA_DIR: dir });
    const options = { config, secret: readSecretKey(config.secretKeyFile) } as RouteOptions;
    await expect(keepPicture(made, options, () => Promise.reject(error))).rejects.toThrow(error);
    expect(fs.readdirSync(unpublishedDir(config.mediaDir))).toHaveLength(left);
  });

  test(`number ${left} after a command`, async () => {
    vi.stubEnv("DATA_DIR", dir);
    const media = path.join(dir, "media");
    await writePicture(media, made);
    await expect(orForget([made], () => Promise.reject(error))).rejects.toThrow(error);
    expect(mediaFiles(media)).toHaveLength(left);
  });
});
