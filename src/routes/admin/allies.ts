import { randomUUID } from "node:crypto";
import { Conflict, Invalid, NotFound } from "../../errors.ts";
import { listAlliedPosts, react, undoReaction } from "../../store/allied-posts.ts";
import { alliesPage } from "../../views/admin/allies.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { listPage } from "./lists.ts";
import { logged } from "./log.ts";
import { type MemberApp, redirectDone, show } from "./visit.ts";

const types = { like: "Like", boost: "Announce", unlike: "Like", unboost: "Announce" } as const;

const isReaction = (text: string): text is keyof typeof types => Object.hasOwn(types, text);

/** What the accounts that the collective follows publish, and likes and boosts of anything foreign. */
export function allies(app: MemberApp, { sql }: RouteOptions): void {
  app.get("/admin/allies", async (c) => {
    const visit = c.get("visit");
    const page = listPage(c);
    const { offset, limit } = page;
    const { items, newer, older } = page.shownOf(await listAlliedPosts(sql, { offset, limit }));
    return show(
      c,
      visit.m.moderation.alliesTitle,
      alliesPage(visit, { posts: items, once: randomUUID(), newer, older }),
    );
  });

  app.post("/admin/reactions", async (c) => {
    const form = c.get("form");
    const reaction = textOf(form, "reaction");
    const id = textOf(form, "id");
    try {
      if (!isReaction(reaction)) throw new Invalid("invalid", "reaction");
      const work = logged<string | void>(c, sql, reaction, id);
      if (reaction === "like" || reaction === "boost") await react(work, types[reaction], id);
      else await undoReaction(work, types[reaction], id);
    } catch (error) {
      // Pressed twice, or by two: it is as was asked. What never reached us cannot be reacted to.
      const asAsked = reaction.startsWith("un") ? error instanceof NotFound : error instanceof Conflict;
      if (!asAsked) throw error;
    }
    const done = ({ like: "liked", boost: "boosted" } as const)[reaction as "like"] ?? "reactionUndone";
    return redirectDone(c, "/admin/allies", done);
  });
}
