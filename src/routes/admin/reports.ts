import { randomUUID } from "node:crypto";
import { Conflict, NotFound } from "../../errors.ts";
import { findActor } from "../../store/actors.ts";
import { closeFlag, closeFlagsOf, listFlags, listReportablePosts, sendFlag } from "../../store/flags.ts";
import { longestReport } from "../../text/draft.ts";
import type { Messages } from "../../text/messages.ts";
import { type TypedReport, reportPage } from "../../views/admin/report.ts";
import { reportsPage } from "../../views/admin/reports.ts";
import { linesOf, textOf, textsOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { logged } from "./log.ts";
import { onlyOnce } from "./once.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** Of an actor that has written more, the last ones are offered to be reported. */
const mostPosts = 20;

/** Flags that other servers sent, and those that members send. */
export function reports(app: MemberApp, { sql }: RouteOptions): void {
  const once = onlyOnce<string>();

  async function showForm(c: MemberContext, typed: TypedReport, error?: keyof Messages["errors"]) {
    const visit = c.get("visit");
    const actor = await findActor(sql, typed.actorId);
    if (!actor) throw new NotFound(`${typed.actorId} has not reached this server.`);
    const posts = await listReportablePosts(sql, actor.id, mostPosts);
    const main = reportPage(visit, { actor, posts, typed, error: error && visit.m.errors[error] });
    return show(c, visit.m.moderation.reportTitle, main, error ? 422 : 200);
  }

  app.get("/admin/reports", async (c) => {
    const visit = c.get("visit");
    const open = await listFlags(sql, { open: true, limit: 100 });
    return show(c, visit.m.moderation.reportsTitle, reportsPage(visit, open));
  });

  app.post("/admin/reports", async (c) => {
    const form = c.get("form");
    const host = textOf(form, "host");
    const id = textOf(form, "id");
    const work = logged(c, sql, "closeReport", host || id);
    await work.begin((tx) => (host === "" ? closeFlag(tx, id) : closeFlagsOf(tx, host)));
    return redirectDone(c, "/admin/reports", host === "" ? "reportClosed" : "reportsClosed");
  });

  app.get("/admin/reports/new", (c) => {
    const { actor = "", post } = c.req.query();
    return showForm(c, {
      actorId: actor,
      posts: post === undefined ? [] : [post],
      text: "",
      once: randomUUID(),
    });
  });

  app.post("/admin/reports/new", async (c) => {
    const form = c.get("form");
    const typed = {
      actorId: textOf(form, "actor"),
      posts: textsOf(form, "post").slice(0, mostPosts),
      text: linesOf(form, "text"),
      once: textOf(form, "once"),
    };
    if (typed.text.length > longestReport) return showForm(c, typed, "reportTooLong");
    const { actorId, posts, text } = typed;
    try {
      const work = logged<string>(c, sql, "report", actorId);
      await once(typed.once, () => sendFlag(work, { actorId, objects: posts, content: text }));
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return showForm(c, typed, error.message === "reportBlocked" ? "reportBlocked" : "reportForeign");
    }
    return redirectDone(c, "/admin/reports", "reportSent");
  });
}
