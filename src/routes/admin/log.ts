import { type Act, audited, type AuditedObject, listEntries } from "../../store/audit.ts";
import type { Database } from "../../store/sql.ts";
import { logPage } from "../../views/admin/log.ts";
import type { RouteOptions } from "../options.ts";
import { type MemberApp, type MemberContext, show } from "./visit.ts";

const pageSize = 50;

/** The database for what the member who asks is about to do, and the entry of it. */
export function logged<Outcome>(
  c: MemberContext,
  sql: Database,
  act: Act,
  object?: AuditedObject<Outcome>,
): Database {
  const { id: memberId, name, role } = c.get("visit").member;
  return audited(sql, c.get("secret"), { memberId, name, role }, act, object);
}

/** What members did for as long as the collective keeps it, for admins. */
export function log(app: MemberApp, { sql, secret }: RouteOptions): void {
  app.get("/admin/log", async (c) => {
    const visit = c.get("visit");
    const asked = Number(c.req.query("before"));
    const before = Number.isSafeInteger(asked) && asked > 0 ? asked : undefined;
    const found = await listEntries(sql, secret, { before, limit: pageSize + 1 });
    const entries = found.slice(0, pageSize);
    const older = found.length > pageSize ? `/admin/log?before=${entries.at(-1)!.id}` : undefined;
    return show(c, visit.m.audit.title, logPage(visit, { entries, older }));
  });
}
