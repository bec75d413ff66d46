import fs from "node:fs";
import path from "node:path";
import { type Config, environmentFile } from "../config.ts";
import { logger } from "../log.ts";

const log = logger("serve");

/**
 * Says at the start which files with secrets everybody on the machine can read. It does not refuse: where a secret is handed to a
 * container its mode is not ours to choose, and nobody else is in there.
 */
export function warnOfOpenFiles({ secretKeyFile }: Pick<Config, "secretKeyFile">): void {
  const files = { [secretKeyFile]: "the key to the account and to the drafts" };
  if (holdsSecret(environmentFile)) files[environmentFile] = "passwords";
  for (const [file, what] of Object.entries(files)) {
    if (isOpen(file)) {
      log.warn(
        "Everybody on this machine can read or change {file}, which holds {what}: run chmod 600 {file}",
        {
          file,
          what,
        },
      );
    }
  }
}

function holdsSecret(file: string): boolean {
  try {
    return /^[ \t]*(export[ \t]+)?(DATABASE_URL|SMTP_URL|METRICS_TOKEN)[ \t]*=[ \t]*\S/m.test(
      fs.readFileSync(file, "utf8"),
    );
  } catch {
    return false;
  }
}

/** Whether others can read or write a file, and enter every folder on the way to it. */
function isOpen(file: string): boolean {
  const modeOf = (place: string) => fs.statSync(place, { throwIfNoEntry: false })?.mode ?? 0;
  if ((modeOf(file) & 0o006) === 0) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if ((modeOf(folder) & 0o001) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}
