import { html } from "hono/html";
import type { Picture } from "../store/pictures.ts";
import { mediaUrl } from "../text/address.ts";
import { averageColour } from "../text/blurhash.ts";
import { messages } from "../text/messages.ts";
import { type Html, trusted } from "./html.ts";

export interface ShownPicture {
  /** Empty where nobody wrote one; undefined for a picture that only adorns. */
  description: string | undefined;
  /** What the description is written in, where it is not the page's language. */
  attributes?: Html | undefined;
  className?: string;
  /** Above the fold there is nothing to wait for. */
  loading?: "lazy" | "eager";
  /** Beside others: all say the same height, so that those of one row shrink to one (styles/site/wide.css). */
  inRow?: boolean;
}

/** Whether pictures come at once or when they are asked for, and the address of this page the other way. */
export interface PictureChoice {
  withoutPictures: boolean;
  other: string;
}

/** Higher than two of the slimmest pictures need to fill a row. */
const ROW = 1600;

/** The picture as WebP of a size for reading, else as JPEG; its place keeps its size and its colour until it is there. */
export function pictureElement(picture: Picture, shown: ShownPicture): Html {
  const { full, small, blurhash } = picture;
  const { description, attributes = "", className = "", loading = "lazy", inRow = false } = shown;
  const size = inRow ? { width: Math.round((ROW * full.width) / full.height), height: ROW } : full;
  return html`<picture
    ><source type="${small.mediaType}" srcset="${mediaUrl("", small.name)}" />
    <img
      class="${`${className} ${tone(blurhash)}`.trim()}"
      src="${mediaUrl("", full.name)}"
      width="${size.width}"
      height="${size.height}"
      alt="${description ?? ""}"
      ${attributes}
      loading="${loading}"
      decoding="async"
      ${description !== undefined && html`data-kilobytes="${Math.ceil(full.size / 1000)}"`}
  /></picture>`;
}

/** Channels in sixths: styles/site/tones.css has a class for each, since pages have no styles of their own. */
function tone(blurhash: string): string {
  const colour = averageColour(blurhash);
  if (!colour) return "tone";
  const [red, green, blue] = colour.map((channel) => Math.round(channel / 51)) as [number, number, number];
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 2.5;
  return `tone red-${red} green-${green} blue-${blue}${light ? " tone-light" : ""}`;
}

const PICTURE = /<picture\s*>\s*(?:<source\b[^>]*>)?\s*(<img\b[^>]*>)<\/picture>|<img\b[^>]*>/g;

/** A finished page with what its pictures show, in words, and links that keep to it. In our pages "<" begins a tag. */
export async function withoutPictures(page: Html, language: string): Promise<Awaited<Html>> {
  const text = String(await page)
    .replace(/<link rel="icon"[^>]*>/g, "")
    .replace(/<details class="picture-description">.*?<\/details>/gs, "")
    .replace(/<figcaption>\s*<\/figcaption>/g, "")
    // What a link without words of its own is called; now it has some.
    .replace(/\saria-label="[^"]*"(?=\s*>\s*<picture\b)/g, "")
    .replace(PICTURE, (whole, inner?: string) => inWords(inner ?? whole, language))
    .replace(/<a\s[^>]*>/g, keepingChoice)
    .replace(/<form\s[^>]*>/g, (form) =>
      /\smethod="post"/i.test(form) ? form : `${form}<input type="hidden" name="pictures" value="no">`,
    );
  return await trusted(text);
}

function inWords(img: string, language: string): string {
  const [, description = ""] = /\salt="([^"]*)"/.exec(img) ?? [];
  const [, kilobytes] = /\sdata-kilobytes="(\d+)"/.exec(img) ?? [];
  const [, written = ""] = /(\slang="[^"]*"\sdir="[^"]*")/.exec(img) ?? [];
  if (description === "" && kilobytes === undefined) return "";
  const words = messages(language).pictures;
  const size = kilobytes === undefined ? words.picture : words.pictureOf(Number(kilobytes));
  const told = description === "" ? "" : `<span${written}>${description}</span> `;
  return `<span class="picture-told">${told}<span class="picture-size">${size}</span></span>`;
}

/** Links to other pages of the site, and none to files, to the members' side or to the choice itself. */
function keepingChoice(link: string): string {
  if (link.includes('class="picture-choice"')) return link;
  return link.replace(
    /\shref="(\/(?!\/|media\/|assets\/|login|admin)[^"#?.]*(?:\?[^"#]*)?|\?[^"#]*)(#[^"]*)?"/,
    (_, address: string, fragment = "") =>
      ` href="${address}${address.includes("?") ? "&amp;" : "?"}pictures=no${fragment}"`,
  );
}
