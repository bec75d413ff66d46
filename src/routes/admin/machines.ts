import { editPublicFiles, findPublicFiles, type PublicFiles } from "../../store/public-files.ts";
import { findWrongLine, longestRobots } from "../../text/robots.ts";
import { readSecurityContact } from "../../text/security-contact.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { machinesPage } from "../../views/admin/machines.ts";
import { linesOf, textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** robots.txt and security.txt. */
export function machines(app: MemberApp, { sql }: RouteOptions): void {
  function showForm(c: MemberContext, typed: PublicFiles, errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    return show(c, visit.m.machines.title, machinesPage(visit, typed, errors), status);
  }

  app.get("/admin/settings/machines", async (c) => showForm(c, await findPublicFiles(sql)));

  app.post("/admin/settings/machines", async (c) => {
    const form = c.get("form");
    const words = c.get("visit").m.machines.errors;
    const typed = {
      robots: linesOf(form, "robots"),
      securityContact: textOf(form, "securityContact").trim(),
    };
    const errors: FieldErrors = {};
    const wrongLine = findWrongLine(typed.robots);
    if (wrongLine !== undefined) errors.robots = words.robotsLine(wrongLine);
    if (typed.robots.length > longestRobots) errors.robots = words.robotsTooLong;
    const securityContact = readSecurityContact(typed.securityContact);
    if (securityContact === undefined) errors.securityContact = words.securityContact;
    if (securityContact === undefined || errors.robots) return showForm(c, typed, errors);
    const { robots } = typed;
    await logged(c, sql, "machines").begin((tx) => editPublicFiles(tx, { robots, securityContact }));
    return redirectDone(c, "/admin/settings/machines", "saved");
  });
}
