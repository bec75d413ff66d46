import { Conflict, Invalid } from "../../errors.ts";
import { listActorsByAddress } from "../../store/actors.ts";
import {
  addBlock,
  addLimit,
  type BlockTarget,
  importBlocks,
  listBlocks,
  removeBlock,
} from "../../store/blocks.ts";
import { readHost } from "../../text/address.ts";
import { countHosts, readBlockList, writeBlockList } from "../../text/block-list.ts";
import { pastedAddress } from "../../text/pasted.ts";
import type { Messages } from "../../text/messages.ts";
import { blocksPage, type TypedBlocks } from "../../views/admin/blocks.ts";
import { filesOf, type Form, textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { listPage } from "./lists.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

const largestFile = 2 * 1024 * 1024;
const shownErrors = 5;
const nothingTyped: TypedBlocks = { target: "", list: "", errors: {} };

/** Whom the members limit or block: one by one, or from a list. */
export function blocks(app: MemberApp, options: RouteOptions): void {
  const { sql, config } = options;

  async function showList(c: MemberContext, typed: Partial<TypedBlocks> = {}) {
    const page = listPage(c);
    const { offset, limit } = page;
    const listed = page.shownOf(await listBlocks(sql, { offset, limit }));
    const main = blocksPage(c.get("visit"), { ...nothingTyped, ...typed, ...listed });
    const status = Object.keys(typed.errors ?? {}).length > 0 ? 422 : 200;
    return show(c, c.get("visit").m.moderation.blocksTitle, main, status);
  }

  async function decide(c: MemberContext, severity: "limited" | "blocked") {
    const form = c.get("form");
    const { errors } = c.get("visit").m;
    const target = readListed(form) ?? (await readTarget(pastedAddress(textOf(form, "target")), options));
    if (typeof target === "string") {
      return showList(c, { target: textOf(form, "target"), errors: { target: errors[target] } });
    }
    const { kind, value } = target;
    try {
      if (severity === "blocked") await addBlock(logged(c, sql, "block", value), kind, value);
      else await logged(c, sql, "limit", value).begin((tx) => addLimit(tx, kind, value));
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return showList(c, { target: textOf(form, "target"), errors: { target: errors.blockOurselves } });
    }
    return redirectDone(c, "/admin/blocks", severity);
  }

  app.get("/admin/blocks", (c) => showList(c));
  app.post("/admin/blocks", (c) => decide(c, "blocked"));
  app.post("/admin/blocks/limit", (c) => decide(c, "limited"));

  app.post("/admin/blocks/remove", (c) => lift(c, options));

  app.post("/admin/blocks/import", async (c) => {
    const visit = c.get("visit");
    const words = visit.m.moderation;
    const text = await readList(c.get("form"));
    if (text === undefined) return showList(c, { errors: { list: words.importErrors.tooLong(0, "") } });
    const { entries, errors, ...skipped } = readBlockList(text, new URL(config.origin).host);
    const wrong = errors
      .slice(0, shownErrors)
      .map(({ line, text, problem }) => words.importErrors[problem](line, text));
    if (errors.length > shownErrors) wrong.push(words.importMore(errors.length - shownErrors));
    const nothing = entries.length + skipped.obfuscated + skipped.ignored === 0;
    if (nothing && wrong.length === 0) wrong.push(words.importNothing);
    if (wrong.length > 0) return showList(c, { list: text, errors: { list: wrong.join(" ") } });
    const changed = await importBlocks(logged(c, sql, "importBlocks"), entries);
    c.set("visit", { ...visit, done: words.imported({ listed: countHosts(entries), changed, ...skipped }) });
    return showList(c);
  });

  app.get("/admin/blocks/export", async (c) => {
    const hosts = (await listBlocks(sql, { limit: 100_000 })).filter(({ kind }) => kind === "host");
    const list = writeBlockList(hosts.map(({ value, severity }) => ({ host: value, severity })));
    const headers = {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="blocks.csv"',
    };
    return c.body(list, 200, headers);
  });
}

/** Lifts a decision, and leads to where a follow that it ended can be asked for again. */
async function lift(c: MemberContext, { sql }: RouteOptions): Promise<Response> {
  const listed = readListed(c.get("form"));
  if (!listed) throw new Invalid("invalid", "kind");
  const { kind, value } = listed;
  const { followed } = await logged(c, sql, "unblock", value).begin((tx) => removeBlock(tx, kind, value));
  if (followed) return c.redirect("/admin/following?done=unblockedFollowed", 303);
  return redirectDone(c, "/admin/blocks", "unblocked");
}

/** What a button of the list stands for. */
function readListed(form: Form): BlockTarget | undefined {
  const kind = textOf(form, "kind");
  const value = textOf(form, "value");
  return value !== "" && (kind === "actor" || kind === "host") ? { kind, value } : undefined;
}

/** The list as typed or as a file; undefined for one that is too large to be read. */
async function readList(form: Form): Promise<string | undefined> {
  const [file] = filesOf(form, "file");
  if (form.cut || (file && file.size > largestFile)) return undefined;
  const text = file ? await file.text() : textOf(form, "list");
  return text.replace(/\r\n?/g, "\n");
}

/**
 * What is to be limited or blocked, or the key of what is wrong. Actors are blocked by their id: the address of their
 * page, which people copy, is looked up, and refused where it is not known, because a block that holds nothing is worse
 * than none.
 */
async function readTarget(
  typed: string,
  { sql }: RouteOptions,
): Promise<BlockTarget | keyof Messages["errors"]> {
  const isHandle = /^@?[^@/\s]+@[^@/\s]+$/.test(typed);
  const host = isHandle ? undefined : readHost(typed);
  if (host) return { kind: "host", value: host };
  const url = /^https?:\/\//i.test(typed) && URL.canParse(typed) ? new URL(typed) : undefined;
  const [actor, ...others] = await listActorsByAddress(sql, url?.href ?? typed);
  if (actor && others.length === 0) return { kind: "actor", value: actor.id };
  if (url?.pathname === "/" && url.search === "") return { kind: "host", value: url.host };
  if (isHandle || others.length > 0 || url?.pathname.startsWith("/@")) return "blockUnknown";
  return url ? { kind: "actor", value: url.href } : "blockTarget";
}
