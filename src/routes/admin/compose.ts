import { Conflict, Invalid, NotFound } from "../../errors.ts";
import { findForeignPost } from "../../store/allied-posts.ts";
import { listChangesOf } from "../../store/draft-lists.ts";
import { publishDraft } from "../../store/draft-states.ts";
import { closeText } from "../../store/editors.ts";
import { findPost } from "../../store/post-lists.ts";
import { type Published, revisePost, sendPost } from "../../store/posts.ts";
import { publishOnce, type Sent } from "../../store/sent-forms.ts";
import type { Sql } from "../../store/sql.ts";
import { listBehind } from "../../store/translations.ts";
import { isLanguage, postLanguages } from "../../text/language.ts";
import type { Mention } from "../../text/mention.ts";
import { mentionsIn } from "../../text/own-html.ts";
import type { Draft } from "../../views/admin/compose.ts";
import { changesOnTheWay, publishAgainNote, undescribedQuestion } from "../../views/admin/compose-notes.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import {
  formKey,
  readPost,
  showAgain,
  showConflict,
  showForm,
  standingPost,
  type Submitted,
} from "./composing.ts";
import { hasFiles, settleFiles } from "./files.ts";
import { blankDraft, checkPost, draftOf, keptDraftOf, translationOf, unansweredErrors } from "./draft.ts";
import { keepDraft } from "./keeping.ts";
import { keptDraft } from "./kept-draft.ts";
import { logged } from "./log.ts";
import { cutStatus } from "./uploads.ts";
import { type MemberApp, type MemberContext, redirectDone } from "./visit.ts";

type CheckedForm = NonNullable<ReturnType<typeof checkPost>["post"]> & { mentions: Mention[] };

/** Writing, previewing and publishing posts, and editing those that are published. */
export function compose(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;

  app.get("/admin/posts/new", async (c) => {
    const { collective, m } = c.get("visit");
    const { again, reply, translate, translateDraft, language = "" } = c.req.query();
    const withdrawn = again === undefined ? undefined : await findPost(sql, again);
    if (withdrawn) {
      const draft = { ...draftOf(withdrawn, collective.timeZone), revision: undefined };
      const above = publishAgainNote(c.get("visit"));
      return showForm(c, options, { id: undefined, draft, errors: {}, title: m.compose.againTitle, above });
    }
    if (translate !== undefined || translateDraft !== undefined) {
      const draft = await translationDraft(c, options, { translate, translateDraft, language });
      return showForm(c, options, { id: undefined, draft, errors: {}, title: m.drafts.translateTitle });
    }
    const draft = blankDraft(isLanguage(language) ? language : collective.language, collective.timeZone);
    if (reply !== undefined && !(await findForeignPost(sql, reply))) {
      throw new NotFound(`No post ${reply} has reached this server.`);
    }
    return showForm(c, options, { id: undefined, draft: { ...draft, inReplyTo: reply ?? "" }, errors: {} });
  });

  app.post("/admin/posts/new", async (c) => showAgain(c, options, await readPost(c, options)));

  app.post("/admin/posts", async (c) => {
    const submitted = await readPost(c, options);
    return carryOut(c, options, submitted, async (post) => {
      const { id } = await publish(c, options, submitted, post);
      return redirectDone(c, `/admin/posts/${id}`, "published");
    });
  });

  app.get("/admin/posts/:id/edit", async (c) => {
    const present = await standingPost(options, c.req.param("id"));
    if (present.withdrawn) return c.redirect(`/admin/posts/${present.id}`);
    const version = Number(c.req.query("version") ?? present.revision);
    const post = Number.isSafeInteger(version) ? await findPost(sql, present.id, version) : undefined;
    if (!post) throw new NotFound(`There is no version ${version}.`);
    const [behind] = await listBehind(sql, { postId: post.id, limit: 1 });
    const visit = c.get("visit");
    const draft = draftOf(post, visit.collective.timeZone, behind !== undefined);
    const changes = visit.panicked ? [] : await listChangesOf(sql, options.secret, post.id);
    const above = changesOnTheWay(visit, changes);
    const composing = { id: post.id, draft: { ...draft, revision: present.revision }, errors: {}, above };
    return showForm(c, options, composing);
  });

  app.post("/admin/posts/:id/edit", async (c) =>
    showAgain(c, options, await readPost(c, options, c.req.param("id"))),
  );

  app.post("/admin/posts/:id", async (c) => {
    const submitted = await readPost(c, options, c.req.param("id"));
    return carryOut(c, options, submitted, async (post) => {
      const { id } = await change(c, options, submitted, post);
      return c.redirect(`/admin/posts/${id}?done=edited`, 303);
    });
  });
}

