import { escapeHtml } from "./escape.ts";
import { messages } from "./messages.ts";
import { keepTogether } from "./typography.ts";

/**
 * What other servers get of the captions and videos of pictures, as paragraphs of the text: Mastodon and GoToSocial take an
 * attachment's `summary` for its description, and those who cannot see the picture would get the caption in its place.
 * Several pictures are told apart by their numbers; of those that not every server shows it is said where they are.
 */
export function pictureLines(
  pictures: { caption: string; video: string | null }[],
  language: string,
  mostShown = pictures.length,
): string {
  const line = ({ caption, video }: (typeof pictures)[number], at: number) => {
    const address = video && `<a href="${escapeHtml(video)}">${escapeHtml(video)}</a>`;
    const said = [escapeHtml(keepTogether(caption, language)), address].filter(Boolean).join("<br>");
    return said && `<p>${pictures.length > 1 ? `(${at + 1}) ` : ""}${said}</p>`;
  };
  const lines = pictures.map(line);
  const others = pictures.length - mostShown;
  if (others > 0)
    lines.splice(mostShown, 0, `<p>${escapeHtml(messages(language).pictures.others(others))}</p>`);
  return lines.join("");
}
