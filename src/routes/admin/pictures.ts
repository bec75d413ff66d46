import { Conflict } from "../../errors.ts";
import { PictureError } from "../../media/picture.ts";
import { filesOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { takeUpload } from "./uploads.ts";
import type { MemberApp } from "./visit.ts";

/** Takes in one picture for a form that is still open: what scripts/uploads.js sends, to say how far it is. */
export function pictures(app: MemberApp, options: RouteOptions): void {
  app.post("/admin/pictures", async (c) => {
    if (c.get("visit").panicked) throw new Conflict("panicked");
    const [file] = filesOf(c.get("form"), "file");
    const refused = () => c.json({}, 422);
    if (!file) return refused();
    try {
      return c.json({ id: await takeUpload(file, options) }, 201);
    } catch (error) {
      if (error instanceof PictureError) return refused();
      throw error;
    }
  });
}