/** The empty form for a post or a draft in another language, and where that is not said, in one it is not in yet. */
async function translationDraft(
  c: MemberContext,
  options: RouteOptions,
  asked: { translate: string | undefined; translateDraft: string | undefined; language: string },
): Promise<Draft> {
  const { collective } = c.get("visit");
  const post = asked.translate === undefined ? undefined : await standingPost(options, asked.translate);
  const first = post
    ? draftOf(post, collective.timeZone)
    : keptDraftOf(await keptDraft(options, asked.translateDraft ?? ""));
  const taken = new Set([first.language, ...(post?.translations ?? []).map(({ language }) => language)]);
  const free = [collective.language, "fr", "en", ...postLanguages].find((each) => !taken.has(each));
  const language = isLanguage(asked.language) ? asked.language : (free ?? first.language);
  const of = post ? { translationOf: post.id } : { translates: first.draftId };
  return { ...translationOf(first, language), ...of };
}

/** Does it once for each form, with its entry in the log. */
function noted(
  c: MemberContext,
  { sql }: RouteOptions,
  act: "publish" | "edit",
  submitted: Submitted,
  publish: (tx: Sql) => Promise<Published>,
): Promise<Sent> {
  const work = logged<Sent>(c, sql, act, ({ id, again }) => (again ? undefined : id));
  return work.begin((tx) => publishOnce(tx, formKey(submitted), () => publish(tx))) as Promise<Sent>;
}

function publish(c: MemberContext, options: RouteOptions, submitted: Submitted, post: CheckedForm) {
  const { draftId, translates, inReplyTo } = submitted.draft;
  return noted(c, options, "publish", submitted, async (tx) => {
    if (draftId !== "" || translates !== "") return publishKept(c, options, submitted, post, tx);
    if (inReplyTo === "") return sendPost(tx, post);
    const answered = await findForeignPost(tx, inReplyTo);
    if (!answered) throw new Invalid("answeredGone", "source");
    return sendPost(tx, { ...post, inReplyTo: { id: answered.id, actorId: answered.actorId } });
  });
}

function change(c: MemberContext, options: RouteOptions, submitted: Submitted, post: CheckedForm) {
  const { draftId, revision, historyHidden, translationsStand } = submitted.draft;
  return noted(c, options, "edit", submitted, async (tx) => {
    await closeText(tx, options.secret, { kind: "post", id: submitted.id! }, c.get("visit").member.id);
    if (draftId !== "") return publishKept(c, options, submitted, post, tx);
    return revisePost(tx, submitted.id!, {
      ...post,
      historyHidden,
      translationsStand,
      ...(revision !== undefined && { revision }),
    });
  });
}

/** What the form says is kept and published in one: nobody can come in between. */
async function publishKept(
  c: MemberContext,
  options: RouteOptions,
  submitted: Submitted,
  { mentions }: CheckedForm,
  tx: Sql,
): Promise<Published> {
  const memberId = c.get("visit").member.id;
  const at = await keepDraft(tx, options.secret, submitted, memberId);
  return publishDraft(tx, options.secret, { ...at, memberId }, { hasFiles: hasFiles(options), mentions });
}

/** Publishes or saves by `act`, unless something is wrong or has to be asked first. */
async function carryOut(
  c: MemberContext,
  options: RouteOptions,
  submitted: Submitted,
  act: (post: CheckedForm) => Promise<Response>,
) {
  const visit = c.get("visit");
  const form = c.get("form");
  const { post, errors } = checkPost(submitted.draft, submitted.rendered, visit.m, visit.origin);
  const wrong = { ...errors, ...unansweredErrors(submitted.draft, visit.m), ...submitted.errors };
  if (visit.collective.twoPerson) wrong.source ??= visit.m.errors.ownText;
  if (!post || Object.keys(wrong).length > 0) {
    return showForm(c, options, { ...submitted, errors: wrong }, cutStatus(form, 422));
  }
  const undescribed = post.pictures.filter(({ description }) => description === "").map(({ id }) => id);
  if (undescribed.length > 0 && textOf(form, "intent") !== "anyway") {
    const above = undescribedQuestion(visit, submitted.id, undescribed);
    return showForm(c, options, { ...submitted, above }, 422);
  }
  try {
    const mentions = await options.findAccounts(mentionsIn(post.html));
    const response = await act({ ...post, mentions });
    // Uncovered pictures, if covered ones have just taken their place.
    await settleFiles(options);
    return response;
  } catch (error) {
    if (error instanceof Conflict || error instanceof NotFound)
      return showConflict(c, options, submitted, error);
    if (!(error instanceof Invalid)) throw error;
    const known: Record<string, string> = visit.m.errors;
    const message = known[error.key] ?? visit.m.errors.invalid;
    return showForm(c, options, { ...submitted, errors: { [error.field ?? "source"]: message } }, 422);
  }
}
