import { NotFound } from "../../errors.ts";
import { addNote, type NewNote } from "../../store/draft-notes.ts";
import { countDrafts, listDrafts } from "../../store/draft-lists.ts";
import { discardDraft } from "../../store/draft-bin.ts";
import { findDraft, openStates } from "../../store/drafts.ts";
import { longestRemark } from "../../text/draft.ts";
import { parseTags } from "../../text/hashtag.ts";
import { discardPage, draftChangesPage } from "../../views/admin/draft.ts";
import { draftsPage, draftTabs } from "../../views/admin/drafts.ts";
import { mayActAs } from "../../views/admin/page.ts";
import { draftTitle } from "../../views/admin/posts.ts";
import type { Compared } from "../../views/history.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { settleFiles } from "./files.ts";
import { draftVersion, keptDraft, remarkOf, showDraft } from "./kept-draft.ts";
import { listPage } from "./lists.ts";
import { logged } from "./log.ts";
import { onceKey } from "./once.ts";
import { type MemberApp, redirectDone, show } from "./visit.ts";

/** What is written and not yet published: the list, each draft with its remarks and versions. */
export function drafts(app: MemberApp, options: RouteOptions): void {
  const { sql, secret } = options;

  app.get("/admin/drafts", async (c) => {
    const visit = c.get("visit");
    const tab = draftTabs.find((each) => each === c.req.query("tab")) ?? "all";
    const page = listPage(c, tab === "all" ? {} : { tab });
    const { offset, limit } = page;
    const states = tab === "all" ? openStates : [tab];
    const [found, counted] = await Promise.all([
      listDrafts(sql, secret, { states, offset, limit }),
      countDrafts(sql),
    ]);
    const { items, newer, older } = page.shownOf(found);
    const all = Object.values(counted).reduce((sum, count) => sum + count, 0);
    const list = { tab, counts: { ...counted, all }, drafts: items, newer, older };
    return show(c, visit.m.drafts.title, draftsPage(visit, list));
  });

  app.get("/admin/drafts/:id", async (c) =>
    showDraft(c, options, await keptDraft(options, c.req.param("id"))),
  );

  app.get("/admin/drafts/:id/changes", async (c) => {
    const draft = await keptDraft(options, c.req.param("id"));
    const asked = Number(c.req.query("version"));
    const version = await comparedOf(draft.id, asked);
    if (!version) throw new NotFound(`There is no version ${c.req.query("version")}.`);
    const before = asked > 1 ? await comparedOf(draft.id, asked - 1) : undefined;
    const open = draft.state !== "published" && draft.state !== "withdrawn";
    const main = draftChangesPage(c.get("visit"), { draft, version, before, open });
    return show(c, draftTitle(draft), main);
  });

  async function comparedOf(
    id: string,
    number: number,
  ): Promise<(Compared & { number: number }) | undefined> {
    if (!Number.isSafeInteger(number) || number < 1 || number > 1_000_000) return undefined;
    const draft = await findDraft(sql, secret, id, number);
    return draft && { ...draft.text, tags: parseTags(draft.text.tags), pictures: draft.pictures, number };
  }

  remarks(app, options);
}

/** What members say of a draft, and its end in the bin. */
function remarks(app: MemberApp, options: RouteOptions): void {
  const { sql, secret } = options;

  app.post("/admin/drafts/:id/comments", async (c) => {
    const draft = await keptDraft(options, c.req.param("id"));
    const { m, member } = c.get("visit");
    const comment = remarkOf(c, "comment");
    if (comment === "" || comment.length > longestRemark) {
      const errors = { comment: comment === "" ? m.errors.remarkEmpty : m.errors.remarkTooLong };
      return showDraft(c, options, draft, { comment, errors });
    }
    const { id: draftId, number } = draft;
    const once = onceKey(textOf(c.get("form"), "once"), [draftId, comment]);
    const note: NewNote = { draftId, act: "comment", number, text: comment, memberId: member.id, once };
    await sql.begin((tx) => addNote(tx, secret, note));
    return redirectDone(c, `/admin/drafts/${draftId}`, "remarked");
  });

  app.get("/admin/drafts/:id/discard", async (c) => {
    const draft = await keptDraft(options, c.req.param("id"));
    return show(c, c.get("visit").m.drafts.discardTitle, discardPage(c.get("visit"), draft));
  });

  app.post("/admin/drafts/:id/discard", async (c) => {
    const { member } = c.get("visit");
    const at = draftVersion(c);
    const whose = { memberId: member.id, anybodys: mayActAs(member, "editor") };
    await logged(c, sql, "discardDraft", at.id).begin((tx) => discardDraft(tx, secret, at, whose));
    await settleFiles(options);
    return redirectDone(c, "/admin/drafts", "discarded");
  });
}
