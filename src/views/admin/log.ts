import { html } from "hono/html";
import type { Act, Entry } from "../../store/audit.ts";
import { formatDateTime } from "../../text/date.ts";
import type { Messages } from "../../text/messages.ts";
import type { Html } from "../html.ts";
import { type MemberVisit, pager } from "./page.ts";

export function logPage(
  visit: MemberVisit,
  { entries, older }: { entries: Entry[]; older: string | undefined },
): Html {
  const words = visit.m.audit;
  return html`<h1>${words.title}</h1>
    <p>${words.intro(visit.collective.retentionDays)}</p>
    ${
      entries.length === 0
        ? html`<p>${words.empty}</p>`
        : html`<ul class="rows">
            ${entries.map((entry) => entryItem(visit, entry))}
          </ul>`
    }
    ${pager(visit, { older })}`;
}

const ofPosts = new Set(["publish", "edit", "cover", "withdraw", "history"]);

/** What was proposed is named in words. */
const isKind = (
  { decisions }: Messages,
  act: Act,
  object: string,
): object is keyof Messages["decisions"]["kinds"] =>
  (act === "propose" || act === "refuseProposal") && Object.hasOwn(decisions.kinds, object);

function entryItem(
  { m, language, collective }: MemberVisit,
  { happenedAt, name, role, act, object }: Entry,
): Html {
  const post = ofPosts.has(act);
  return html`<li>
    <p>
      ${role === "server" ? html`<span class="label">${m.audit.commandLine}</span>` : html`<bdi>${name}</bdi> <span class="label">${m.settings.roles[role].label}</span>`}
      ${m.audit.acts[act]}
      ${object !== "" && (isKind(m, act, object) ? m.decisions.kinds[object] : post ? html`<a href="/admin/posts/${object}">${object}</a>` : html`<bdi class="actor-handle">${object}</bdi>`)}
    </p>
    <p class="row-facts">${formatDateTime(happenedAt, language, collective.timeZone)}</p>
  </li>`;
}
