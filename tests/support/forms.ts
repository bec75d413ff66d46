import { createBodies } from "../../src/body.ts";
import { unpublishedDir } from "../../src/media/files.ts";
import { createSpool } from "../../src/media/spool.ts";
import { createForms, type Forms } from "../../src/routes/form.ts";

/** What reads forms in a server whose pictures lie in `mediaDir`. */
export function formsIn(mediaDir: string): Forms {
  return createForms({ bodies: createBodies(), spool: createSpool(unpublishedDir(mediaDir)) });
}
