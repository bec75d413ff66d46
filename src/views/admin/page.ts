import { html } from "hono/html";
import type { Collective } from "../../store/collective.ts";
import type { Member, Role } from "../../store/members.ts";
import type { Messages } from "../../text/messages.ts";
import { hidden } from "./field.ts";
import type { Html } from "../html.ts";
import { page } from "../layout.ts";

/** What a page before the sign-in knows. */
export interface Visit {
  language: string;
  m: Messages;
  origin: string;
  stylesheets: string[];
}

/** What every page of a signed-in member knows. */
export interface MemberVisit extends Visit {
  collective: Collective;
  member: Member;
  csrfToken: string;
  sessionId: string;
  /** Publishing is closed after an emergency. */
  panicked: boolean;
  /** The path asked for, for the menu and for the way back. */
  path: string;
  /** The path with what distinguishes this very list, to come back to after a form. */
  here: string;
  /** What waits for somebody to decide. */
  waiting: { drafts: number; replies: number; held: number; followers: number; reports: number };
  /** What the last form did, in words. */
  done: string | undefined;
}

const order: readonly Role[] = ["writer", "editor", "admin"];

export function mayActAs(member: Member, role: Role): boolean {
  return order.indexOf(member.role) >= order.indexOf(role);
}

/** A page with nothing but one thing to do: signing in, setting up. */
export function doorPage(visit: Visit, title: string, main: Html): Html {
  return page({
    language: visit.language,
    title,
    stylesheets: visit.stylesheets,
    body: html`<main id="main" class="door">${main}</main>`,
  });
}

export function memberPage(visit: MemberVisit, title: string, main: Html): Html {
  const { m, collective, member } = visit;
  return page({
    language: visit.language,
    title: `${title} · ${collective.name}`,
    stylesheets: visit.stylesheets,
    body: html`<a class="skip" href="#main">${m.admin.skipToContent}</a>
      <header class="desk">
        <p class="desk-name"><a href="/admin">${collective.name}</a></p>
        <p class="desk-member">
          <a href="/admin/account"><span>${m.admin.signedInAs}</span> <bdi>${member.name}</bdi></a>
        </p>
        <form method="post" action="/logout">
          ${csrf(visit)}<button class="quiet">${m.admin.signOut}</button>
        </form>
      </header>
      ${menu(visit)}
      <main id="main" tabindex="-1">
        ${visit.done && html`<p class="note done" role="status">${visit.done}</p> `}${main}
      </main>`,
  });
}

type MenuItem = [address: string, label: string, count?: number];

/** What is done every day is in sight; the rest unfolds, so that the menu stays small on a phone. */
function menu(visit: MemberVisit): Html {
  const { m, member, path, waiting, collective } = visit;
  const { nav } = m.admin;
  const duties: MenuItem[] = [
    ["/admin/following", nav.following],
    ["/admin/allies", nav.allies],
    ["/admin/reports", nav.reports, waiting.reports],
    ["/admin/blocks", nav.blocks],
    ["/admin/hosts", nav.hosts],
    ["/admin/pages", nav.pages],
    ["/admin/allied-groups", nav.alliedGroups],
  ];
  const account: MenuItem[] = [
    ["/admin/redirects", nav.redirects],
    ["/admin/settings", nav.settings],
    ["/admin/members", nav.members],
    ["/admin/log", nav.log],
  ];
  const more = mayActAs(member, "admin") ? [...duties, ...account] : duties;
  const open = more.some(([address]) => address === path);
  return html`<nav class="menu" aria-label="${m.admin.menu}">
    <ul>
      ${menuItem(visit, "/admin", nav.overview)} ${menuItem(visit, "/admin/posts/new", nav.write)}
      ${menuItem(visit, "/admin/drafts", nav.drafts, waiting.drafts)} ${menuItem(visit, "/admin/posts", nav.posts)}
      ${menuItem(visit, "/admin/replies", nav.replies, waiting.replies)}
      ${menuItem(visit, "/admin/followers", nav.followers, waiting.followers)}
    </ul>
    <details${open ? html` open` : ""}>
      <summary>${nav.more}${counter(waiting.reports)}</summary>
      <ul>
        ${more.map(([address, label, count]) => menuItem(visit, address, label, count))}
        <li><a href="/" hreflang="${collective.language}">${nav.site}</a></li>
      </ul>
    </details>
  </nav>`;
}

function menuItem({ path }: MemberVisit, address: string, label: string, count = 0): Html {
  const current = path === address ? html` aria-current="page"` : "";
  return html`<li><a href="${address}" ${current}>${label}${counter(count)}</a></li>`;
}

function counter(count: number): Html {
  return count > 0 ? html` <span class="count">${count}</span>` : html``;
}

/** The token that every form of a member carries. */
export function csrf({ csrfToken }: Pick<MemberVisit, "csrfToken">): Html {
  return hidden("csrf", csrfToken);
}

/** Where the page of a list goes back to after one of its forms. */
export function hiddenBack({ here }: Pick<MemberVisit, "here">): Html {
  return hidden("back", here);
}

/** Newer and older pages of a list. */
export function pager(
  { m }: Pick<Visit, "m">,
  { newer, older }: { newer?: string | undefined; older?: string | undefined },
): Html | undefined {
  if (newer === undefined && older === undefined) return undefined;
  return html`<nav class="pager">
    ${newer !== undefined && html`<a rel="prev" href="${newer}">← ${m.admin.newer}</a>`}
    ${older !== undefined && html`<a rel="next" href="${older}">${m.admin.older} →</a>`}
  </nav>`;
}

/** Why something was not done, within the members' side. */
export function refusal({ m }: Visit, text: string): Html {
  return html`<h1>${m.admin.refused.title}</h1>
    <p>${text}</p>
    <p><a href="/admin">${m.admin.nav.overview}</a></p>`;
}
