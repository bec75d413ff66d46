import { html } from "hono/html";
import type { Translation } from "../../store/translations.ts";
import { postUrl } from "../../text/address.ts";
import { direction } from "../../text/language.ts";
import type { Messages } from "../../text/messages.ts";
import {
  articleContent,
  articleSummary,
  hashtagLinks,
  type Mentioned,
  noteContent,
  type SentPost,
} from "../../text/note.ts";
import {
  cardLink,
  inFeedReader,
  type Loss,
  onMastodon,
  onMisskey,
  onPleroma,
  type SentObject,
  type Shown,
  tagsOnMastodon,
} from "../../text/peers.ts";
import { postItem } from "../feed-item.ts";
import { postPreview } from "../head.ts";
import type { Html } from "../html.ts";
import { inLanguageOf } from "../language.ts";
import { address } from "../layout.ts";
import { pictureElement } from "../picture.ts";
import { postArticle, type ShownPost } from "../post.ts";
import { shownText } from "../text.ts";
import type { MemberVisit } from "./page.ts";

/** A post that stands nowhere yet, with all that others will see of it. */
export interface Previewed {
  /** Of the post that is edited; undefined for a new one, which has no address yet. */
  id: string | undefined;
  post: ShownPost & { translations?: Translation[] };
  type: string;
  /** Whoever it answers. */
  answered?: Mentioned | undefined;
}

type Server = keyof Messages["previews"]["servers"];

interface Panel {
  server: Server;
  /** Empty where all arrives; absent where that is not the question. */
  losses?: Loss[];
  body: Html;
}

/** Side by side: our page, other servers, a feed reader and a link card, and above them what is lost somewhere. */
export function previewPanels(visit: MemberVisit, previewed: Previewed): Html {
  const panels = allPanels(visit, previewed);
  const { previews: words } = visit.m;
  return html`${lost(visit, panels)}
    <nav class="preview-jump" aria-label="${words.jump}">
      <ul>
        ${panels.map(({ server }) => html`<li><a href="#as-${server}">${words.servers[server].title}</a></li> `)}
      </ul>
    </nav>
    <div class="previews">${panels.map((each) => panel(visit, each))}</div>`;
}

/** Our page in sight and the others folded, where there is more to do than to look. */
export function foldedPanels(visit: MemberVisit, previewed: Previewed): Html {
  const [own, ...others] = allPanels(visit, previewed);
  return html`<div class="previews preview-alone">${panel(visit, own!)}</div>
    <details class="more">
      <summary>${visit.m.previews.elsewhere}</summary>
      ${lost(visit, others)}
      <div class="previews">${others.map((each) => panel(visit, each))}</div>
    </details>`;
}

function allPanels(visit: MemberVisit, previewed: Previewed): Panel[] {
  const sent = sentObject(visit, previewed);
  const fediverse: Panel[] = [
    {
      server: "mastodon",
      ...onServer(visit, previewed, onMastodon(sent), belowOnMastodon(visit, previewed, sent)),
    },
    { server: "pleroma", ...onServer(visit, previewed, onPleroma(sent)) },
    { server: "misskey", ...onServer(visit, previewed, onMisskey(sent)) },
  ];
  return [site(visit, previewed), ...fediverse, feed(visit, previewed), card(visit, previewed)];
}

/** The two that are looked at most, for the page that shows them while somebody writes. */
export function livePanels(visit: MemberVisit, previewed: Previewed): Html {
  const sent = sentObject(visit, previewed);
  const mastodon = onServer(visit, previewed, onMastodon(sent), belowOnMastodon(visit, previewed, sent));
  return html`<div class="previews">
    ${panel(visit, site(visit, previewed))} ${panel(visit, { server: "mastodon", ...mastodon })}
  </div>`;
}

function lost({ m }: MemberVisit, panels: Panel[]): Html {
  const words = m.previews;
  const lossy = panels.filter(({ losses = [] }) => losses.length > 0);
  if (lossy.length === 0) return html``;
  return html`<div class="note preview-lost">
    <p><strong>${words.lost}</strong></p>
    <ul>
      ${lossy.map(
        ({ server, losses = [] }) =>
          html`<li>
            <a href="#as-${server}">${words.servers[server].title}</a> – ${inWords(words, losses)}
          </li>`,
      )}
    </ul>
  </div>`;
}

const inWords = (words: Messages["previews"], losses: Loss[]) =>
  losses.map((loss) => words.losses[loss]).join(" ");

function panel({ m }: MemberVisit, { server, losses, body }: Panel): Html {
  const words = m.previews;
  const { title, note } = words.servers[server];
  return html`<section class="preview-panel preview-of-${server}" aria-labelledby="as-${server}">
    <h2 id="as-${server}" tabindex="-1">${title}</h2>
    <p class="hint">${note}</p>
    ${losses?.length === 0 && html`<p class="hint">${words.everything}</p>`}
    ${losses && losses.length > 0 && html`<p class="hint losing">${inWords(words, losses)}</p>`} ${body}
  </section>`;
}

