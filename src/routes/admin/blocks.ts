import { Invalid } from "../../errors.ts";
import { findActorByAddress } from "../../store/actors.ts";
import { addBlock, type Block, listBlocks, removeBlock } from "../../store/blocks.ts";
import type { Messages } from "../../text/messages.ts";
import { blocksPage } from "../../views/admin/blocks.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

type Target = Pick<Block, "kind" | "value">;

export function blocks(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;

  async function showList(c: MemberContext, typed = "", errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const main = blocksPage(visit, { blocks: await listBlocks(sql), typed, errors });
    return show(c, visit.m.moderation.blocksTitle, main, errors.target ? 422 : 200);
  }

  app.get("/admin/blocks", (c) => showList(c));

  app.post("/admin/blocks", async (c) => {
    const typed = textOf(c.get("form"), "target").trim();
    const target = await readTarget(typed, options);
    if (typeof target === "string") return showList(c, typed, { target: c.get("visit").m.errors[target] });
    await addBlock(sql, target.kind, target.value);
    return redirectDone(c, "/admin/blocks", "blocked");
  });

  app.post("/admin/blocks/remove", async (c) => {
    const form = c.get("form");
    const kind = textOf(form, "kind");
    if (kind !== "actor" && kind !== "host") throw new Invalid("invalid", "kind");
    await removeBlock(sql, kind, textOf(form, "value"));
    return redirectDone(c, "/admin/blocks", "unblocked");
  });
}

/**
 * What is to be blocked, or the key of what is wrong. Actors are blocked by their id: the address of their page, which
 * people copy, is looked up, and refused where it is not known, because a block that holds nothing is worse than none.
 */
async function readTarget(
  typed: string,
  { sql, config }: RouteOptions,
): Promise<Target | keyof Messages["errors"]> {
  const isAddress = /^https?:\/\//i.test(typed);
  const isHandle = /^@?[^@/\s]+@[^@/\s]+$/.test(typed);
  const host = isHandle ? `https://${typed.split("@").at(-1)}` : isAddress ? typed : `https://${typed}`;
  if (!URL.canParse(host) || /\s/.test(typed)) return "blockTarget";
  if (new URL(host).host === new URL(config.origin).host) return "blockOurselves";
  if (isHandle || isAddress) {
    const actor = await findActorByAddress(sql, typed);
    if (actor) return { kind: "actor", value: actor.id };
    const { href, pathname } = new URL(host);
    if (isAddress && pathname === "/") return { kind: "host", value: new URL(host).host };
    return isHandle || pathname.startsWith("/@") ? "blockUnknown" : { kind: "actor", value: href };
  }
  if (typed !== typed.split(/[/?#]/)[0] || !/[.:]/.test(typed)) return "blockTarget";
  return { kind: "host", value: new URL(host).host };
}
