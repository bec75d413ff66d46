import { html } from "hono/html";
import type { HostReport } from "../../store/hosts.ts";
import { formatDateTime } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { orderForm, readError, reasonOf } from "./deliveries.ts";
import { type MemberVisit, pager } from "./page.ts";

export interface HostPage {
  hosts: HostReport[];
  newer?: string | undefined;
  older?: string | undefined;
}

export function hostsPage(visit: MemberVisit, { hosts, newer, older }: HostPage): Html {
  const words = visit.m.deliveries;
  return html`<h1>${words.hostsTitle}</h1>
    <p>${words.hostsIntro}</p>
    ${
      hosts.length === 0
        ? html`<p>${words.noHosts}</p>`
        : html`<ul class="rows hosts">
            ${hosts.map((host) => hostItem(visit, host))}
          </ul>`
    }
    ${pager(visit, { newer, older })}`;
}

function hostItem(visit: MemberVisit, report: HostReport): Html {
  const { m, language } = visit;
  const words = m.deliveries;
  const { host, software, followers, waiting, openedAt, lastSuccessAt, lastFailureAt, lastError } = report;
  const state = stateOf(report);
  const date = (at: Date) => formatDateTime(at, language);
  const reason = reasonOf(m, readError(lastError));
  const facts = [
    software !== null && words.runs(software),
    followers > 0 && words.followersThere(followers),
    waiting > 0 && words.waitingThere(waiting),
    lastSuccessAt ? words.lastSuccess(date(lastSuccessAt)) : words.neverReached,
  ].filter(Boolean);
  return html`<li class="${state}">
    <p class="host"><bdi>${host}</bdi></p>
    <div>
      <p><strong>${openedAt ? words.leftAlone(date(openedAt)) : words.hostStates[state]}</strong></p>
      ${state !== "well" && lastFailureAt && html`<p class="row-facts">${words.lastFailure(date(lastFailureAt), reason)}</p>`}
      <p class="row-facts">${facts.join(" · ")}</p>
    </div>
    ${(waiting > 0 || openedAt) && orderForm(visit, { action: "/admin/hosts", label: host, host, waits: waiting > 0 })}
  </li>`;
}

/** An error about one inbox alone is no trouble of the whole host. */
function stateOf({ openedAt, failures, lastSuccessAt }: HostReport): "well" | "trouble" | "unknown" {
  if (openedAt || failures > 0) return "trouble";
  return lastSuccessAt ? "well" : "unknown";
}
