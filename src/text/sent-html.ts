import type { Mention } from "./mention.ts";
import { NOTES, type OwnHtml, placed } from "./own-html.ts";

// What other servers make of our HTML: most lose anchors and tables, and with them what parts the words.

const REFERENCE = /<a href="#fn-[^"]*" id="fnref-[^"]*">(\[\d+\])<\/a>/g;
const BACK_REFERENCE = / ?<a href="#fnref-[^"]*" class="footnote-backref">[^<]*<\/a>/g;
const NOTE = /<li id="fn-[^"\d]*(\d+)[^"]*" class="footnote-item">/;
const PART_OF_TABLE = /<\/?(?:table|thead|tbody|tr|th|td)(?: [^>]*)?>/g;

/** A text as it is sent: footnotes with plain numbers, their notes as paragraphs below a line, and each row of a table as a line. */
export function sentHtml(html: OwnHtml, origin: string, mentions: Mention[] = []): string {
  const [text = "", notes] = html.split(NOTES, 2);
  const whole = notes === undefined ? text : `${text}<p>———</p>\n${notesAsParagraphs(notes)}`;
  return placed(tablesAsLines(whole.replace(REFERENCE, "$1")) as OwnHtml, { id: "", origin, mentions });
}

/** The number stands in the note itself: not everybody keeps those of a list. */
function notesAsParagraphs(section: string): string {
  const [, ...parts] = section.replace(BACK_REFERENCE, "").split(NOTE);
  let written = "";
  for (let at = 0; at < parts.length; at += 2) {
    const [number, item = ""] = parts.slice(at, at + 2);
    const note = item.slice(0, item.lastIndexOf("</li>")).trim();
    const paragraph = note.startsWith("<p>") ? note.slice(3) : `</p>${note}`;
    written += `<p>[${number}] ${paragraph}\n`;
  }
  return written;
}

function tablesAsLines(html: string): string {
  const [before = "", ...tables] = html.split("<table>");
  return tables.reduce((text, part) => {
    const end = part.indexOf("</table>");
    return `${text}<p>${rows(part.slice(0, end))}</p>${part.slice(end + "</table>".length)}`;
  }, before);
}

function rows(table: string): string {
  return table
    .split("</tr>")
    .slice(0, -1)
    .map((row) =>
      row
        .split(/<\/t[hd]>/)
        .slice(0, -1)
        .map(cell)
        .join(" | "),
    )
    .join("<br>");
}

function cell(html: string): string {
  const text = html.replace(PART_OF_TABLE, "").trim();
  return html.includes("<th") && text !== "" ? `<strong>${text}</strong>` : text;
}
