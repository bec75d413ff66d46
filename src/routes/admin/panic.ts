import { panic } from "../../store/panic.ts";
import { panicPage } from "../../views/admin/panic.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { proposeIt } from "./decisions.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, show } from "./visit.ts";

/** The button for emergencies. Every member may press it; to lift it takes an admin and a second person. */
export function panicButton(app: MemberApp, options: RouteOptions): void {
  const ask = (c: MemberContext) => show(c, c.get("visit").m.panic.title, panicPage(c.get("visit")));

  app.get("/admin/panic", ask);

  app.post("/admin/panic", async (c) => {
    if (textOf(c.get("form"), "sure") !== "yes") return ask(c);
    await panic(logged(c, options.sql, "panic"));
    return c.redirect("/login?done=panicked", 303);
  });

  app.post("/admin/panic/lift", (c) => proposeIt(c, options, { kind: "liftPanic" }));
}
