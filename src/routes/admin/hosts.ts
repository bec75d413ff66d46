import { listHosts } from "../../store/hosts.ts";
import { hostsPage } from "../../views/admin/hosts.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { carryOut } from "./deliveries.ts";
import { listPage } from "./lists.ts";
import { logged } from "./log.ts";
import { type MemberApp, redirectDone, show } from "./visit.ts";

/** The servers that deliveries go to, and how they are. */
export function hosts(app: MemberApp, { sql }: RouteOptions): void {
  app.get("/admin/hosts", async (c) => {
    const visit = c.get("visit");
    const page = listPage(c);
    const { items, newer, older } = page.shownOf(await listHosts(sql, page));
    return show(c, visit.m.deliveries.hostsTitle, hostsPage(visit, { hosts: items, newer, older }));
  });

  app.post("/admin/hosts", async (c) => {
    const form = c.get("form");
    const host = textOf(form, "host");
    return redirectDone(c, "/admin/hosts", await carryOut(logged(c, sql, "giveUp", host), form, { host }));
  });
}
