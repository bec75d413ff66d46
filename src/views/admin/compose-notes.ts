import { html } from "hono/html";
import type { ForeignPost } from "../../store/allied-posts.ts";
import type { ListedDraft } from "../../store/draft-lists.ts";
import type { ChangedDraft } from "../../store/draft-changes.ts";
import type { DraftFacts } from "../../store/drafts.ts";
import type { Post } from "../../store/posts.ts";
import { calloutLines } from "../../text/callout.ts";
import { formatDateTime } from "../../text/date.ts";
import { languageName } from "../../text/language.ts";
import type { Html } from "../html.ts";
import { enclosedBlock, foreignText } from "../enclosed.ts";
import { descriptionField } from "../../text/typed-draft.ts";
import { donePath, formId, previewActions } from "./compose.ts";
import { stateLabel } from "./drafts.ts";
import { typedText } from "./field.ts";
import { mayActAs, type MemberVisit } from "./page.ts";
import { actorName } from "./actor.ts";
import { titleOf } from "./posts.ts";
import { type Previewed, previewPanels } from "./previews.ts";

/** The post as others will see it, with the buttons that carry it out. */
export function preview(visit: MemberVisit, previewed: Previewed): Html {
  const words = visit.m.compose;
  return html`<section class="post-preview" aria-label="${words.previewTitle}">
    <h1>${words.previewTitle}</h1>
    <p class="preview-note">${words.previewNote}</p>
    ${previewPanels(visit, previewed)} ${previewActions(visit, previewed.id)}
  </section>`;
}

/** Asks before a picture goes out that some people cannot know. */
export function undescribedQuestion({ m }: MemberVisit, id: string | undefined, pictureIds: string[]): Html {
  const words = m.compose;
  return html`<div class="note wrong" role="alert">
    <p><strong>${words.undescribedTitle(pictureIds.length)}</strong></p>
    <p>${words.undescribedText}</p>
    <p class="actions">
      <a class="button" href="#${descriptionField(pictureIds[0]!)}">${words.describe}</a>
      <button form="${formId}" formaction="${donePath(id)}" name="intent" value="anyway">
        ${id === undefined ? words.publishWithout : words.saveWithout}
      </button>
    </p>
  </div>`;
}

/** The version that somebody else saved meanwhile, above the form with one's own. */
export function otherVersion({ m }: MemberVisit, theirs: Readable): Html {
  const words = m.compose;
  return html`<div class="note wrong" role="alert">
      <p><strong>${m.errors.editedMeanwhile}</strong></p>
      <p>${words.conflictText}</p>
    </div>
    <section class="theirs" aria-labelledby="theirs">
      <h2 id="theirs">${words.theirs}</h2>
      ${readable(theirs, "theirs")}
    </section>`;
}

/** What a text is read by that cannot be typed into here. */
export type Readable = Pick<Post, "name" | "source" | "language" | "callout">;

function readable({ name, source, language, callout }: Readable, labelledBy: string): Html {
  return html`${name && html`<p lang="${language}" dir="auto"><strong>${name}</strong></p>`}
  ${callout && html`<p lang="${language}" dir="auto">${calloutLines(callout, language).join(" · ")}</p>`}
  ${typedText(source, language, labelledBy)}`;
}

/** What is translated, beside the fields for the translation. */
export function original(
  { m, language }: MemberVisit,
  text: Readable & { pictures: { description: string }[] },
): Html {
  const described = text.pictures.filter(({ description }) => description !== "");
  return html`<section class="original" aria-labelledby="original">
    <h2 id="original">${m.drafts.original(languageName(text.language, language))}</h2>
    ${readable(text, "original")}
    ${described.map(({ description }) => html`<p class="hint" lang="${text.language}" dir="auto">${description}</p>`)}
  </section>`;
}

