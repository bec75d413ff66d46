import { liftPanic, panic } from "../../store/panic.ts";
import { panicPage } from "../../views/admin/panic.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** The button for emergencies. Every member may press it, and only admins may lift it. */
export function panicButton(app: MemberApp, { sql }: RouteOptions): void {
  const ask = (c: MemberContext) => show(c, c.get("visit").m.panic.title, panicPage(c.get("visit")));

  app.get("/admin/panic", ask);

  app.post("/admin/panic", async (c) => {
    if (textOf(c.get("form"), "sure") !== "yes") return ask(c);
    await panic(logged(c, sql, "panic"));
    return c.redirect("/login?done=panicked", 303);
  });

  app.post("/admin/panic/lift", async (c) => {
    await logged(c, sql, "liftPanic").begin((tx) => liftPanic(tx));
    return redirectDone(c, "/admin", "panicLifted");
  });
}
