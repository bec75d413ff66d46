import { neutraliseBidi } from "./bidi.ts";
import { hashtagSlug } from "./hashtag.ts";
import { cells, createParting, lines } from "./parting.ts";

const REL = "nofollow noopener noreferrer ugc";
const PARENTS: Record<string, string[]> = { li: ["ul", "ol"], rt: ["ruby"], rp: ["ruby"] };
/** What a browser shows on lines of its own. */
const BLOCKS = new Set("p h4 blockquote pre ul ol li".split(" "));
const LINES = new Set(lines);
const CELLS = new Set(cells);
const NESTING_LIMIT = 24;

interface Link {
  url: URL;
  text: string;
}

/**
 * Rewrites HTML that has passed the allow-list, where "<" begins a tag and nothing else and every tag is closed.
 * An element that would end one of ours in a browser's eyes goes (a list item without its list, a link inside a
 * link), and so does one that is too deep; where it parted words, a line ends. Links are written anew from their parsed
 * address, and show their host. `origin` is ours.
 */
export function balanceRemote(html: string, origin?: string): string {
  const open: { name: string; shown: boolean }[] = [];
  const parting = createParting("<br>");
  let depth = 0;
  let link: Link | undefined;
  let result = "";
  const part = (name: string, shown: boolean) => {
    if (CELLS.has(name)) parting.cell();
    else if (shown && BLOCKS.has(name)) parting.fresh();
    else if (LINES.has(name) || BLOCKS.has(name)) parting.line();
  };
  for (const piece of html.split(/(<[^>]*>)/)) {
    const tag = /^<(\/?)([a-z0-9]+)/.exec(piece);
    if (tag === null || tag[2] === "img") {
      const text = parting.before(neutraliseBidi(tag === null ? piece : pictureInWords(piece)));
      if (link !== undefined) link.text += text;
      result += text;
      continue;
    }
    const [, closing, name = ""] = tag;
    if (name === "br") {
      parting.fresh();
      result += "<br>";
    } else if (name === "hr") {
      parting.line();
    } else if (closing === "") {
      const url = name === "a" && link === undefined ? linkUrl(piece) : undefined;
      const shown = depth < NESTING_LIMIT && (name === "a" ? url !== undefined : mayStandIn(name, open));
      open.push({ name, shown });
      part(name, shown);
      if (!shown) continue;
      depth++;
      if (url === undefined) {
        result += `<${name}${name === "ol" ? startOf(piece) : ""}>`;
      } else {
        link = { url, text: "" };
        result += `<a href="${escapeAttribute(url.href)}" rel="${REL}">`;
      }
    } else {
      const { shown } = open.pop() ?? { shown: false };
      part(name, shown);
      if (!shown) continue;
      depth--;
      result += `</${name}>`;
      if (name === "a" && link !== undefined) {
        if (!showsHost(link) && !isHashtag(link) && !mentionsUs(link, origin))
          result += ` (${link.url.host})`;
        link = undefined;
      }
    }
  }
  return result;
}

function mayStandIn(name: string, open: { name: string; shown: boolean }[]): boolean {
  if (LINES.has(name) || CELLS.has(name)) return false;
  const parents = PARENTS[name];
  return parents === undefined || parents.includes(open.findLast((element) => element.shown)?.name ?? "");
}

/** The description of a picture that is never fetched, as HTML. Emoji of a server's own are pictures of what was typed. */
export function pictureInWords(tag: string): string {
  const alt = / alt="([^"]*)"/.exec(tag)?.[1]?.trim() ?? "";
  return alt === "" || /^:[\w-]+:$|^\p{Emoji_Presentation}+$/u.test(alt) ? alt : `[${alt}]`;
}

const startOf = (tag: string) => / start="-?\d{1,5}"/.exec(tag)?.[0] ?? "";
/** The address without a user name or password, which can only pretend to be the host. */
function linkUrl(tag: string): URL | undefined {
  const href = / href="([^"]*)"/.exec(tag)?.[1];
  if (href === undefined) return undefined;
  const url = URL.parse(decodeEntities(href));
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return undefined;
  url.username = "";
  url.password = "";
  return url;
}

/** Whether the link's text begins with its host. A host of other letters than ASCII never does: it may look like another. */
function showsHost({ url: { host }, text }: Link): boolean {
  const shown = decodeEntities(text)
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "");
  return shown.startsWith(host) && /^($|[/?#])/.test(shown.slice(host.length));
}

/** Whether it is a tag that leads to the page of that tag: beside each of them a host is noise. */
function isHashtag({ url, text }: Link): boolean {
  const name = /^#([\p{L}\p{M}\p{N}_]{1,100})$/u.exec(text.trim())?.[1];
  if (name === undefined) return false;
  const last = url.pathname.split("/").findLast((part) => part !== "") ?? "";
  const named = [url.searchParams.get("tag") ?? "", decoded(last)];
  return named.some((each) => hashtagSlug(each) === hashtagSlug(name));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const mentionsUs = ({ url, text }: Link, origin?: string) =>
  url.origin === origin && text.trim().startsWith("@");

/** The four entities that the allow-list writes; it has decoded all others. */
export function decodeEntities(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

function escapeAttribute(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
