import { Invalid } from "../../errors.ts";
import { parsePoint } from "../../text/cover.ts";
import { focusAt, formatFocus, parseFocus } from "../../text/focus.ts";
import type { Kept } from "../../views/admin/door.ts";
import { focusPage } from "../../views/admin/focus.ts";
import { textOf } from "../form.ts";
import { readKept } from "../kept.ts";
import type { RouteOptions } from "../options.ts";
import { pictureOf } from "./covering.ts";
import { keepPost, showPost } from "./kept-post.ts";
import { readPress } from "./press.ts";
import { type MemberApp, type MemberContext, show } from "./visit.ts";

/** What stays in sight of a cropped picture. The form of the post travels along, and comes back with it. */
export function focuses(app: MemberApp, options: RouteOptions): void {
  app.post("/admin/pictures/:id/focus", async (c) => {
    const kept = readKept(c.get("form")) ?? (await keepPost(c, options));
    return "fields" in kept ? showFocus(c, kept) : kept;
  });

  app.post("/admin/pictures/:id/focused", async (c) => {
    const form = c.get("form");
    const kept = readKept(form);
    if (!kept) throw new Invalid("invalid");
    if (textOf(form, "intent") === "back") return showPost(c, options, kept);
    const name = `focus-${c.req.param("id")}`;
    const others = kept.fields.filter(([field]) => field !== name);
    const focus = formatFocus(parseFocus(textOf(form, "focus")));
    return showPost(c, options, { ...kept, fields: [...others, [name, focus]] });
  });

  async function showFocus(c: MemberContext, kept: Kept) {
    const id = c.req.param("id") ?? "";
    const picture = await pictureOf(options, id).catch(() => undefined);
    // Covered by somebody else, or forgotten: the form says so, and the text is not lost.
    if (!picture) return showPost(c, options, kept);
    const visit = c.get("visit");
    return show(c, visit.m.focus.title, focusPage(visit, { picture, focus: readFocus(c, kept, id), kept }));
  }

  /** As it was pressed last; at first as the form of the post has it. */
  function readFocus(c: MemberContext, kept: Kept, id: string) {
    const form = c.get("form");
    if (textOf(form, "middle") !== "") return null;
    const typed = [textOf(form, "x"), textOf(form, "y")].map((number) => number.trim().replace(",", "."));
    const pressed = readPress(form) ?? parsePoint(typed.join(","));
    if (pressed) return focusAt(pressed);
    const before = form.data.has("focus") ? textOf(form, "focus") : fieldOf(kept, `focus-${id}`);
    return parseFocus(before);
  }
}

const fieldOf = ({ fields }: Kept, name: string) => fields.find(([field]) => field === name)?.[1] ?? "";
