import { html } from "hono/html";
import type { Collective } from "../../store/collective.ts";
import { direction } from "../../text/language.ts";
import { messageLanguage } from "../../text/messages.ts";
import { banner } from "../home.ts";
import type { Html } from "../html.ts";
import { profile } from "../profile.ts";
import type { MemberVisit } from "./page.ts";

/** What would be public of the settings: the top of the home page, and the profile, from the functions that make them. */
export function settingsPreview(
  { m, origin }: MemberVisit,
  collective: Collective,
  counts: { followers: number; posts: number },
): Html {
  const words = m.settings;
  const site = { collective, origin };
  const spoken = messageLanguage(collective.language);
  const sheet = html`lang="${spoken}" dir="${direction(spoken)}"`;
  return html`<section class="preview" aria-labelledby="preview-title">
    <h2 class="preview-note" id="preview-title">${m.compose.previewTitle}</h2>
    <p class="preview-note">${m.pages.previewNote}</p>
    <h3 class="preview-note">${words.previewHome}</h3>
    <div ${sheet}>${banner(site, html`<p class="banner-name">${collective.name}</p>`)}</div>
    <h3 class="preview-note">${words.previewProfile}</h3>
    <div ${sheet}>${profile(site, counts, html`<p class="profile-name">${collective.name}</p>`)}</div>
  </section>`;
}
