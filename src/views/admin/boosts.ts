import { html } from "hono/html";
import type { BoostedPost } from "../../store/boosts.ts";
import { direction } from "../../text/language.ts";
import type { Html } from "../html.ts";
import { actorLink } from "./actor.ts";
import type { MemberVisit } from "./page.ts";
import { titleOf } from "./posts.ts";

/** Who has lately passed posts on, with their names. */
export function boostsSection(visit: MemberVisit, boosted: BoostedPost[]): Html {
  const words = visit.m.desk;
  return html`<section aria-labelledby="boosts">
    <h2 id="boosts">${words.boosts}</h2>
    ${
      boosted.length === 0
        ? html`<p>${words.noBoosts}</p>`
        : html`<p class="hint">${words.boostsHint}</p>
            <ul class="rows boosted">
              ${boosted.map((post) => boostedItem(visit, post))}
            </ul>`
    }
  </section>`;
}

function boostedItem({ m }: MemberVisit, post: BoostedPost): Html {
  const words = m.desk;
  const { postId, language, boosts, allies, others } = post;
  const unnamed = boosts - allies.length - others.length;
  const names = (actors: BoostedPost["others"]) =>
    actors.map((actor, at) => html`${at > 0 ? ", " : ""}${actorLink({ ...actor, name: "" })}`);
  return html`<li>
    <p class="row-title">
      <a href="/admin/posts/${postId}" lang="${language}" dir="${direction(language)}">${titleOf(post)}</a>
    </p>
    <p class="row-facts">${words.boostCount(boosts)}</p>
    ${allies.length > 0 && html`<p class="boosters allied">${words.allies} ${names(allies)}</p>`}
    ${
      others.length > 0 &&
      html`<p class="boosters">
        ${allies.length > 0 && words.others} ${names(others)} ${unnamed > 0 && words.more(unnamed)}
      </p>`
    }
  </li>`;
}
