import { Conflict, Invalid, NotFound } from "../../errors.ts";
import {
  approveDraft,
  askForReview,
  publishDraft,
  requireFiles,
  returnDraft,
  scheduleDraft,
  type Step,
  unscheduleDraft,
} from "../../store/draft-states.ts";
import { addNote } from "../../store/draft-notes.ts";
import { type DraftVersion, findDraft, type SavedDraft, saveDraft } from "../../store/drafts.ts";
import type { Published } from "../../store/posts.ts";
import { longestRemark } from "../../text/draft.ts";
import type { Mention } from "../../text/mention.ts";
import { mentionsIn } from "../../text/own-html.ts";
import { readLocalTime } from "../../text/time-zone.ts";
import { textOf, textsOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { hasFiles, settleFiles } from "./files.ts";
import { draftVersion, keptDraft, remarkOf, showDraft } from "./kept-draft.ts";
import { reopening } from "./keeping.ts";
import { logged } from "./log.ts";
import { onlyOnce } from "./once.ts";
import { type MemberApp, type MemberContext, redirectDone } from "./visit.ts";

const stepOf = (c: MemberContext) => ({
  ...draftVersion(c),
  memberId: c.get("visit").member.id,
});

/** A second press on the same button gets what the first one got. */
const pressOf = (c: MemberContext) =>
  JSON.stringify([c.get("visit").member.id, c.req.path, ...c.get("form").data.entries()]);

const pathOf = (c: MemberContext) => `/admin/drafts/${c.req.param("id")}`;

/** What members do with a draft: review, approve, go back. */
export function draftSteps(app: MemberApp, options: RouteOptions): void {
  const { sql, secret } = options;
  const once = onlyOnce<void>();
  const saveOnce = onlyOnce<SavedDraft>();

  app.post("/admin/drafts/:id/review", (c) =>
    remarked(c, options, "reviewAsked", (step) =>
      once(pressOf(c), () => sql.begin((tx) => askForReview(tx, secret, step))),
    ),
  );

  app.post("/admin/drafts/:id/return", (c) =>
    remarked(c, options, "returned", (step) => {
      const work = logged<void>(c, sql, "returnDraft", step.id);
      return once(pressOf(c), () => work.begin((tx) => returnDraft(tx, secret, step)));
    }),
  );

  app.post("/admin/drafts/:id/approve", (c) =>
    remarked(c, options, "draftApproved", async (step) => {
      await requireFiles(await keptDraft(options, step.id), hasFiles(options));
      const work = logged<void>(c, sql, "approveDraft", step.id);
      return once(pressOf(c), () => work.begin((tx) => approveDraft(tx, secret, step)));
    }),
  );

  app.post("/admin/drafts/:id/restore", async (c) => {
    const step = stepOf(c);
    const number = Number(textOf(c.get("form"), "number"));
    const earlier = Number.isSafeInteger(number) ? await findDraft(sql, secret, step.id, number) : undefined;
    if (!earlier) throw new NotFound(`There is no version ${number}.`);
    const { text, rendered, pictures } = earlier;
    const { id: draftId, memberId } = step;
    const work = logged<SavedDraft>(c, reopening(c, sql), "restoreDraft", draftId);
    await saveOnce(pressOf(c), () =>
      work.begin(async (tx) => {
        const saved = await saveDraft(tx, secret, step, { text, rendered, pictures, memberId });
        await addNote(tx, secret, { draftId, act: "restore", number, text: "", memberId });
        return saved;
      }),
    );
    return redirectDone(c, pathOf(c), "restored");
  });
}

/** A step with a remark. Where it cannot be taken, the remark comes back on the draft as it is now. */
async function remarked(
  c: MemberContext,
  options: RouteOptions,
  done: Parameters<typeof redirectDone>[2],
  take: (step: Step) => Promise<void>,
): Promise<Response> {
  const { errors } = c.get("visit").m;
  const remark = remarkOf(c, "remark");
  const giveBack = async (error: string, status: 409 | 422) => {
    const draft = await keptDraft(options, stepOf(c).id);
    const field = draft.state === "in-review" ? "remark" : "comment";
    return showDraft(c, options, draft, { [field]: remark, errors: { [field]: error } }, status);
  };
  if (remark.length > longestRemark) return giveBack(errors.remarkTooLong, 422);
  try {
    await take({ ...stepOf(c), remark });
  } catch (error) {
    if (!(error instanceof Conflict) || remark === "") throw error;
    const known: Record<string, string> = errors;
    return giveBack(known[error.message] ?? errors.conflict, 409);
  }
  return redirectDone(c, pathOf(c), done);
}

/** Out to the readers, now or later. */
export function draftPublishing(app: MemberApp, options: RouteOptions): void {
  const { sql, secret } = options;
  const once = onlyOnce<void>();
  const publishOnce = onlyOnce<Published[]>();

  app.post("/admin/drafts/:id/schedule", async (c) => {
    const { collective, m } = c.get("visit");
    const step = stepOf(c);
    const typed = textOf(c.get("form"), "at").trim().slice(0, 40);
    const { valid, instants } = readLocalTime(typed.replace(" ", "T"), collective.timeZone);
    try {
      const [at] = instants;
      if (!valid || !at) throw new Invalid(valid ? "calloutTimeSkipped" : "scheduleTime", "at");
      await requireFiles(await keptDraft(options, step.id), hasFiles(options));
      // Of a time that comes twice in autumn, the first.
      const work = logged<void>(c, sql, "scheduleDraft", step.id);
      await once(pressOf(c), () => work.begin((tx) => scheduleDraft(tx, secret, { ...step, at })));
    } catch (error) {
      if (!(error instanceof Invalid) || error.field !== "at") throw error;
      const known: Record<string, string> = m.errors;
      const errors = { at: known[error.key] ?? m.errors.invalid };
      return showDraft(c, options, await keptDraft(options, step.id), { at: typed, errors });
    }
    return redirectDone(c, pathOf(c), "draftScheduled");
  });

  app.post("/admin/drafts/:id/unschedule", async (c) => {
    const step = stepOf(c);
    const work = logged<void>(c, sql, "unscheduleDraft", step.id);
    await once(pressOf(c), () => work.begin((tx) => unscheduleDraft(tx, secret, step)));
    return redirectDone(c, pathOf(c), "draftUnscheduled");
  });

  app.post("/admin/drafts/:id/publish", async (c) => {
    const step = stepOf(c);
    const { base } = await keptDraft(options, step.id);
    const act = base === null ? "publish" : "edit";
    const work = logged<Published[]>(c, sql, act, (published) => published.map(({ id }) => id));
    const together = textsOf(c.get("form"), "together").slice(0, 20).map(versionOf);
    const [first] = await publishOnce(pressOf(c), async () => {
      const outside = {
        hasFiles: hasFiles(options),
        mentions: await findNamed(options, [step, ...together]),
      };
      return work.begin(async (tx) => {
        const published = [await publishDraft(tx, secret, step, outside)];
        for (const at of together)
          published.push(await publishDraft(tx, secret, { ...at, memberId: step.memberId }, outside));
        return published;
      });
    });
    await settleFiles(options);
    return c.redirect(`/admin/posts/${first!.id}?done=${base === null ? "published" : "edited"}`, 303);
  });
}

/** The accounts that these drafts name. */
async function findNamed(
  { sql, secret, findAccounts }: RouteOptions,
  drafts: DraftVersion[],
): Promise<Mention[]> {
  const texts = await Promise.all(drafts.map(({ id }) => findDraft(sql, secret, id)));
  const named = texts.flatMap((draft) => (draft?.rendered ? mentionsIn(draft.rendered.html) : []));
  return findAccounts([...new Set(named)]);
}

/** "ID VERSION" */
function versionOf(text: string): DraftVersion {
  const [id = "", version] = text.split(" ");
  return { id, version: Number(version) || 0 };
}
