import { html } from "hono/html";
import type { AttachedPicture } from "../store/pictures.ts";
import { hostOf, mediaUrl } from "../text/address.ts";
import { messages } from "../text/messages.ts";
import { keepTogether } from "../text/typography.ts";
import type { Html } from "./html.ts";
import { inLanguageOf } from "./language.ts";
import { pictureElement } from "./picture.ts";
import type { PostOptions, ShownPost } from "./post.ts";

/** The pictures below a text: where there is room for two in a row, they share it, all whole and of one height. */
export function postPictures(post: ShownPost, options: PostOptions): Html {
  if (post.pictures.length === 0) return html``;
  const row = (pictures: AttachedPicture[]) => {
    const inRow = pictures.length > 1;
    const figures = pictures.map((each) => figure(each, post, { ...options, inRow }));
    return inRow ? html`<div class="picture-row">${figures}</div>` : html`${figures}`;
  };
  return html`<div class="pictures">${inRows(post.pictures).map(row)}</div>`;
}

/** Two by two. An odd one has a row to itself where it lies, the last or else the first; where both stand, three share one. */
function inRows(pictures: AttachedPicture[]): AttachedPicture[][] {
  const lastStands = pictures.length % 2 === 1 && isUpright(pictures.at(-1)!);
  const firstAlone = lastStands && !isUpright(pictures[0]!);
  const rows = firstAlone ? [pictures.slice(0, 1)] : [];
  for (let at = rows.length; at < pictures.length; at += 2) rows.push(pictures.slice(at, at + 2));
  if (lastStands && !firstAlone) rows.push(rows.splice(-2).flat());
  return rows;
}

const isUpright = ({ full }: Pick<AttachedPicture, "full">) => full.height >= full.width;

function figure(
  picture: AttachedPicture,
  post: ShownPost,
  { language, alone, inRow }: PostOptions & { inRow: boolean },
): Html {
  const words = messages(language).site;
  const { full, description, caption, video } = picture;
  const told = alone && description;
  const attributes = description ? inLanguageOf(post) : undefined;
  const label = description || video ? "" : html` aria-label="${words.undescribedPicture}"`;
  const link = video
    ? html`href="${video}" class="video" rel="nofollow noopener noreferrer"`
    : html`href="${mediaUrl("", full.name)}"`;
  return html`<figure class="picture${isUpright(picture) && " picture-upright"}">
    <a ${link}${label}
      >${pictureElement(picture, { description, attributes, inRow })}${video && html`<span class="video-host">${words.videoOn(hostOf(video) ?? "")}</span>`}</a
    >
    ${
      (caption || told) &&
      html`<figcaption>
        ${caption && html`<p class="caption" ${inLanguageOf(post)}>${keepTogether(caption, post.language)}</p>`}
        ${
          told &&
          html`<details class="picture-description">
            <summary>${words.pictureDescription}</summary>
            <p ${inLanguageOf(post)}>${description}</p>
          </details>`
        }
      </figcaption>`
    }
  </figure>`;
}
