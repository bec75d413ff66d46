import { randomUUID } from "node:crypto";
import { Invalid } from "../../errors.ts";
import {
  endWelcome,
  listHeldHosts,
  listHeldReplies,
  listWelcomes,
  refuseHeld,
  welcomeHost,
} from "../../store/held.ts";
import { heldPage } from "../../views/admin/held.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { countTabs, withOurs } from "./conversation.ts";
import { listPage } from "./lists.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

const shownOfEach = 3;

/** What is held, by host. */
export async function showHeld(c: MemberContext, sql: RouteOptions["sql"]): Promise<Response> {
  const visit = c.get("visit");
  const page = listPage(c, { tab: "held" });
  const { offset, limit } = page;
  const { items: hosts, newer, older } = page.shownOf(await listHeldHosts(sql, { offset, limit }));
  const names = hosts.map(({ host }) => host);
  const [counts, found, welcomes] = await Promise.all([
    countTabs(sql),
    listHeldReplies(sql, names, shownOfEach),
    listWelcomes(sql),
  ]);
  const replies = await withOurs(sql, found);
  const chosen = c.req.query("chosen") === "all";
  const held = { counts, hosts, replies, welcomes, chosen, once: randomUUID(), newer, older };
  return show(c, visit.m.moderation.repliesTitle, heldPage(visit, held));
}

const decisions = {
  welcome: { act: "welcome", carryOut: welcomeHost, done: "welcomed" },
  unwelcome: { act: "unwelcome", carryOut: endWelcome, done: "unwelcomed" },
  refuse: { act: "refuseHeld", carryOut: refuseHeld, done: "heldRefused" },
} as const;

const isDecision = (word: string): word is keyof typeof decisions => Object.hasOwn(decisions, word);

/** Decisions about all that is held of one host. Limiting and blocking it are those of the list of blocks. */
export function held(app: MemberApp, { sql }: RouteOptions): void {
  app.post("/admin/replies/host", async (c) => {
    const form = c.get("form");
    const host = textOf(form, "host");
    const decision = textOf(form, "decision");
    if (host === "" || !isDecision(decision)) throw new Invalid("invalid", "host");
    const { act, carryOut, done } = decisions[decision];
    await logged(c, sql, act, host).begin<unknown>((tx) => carryOut(tx, host));
    return redirectDone(c, "/admin/replies?tab=held", done);
  });
}
