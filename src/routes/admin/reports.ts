import { closeFlag, listFlags } from "../../store/flags.ts";
import { reportsPage } from "../../views/admin/reports.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { type MemberApp, redirectDone, show } from "./visit.ts";

/** Flags that other servers sent. */
export function reports(app: MemberApp, { sql }: RouteOptions): void {
  app.get("/admin/reports", async (c) => {
    const visit = c.get("visit");
    const open = await listFlags(sql, { open: true, limit: 100 });
    return show(c, visit.m.moderation.reportsTitle, reportsPage(visit, open));
  });

  app.post("/admin/reports", async (c) => {
    await closeFlag(sql, textOf(c.get("form"), "id"));
    return redirectDone(c, "/admin/reports", "reportClosed");
  });
}
