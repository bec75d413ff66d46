import { html } from "hono/html";
import { livePanels } from "../../views/admin/previews.ts";
import type { RouteOptions } from "../options.ts";
import { readPost } from "./composing.ts";
import { checkPost } from "./draft.ts";
import { previewedPost } from "./previewed.ts";
import type { MemberApp } from "./visit.ts";

/** The post as it stands in the form, for the page that shows it beside. Nothing is kept of it. */
export function livePreview(app: MemberApp, options: RouteOptions): void {
  app.post("/admin/preview", async (c) => {
    const visit = c.get("visit");
    // Pictures are taken in by the form alone.
    c.get("form").data.delete("file");
    const submitted = await readPost(c, options);
    const { post, errors } = checkPost(submitted.draft, submitted.rendered, visit.m, visit.origin);
    if (post) return c.html(livePanels(visit, await previewedPost(options.sql, submitted, post)));
    const wrong = Object.values(errors).map((error) => html`<li>${error}</li>`);
    return c.html(
      html`<ul class="hint">
        ${wrong}
      </ul>`,
    );
  });
}
