import { isDeepStrictEqual } from "node:util";
import { render } from "../rendering/index.ts";
import { type OwnHtml, rendererVersion } from "../text/own-html.ts";
import type { TypedDraft, TypedPicture } from "../text/typed-draft.ts";
import type { Writing } from "./drafts.ts";
import { seal, unseal } from "./seal.ts";
import type { SecretKey } from "./secret.ts";

// What of a draft lies in a sealed revision: all that its members wrote, and its text as HTML.

/** What of a picture lies there. */
type PictureWords = Omit<TypedPicture, "id" | "people">;

interface Words {
  text: TypedDraft;
  pictures: PictureWords[];
}

interface Sealed extends Words {
  /** Null where this renderer could not render the text; both are absent in what was sealed before its HTML was kept. */
  html?: OwnHtml | null;
  renderer?: number;
}

type Opened = Words & Pick<Writing, "rendered">;

type Said = Pick<Writing, "text" | "rendered" | "pictures">;

function wordsOf({ text, pictures }: Said): Words {
  return {
    text,
    pictures: pictures.map(({ description, caption, focus, video, leftOut }) => ({
      description,
      caption,
      focus,
      video,
      leftOut,
    })),
  };
}

export function sealRevision(said: Said, secret: SecretKey): Promise<string> {
  const { html, renderer } = said.rendered ?? { html: null, renderer: rendererVersion };
  const sealed: Sealed = { ...wordsOf(said), html, renderer };
  return seal(JSON.stringify(sealed), secret);
}

/** What lies in a revision. Its text is rendered now where an earlier renderer did it, or none. */
export async function openRevision(jwe: string, secret: SecretKey): Promise<Opened> {
  const { html, renderer, ...words } = await open(jwe, secret);
  if (renderer !== rendererVersion) return { ...words, rendered: await render(words.text) };
  return { ...words, rendered: typeof html === "string" ? { html, renderer } : undefined };
}

/** Whether a revision says this already, whatever rendered it. */
export async function saysSame(jwe: string, secret: SecretKey, said: Said): Promise<boolean> {
  const { html: _, renderer: __, ...words } = await open(jwe, secret);
  return isDeepStrictEqual(words, JSON.parse(JSON.stringify(wordsOf(said))));
}

async function open(jwe: string, secret: SecretKey): Promise<Sealed> {
  const { text, ...sealed } = JSON.parse(await unseal(jwe, secret)) as Sealed;
  // Sealed before there were teasers.
  return { ...sealed, text: { ...text, teaser: text.teaser ?? "" } };
}
