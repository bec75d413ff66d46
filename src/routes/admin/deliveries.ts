import { Invalid, NotFound } from "../../errors.ts";
import { type DeliveryScope, giveUpDeliveries, retryDeliveries } from "../../store/delivery-board.ts";
import { findPost } from "../../store/post-lists.ts";
import type { Database } from "../../store/sql.ts";
import { type Form, textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { logged } from "./log.ts";
import { createProgressEvents } from "./progress.ts";
import { type MemberApp, redirectDone } from "./visit.ts";

/** What members do about the deliveries of a post, and how they watch them. */
export function deliveries(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;
  const progressEvents = createProgressEvents(options);

  async function postIdOf(id: string): Promise<string> {
    if (!(await findPost(sql, id))) throw new NotFound(`There is no post ${id}.`);
    return id;
  }

  app.get("/admin/posts/:id/deliveries/events", async (c) =>
    progressEvents(c, await postIdOf(c.req.param("id"))),
  );

  app.post("/admin/posts/:id/deliveries", async (c) => {
    const postId = await postIdOf(c.req.param("id"));
    const form = c.get("form");
    const host = textOf(form, "host") || undefined;
    const done = await carryOut(logged(c, sql, "giveUp", host ?? postId), form, {
      postId,
      ...(host !== undefined && { host }),
    });
    return redirectDone(c, `/admin/posts/${postId}`, done);
  });
}

/** Does what the pressed button says, and names what was done. `sql` notes in the log what is given up. @throws {Invalid} */
export async function carryOut(
  sql: Database,
  form: Form,
  scope: DeliveryScope,
): Promise<"retried" | "nothingToRetry" | "givenUp"> {
  const order = textOf(form, "order");
  if (order === "retry") {
    const { waiting, held } = await retryDeliveries(sql, scope);
    return waiting + held > 0 ? "retried" : "nothingToRetry";
  }
  if (order !== "give-up") throw new Invalid("invalid", "order");
  await sql.begin((tx) => giveUpDeliveries(tx, scope));
  return "givenUp";
}
