import { Conflict, Invalid, NotFound } from "../../errors.ts";
import { findPost } from "../../store/post-lists.ts";
import { cancelReminder, planReminder, sendMissedReminder } from "../../store/reminders.ts";
import { readReminder, type TypedReminder } from "../../text/reminder.ts";
import { reminderPage } from "../../views/admin/reminder.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** When followers are reminded of a call-out, by a boost of it. */
export function reminders(app: MemberApp, { sql }: RouteOptions): void {
  async function showForm(c: MemberContext, typed: TypedReminder, field: string, key: string) {
    const visit = c.get("visit");
    const post = await findPost(sql, c.req.param("id") ?? "");
    if (!post) throw new NotFound(`There is no post ${c.req.param("id")}.`);
    const words: Record<string, string> = visit.m.errors;
    const main = reminderPage(visit, post, typed, { [field]: words[key] ?? visit.m.errors.invalid });
    return show(c, visit.m.reminders.title, main, 422);
  }

  app.post("/admin/posts/:id/reminder", async (c) => {
    const id = c.req.param("id");
    const form = c.get("form");
    const typed = { date: textOf(form, "date").trim(), time: textOf(form, "time").trim() };
    const read = readReminder(typed, c.get("visit").collective.timeZone);
    if ("key" in read) return showForm(c, typed, read.field, read.key);
    try {
      await planReminder(logged(c, sql, "remind", id), id, read.dueAt);
    } catch (error) {
      if (!(error instanceof Invalid) || error.field === undefined) throw error;
      return showForm(c, typed, error.field, error.key);
    }
    return redirectDone(c, `/admin/posts/${id}`, "reminderPlanned");
  });

  app.post("/admin/posts/:id/reminder/now", async (c) => {
    const id = c.req.param("id");
    await sendMissedReminder(logged(c, sql, "remind", id), id, c.get("visit").origin);
    return redirectDone(c, `/admin/posts/${id}`, "saved");
  });

  app.post("/admin/posts/:id/reminder/cancel", async (c) => {
    const id = c.req.param("id");
    try {
      await cancelReminder(logged(c, sql, "cancelReminder", id), id);
    } catch (error) {
      // Pressed twice, or by two: there is none, as was asked; or it went out a moment ago, which the page shows.
      if (!(error instanceof Conflict)) throw error;
    }
    return redirectDone(c, `/admin/posts/${id}`, "saved");
  });
}