/** Who else has the text open. */
export function othersWriting({ m }: MemberVisit, names: string[]): Html | undefined {
  if (names.length === 0) return undefined;
  return html`<p class="note" role="status">${m.drafts.othersWriting(names.join(", "))}</p>`;
}

/** Changes of a post that others have begun, to go on with. */
export function changesOnTheWay(visit: MemberVisit, changes: ListedDraft[]): Html | undefined {
  const { m, language, collective } = visit;
  const words = m.drafts;
  if (changes.length === 0) return undefined;
  return html`<div class="note" role="status">
    <p>${words.changesOnTheWay}</p>
    <ul>
      ${changes.map((change) => {
        const at = formatDateTime(change.updatedAt, language, collective.timeZone);
        return html`<li>
          <a href="/admin/drafts/${change.id}/edit" lang="${change.language}" dir="auto"
            >${titleOf(change) || words.untitled}</a
          >
          – ${change.author ? words.changedBy(change.author.name, at) : words.changedOn(at)}
          ${stateLabel(visit, change.state)}
        </li>`;
      })}
    </ul>
  </div>`;
}

/** What a change takes away from a draft that is approved or scheduled. */
export function reviewedNote(
  visit: MemberVisit,
  { id, state, scheduledAt }: Pick<DraftFacts, "id" | "state" | "scheduledAt">,
): Html | undefined {
  const { m, language, collective } = visit;
  const words = m.drafts;
  if (state === "approved") return html`<p class="note">${words.approvedNote}</p>`;
  if (!scheduledAt) return undefined;
  const at = formatDateTime(scheduledAt, language, collective.timeZone);
  if (mayActAs(visit.member, "editor")) return html`<p class="note">${words.scheduledNote(at)}</p>`;
  return html`<p class="note">
    ${words.scheduledFixedNote(at)} <a href="/admin/drafts/${id}#notes" target="_blank">${words.toRemarks}</a>
  </p>`;
}

/** What covering has taken from drafts that show the picture, this one among them. */
export function takenByCovering({ m }: MemberVisit, drafts: ChangedDraft[]): Html | undefined {
  const fallen = drafts.filter(({ reopened }) => reopened !== undefined);
  if (fallen.length === 0) return undefined;
  return html`<div class="note wrong" role="status">
    ${fallen.map(
      ({ id, reopened }) =>
        html`<p>
          ${reopened === "changeScheduled" ? m.faces.tookTime : m.faces.tookApproval}
          <a href="/admin/drafts/${id}" target="_blank">${m.faces.toDraft}</a>
        </p>`,
    )}
  </div>`;
}

export function withdrawnMeanwhile({ m }: MemberVisit): Html {
  return html`<div class="note wrong" role="alert"><p>${m.compose.withdrawnMeanwhile}</p></div>`;
}

/** Without `draftId` in `lost`, it is the original of a translation that is gone. */
export function discardedMeanwhile({ m }: MemberVisit, lost: { draftId?: string }): Html {
  const text = lost.draftId === undefined ? m.drafts.originalDiscarded : m.drafts.discardedMeanwhile;
  return html`<div class="note wrong" role="alert"><p>${text}</p></div>`;
}

export function publishAgainNote({ m }: MemberVisit): Html {
  return html`<p>${m.compose.againText}</p>`;
}

/** Whom a post answers, and what they wrote. */
export function answeredPost({ m, language, collective }: MemberVisit, post: ForeignPost): Html {
  const words = m.compose;
  return html`<div class="answered">
    <p>${words.answering(actorName(post.author))}</p>
    ${post.direct && html`<p class="note wrong">${words.answeringDirect}</p>`}
    <blockquote class="text" ${post.language && html` lang="${post.language}"`} dir="auto">
      ${post.summary && html`<p>${m.moderation.contentWarning(post.summary)}</p>`}${foreignText(post, language)}
    </blockquote>
    ${enclosedBlock(post, { language, timeZone: collective.timeZone })}
  </div>`;
}
