/** From an old address to where it leads now. */
export interface Redirect {
  /** An address this site had, from the first slash on, with its query. */
  path: string;
  /** A path of ours, or a whole https address. */
  target: string;
}

export const longestAddress = 2000;
const mostRedirects = 20_000;

/**
 * An old address in the one spelling that is looked for: from the first slash on, with its query, without the fragment
 * that no server is sent. Its host, where one is given, does not matter: it was ours. The home page is never old.
 */
export function readOldPath(typed: string): string | undefined {
  const address = typed.trim();
  if (!/^(https?:\/\/|\/(?![/\\]))/i.test(address) || !URL.canParse(address, "https://old.invalid"))
    return undefined;
  const { pathname, search } = new URL(address, "https://old.invalid");
  const path = (pathname + search).replace(/%[0-9a-f]{2}/gi, (byte) => byte.toUpperCase());
  return path !== "/" && path.length <= longestAddress ? path : undefined;
}

/** Where a redirect may lead: nowhere but to this site or to an https address. */
export function readTarget(typed: string, origin: string): string | undefined {
  const address = typed.trim();
  if (!/^(https:\/\/|\/(?![/\\]))/i.test(address) && !address.startsWith(`${origin}/`)) return undefined;
  if (!URL.canParse(address, origin)) return undefined;
  const url = new URL(address, origin);
  if (url.username || url.password) return undefined;
  const isOurs = url.origin === origin;
  const target = isOurs ? url.pathname + url.search + url.hash : url.href;
  if (isOurs && target.startsWith("//")) return undefined;
  return target.length <= longestAddress ? target : undefined;
}

/** What may stand in the table for what was asked: exactly that, without its query, and with or without a last slash. */
export function candidatesFor(path: string): string[] {
  const question = path.indexOf("?");
  const [pathname, search] = question < 0 ? [path, ""] : [path.slice(0, question), path.slice(question)];
  const other = pathname.endsWith("/") ? pathname.slice(0, -1) || "/" : `${pathname}/`;
  return [...new Set([pathname + search, other + search, pathname, other])];
}

export interface RedirectList {
  entries: Redirect[];
  errors: { line: number; text: string; problem: "path" | "target" | "same" | "tooMany" }[];
}

/** A list with an old address and a new one on each line, parted by a comma, a semicolon or a tab; a heading is left out. */
export function readRedirects(text: string, origin: string): RedirectList {
  const list: RedirectList = { entries: [], errors: [] };
  for (const [index, row] of text.split(/\r\n?|\n/).entries()) {
    const line = row.trim();
    if (line === "" || line.startsWith("#")) continue;
    const cells = (line.match(/"(?:[^"]|"")*"|[^,;\t]+/g) ?? []).map(unquote);
    const [first = "", second = "", ...others] = cells;
    // A comma inside of an address, which wants quotes, must not cut it short.
    const [path, target] = [readOldPath(first), others.length > 0 ? undefined : readTarget(second, origin)];
    const isHeading = index === 0 && !path && !target;
    if (isHeading) continue;
    const problem =
      path === undefined ? "path" : target === undefined ? "target" : path === target ? "same" : undefined;
    if (problem) list.errors.push({ line: index + 1, text: line.slice(0, 100), problem });
    else if (list.entries.length < mostRedirects) list.entries.push({ path: path!, target: target! });
    else return { ...list, errors: [...list.errors, { line: index + 1, text: "", problem: "tooMany" }] };
  }
  return list;
}

function unquote(cell: string): string {
  const text = cell.trim();
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