function site({ collective }: MemberVisit, { post, answered }: Previewed): Panel {
  const { language, timeZone } = collective;
  const inReplyTo = answered && { url: answered.url, author: answered.handle };
  const body = html`<div class="preview-sheet" lang="${language}" dir="${direction(language)}">
    ${postArticle(post, { language, timeZone, alone: true, preview: true, inReplyTo })}
  </div>`;
  return { server: "site", body };
}

/** The post as `federation/objects.ts` sends it. A new one has no address yet: "…" stands in its place. */
function sentObject({ origin }: MemberVisit, { id = "…", post, type, answered }: Previewed): SentObject {
  const { callout = null, translations = [] } = post;
  const sent: SentPost = { ...post, id, callout, translations };
  const isArticle = type === "Article";
  return {
    type: isArticle ? "Article" : "Note",
    name: post.name,
    summary: isArticle ? articleSummary(post) : post.summary,
    sensitive: post.summary !== "",
    content: (isArticle ? articleContent : noteContent)(origin, sent, answered),
    url: postUrl(origin, id),
    pictures: post.pictures.length,
    isCallout: callout !== null,
    hasTable: post.html.includes("<table>"),
  };
}

function onServer(
  visit: MemberVisit,
  { post }: Previewed,
  shown: Shown,
  below?: Html,
): Omit<Panel, "server"> {
  const { m, collective, origin } = visit;
  const text = html`<div class="text" ${inLanguageOf(post)}>${shownText(shown.html)}</div>
    ${pictures(visit, post, shown.pictures)}`;
  const body = html`<div class="preview-post">
    <p class="preview-author">
      <strong>${collective.name}</strong> <bdi>${address({ collective, origin })}</bdi>
    </p>
    ${
      shown.warning === ""
        ? text
        : html`<details class="preview-warning">
            <summary><span ${inLanguageOf(post)}>${shown.warning}</span> <em>${m.previews.open}</em></summary>
            ${text}
          </details>`
    }
    ${below}
  </div>`;
  return { losses: shown.losses, body };
}

function pictures({ m }: MemberVisit, post: ShownPost, count: number): Html {
  if (count === 0) return html``;
  return html`<ul class="preview-pictures" aria-label="${m.previews.pictures}">
    ${post.pictures.slice(0, count).map(
      (picture) =>
        html`<li>
          ${pictureElement(picture, { description: picture.description, attributes: inLanguageOf(post) })}
          <span>${picture.description === "" ? m.previews.undescribed : "ALT"}</span>
        </li>`,
    )}
  </ul>`;
}

/** The tags of an Article, and the card of a link, which Mastodon shows where there are neither pictures nor a warning. */
function belowOnMastodon(visit: MemberVisit, { post, type }: Previewed, sent: SentObject): Html {
  const { m, origin } = visit;
  const tags = type === "Article" ? hashtagLinks(origin, post.tags).map(({ name }) => name) : [];
  const hidden = tags.length - tagsOnMastodon;
  const link = type === "Article" ? sent.url : cardLink(sent.content);
  const hasCard = post.pictures.length === 0 && (type === "Article" || post.summary === "");
  return html`${tags.length > 0 && html`<p class="preview-tags"><bdi>${tags.slice(0, tagsOnMastodon).join(" ")}</bdi> ${hidden > 0 && m.previews.moreTags(hidden)}</p>`}
  ${hasCard && link === sent.url && cardBox(visit, post)}
  ${hasCard && link !== undefined && link !== sent.url && html`<p class="hint">${m.previews.card(hostOf(link))}</p>`}`;
}

const hostOf = (link: string) => (URL.canParse(link) ? new URL(link).host : link);

function feed(visit: MemberVisit, { id = "…", post }: Previewed): Panel {
  const { collective, origin } = visit;
  const { translations = [] } = post;
  const item = postItem({ ...post, id, translations }, { collective, origin });
  const body = html`<div class="preview-post">
    <p class="preview-author">${collective.name}</p>
    <h3 ${inLanguageOf(post)}>${item.title}</h3>
    <div class="text">${shownText(inFeedReader(item.content, origin))}</div>
  </div>`;
  return { server: "feed", losses: [], body };
}

function card(visit: MemberVisit, { post }: Previewed): Panel {
  return { server: "card", body: cardBox(visit, post) };
}

/** By the same words as the Open Graph of the post's page. */
function cardBox({ collective, origin }: MemberVisit, post: ShownPost): Html {
  const { title, description, picture } = postPreview({ collective, origin }, post);
  const shown = picture && post.pictures[0];
  return html`<div class="preview-card">
    ${shown && pictureElement(shown, { description: shown.description, attributes: inLanguageOf(post) })}
    <p class="preview-author">${collective.name} · <bdi>${new URL(origin).host}</bdi></p>
    <p ${inLanguageOf(post)}><strong>${title}</strong></p>
    <p ${inLanguageOf(post)}>${description}</p>
  </div>`;
}
