import { hashtagSlug, parseTags } from "./hashtag.ts";
import { isLanguage } from "./language.ts";
import { hashtagsIn, type Rendered } from "./own-html.ts";
import { typedLine, typedText } from "./typed.ts";

/** What comes in by the form or the command line. */
export interface TypedPost {
  type: string;
  name: string;
  source: string;
  summary: string;
  /** What other servers show of an Article below its title; empty for its first paragraph. */
  teaser: string;
  language: string;
  /** As typed: names with commas or newlines between them. */
  tags: string;
}

export interface CheckedPost extends Rendered {
  type: "Note" | "Article";
  name: string;
  source: string;
  summary: string;
  teaser: string;
  language: string;
  /** Those of the field and those in the text, unique when folded. */
  tags: string[];
}

export type DraftProblem =
  | { field: "type"; key: "unknownType" }
  | { field: "name"; key: "nameTooLong" | "articleNeedsName" }
  | { field: "source"; key: "sourceEmpty" | "sourceTooLong" | "sourceTooHard" }
  | { field: "summary"; key: "summaryTooLong" }
  | { field: "teaser"; key: "teaserTooLong" }
  | { field: "language"; key: "unknownLanguage" }
  | { field: "tags"; key: "tooManyTags" };

/** In characters. What becomes of it has a bound of its own, `renderText`'s. */
export const longestSource = 150_000;
export const longestName = 300;
export const longestSummary = 500;
export const longestTeaser = 500;
/** Of what members say of a draft. */
export const longestRemark = 5000;
export const mostTags = 30;
export const mostPictures = 8;
// Mastodon cuts a description there.
export const longestDescription = 1500;
export const longestCaption = 500;
/** Of one picture, in bytes. */
export const largestUpload = 20 * 1024 * 1024;
/** Of the account itself. */
export const longestProfile = 5000;
export const longestReport = 5000;

/** How a text is kept. */
export function cleanSource(source: string): string {
  return typedText(source).trim();
}

/**
 * Reads what a member typed; `rendered` is its text, undefined where that cannot be rendered. All problems are told at once, each
 * with its field.
 */
export function checkDraft(
  typed: TypedPost,
  rendered: Rendered | undefined,
): { ok: true; post: CheckedPost } | { ok: false; problems: DraftProblem[] } {
  const problems: DraftProblem[] = [];
  const [name, summary] = [typedLine(typed.name), typedLine(typed.summary)];
  const source = cleanSource(typed.source);
  const type = typed.type;
  const teaser = type === "Article" ? typedLine(typed.teaser) : "";
  const tags = uniqueTags(parseTags(typed.tags), rendered ? hashtagsIn(rendered.html) : []);
  if (type !== "Note" && type !== "Article") problems.push({ field: "type", key: "unknownType" });
  if (name.length > longestName) problems.push({ field: "name", key: "nameTooLong" });
  // Pleroma and Mastodon show an Article by its name: without one there is nothing to open it by.
  if (type === "Article" && name === "") problems.push({ field: "name", key: "articleNeedsName" });
  if (source === "") problems.push({ field: "source", key: "sourceEmpty" });
  if (source.length > longestSource) problems.push({ field: "source", key: "sourceTooLong" });
  else if (!rendered) problems.push({ field: "source", key: "sourceTooHard" });
  if (summary.length > longestSummary) problems.push({ field: "summary", key: "summaryTooLong" });
  if (teaser.length > longestTeaser) problems.push({ field: "teaser", key: "teaserTooLong" });
  if (!isLanguage(typed.language)) problems.push({ field: "language", key: "unknownLanguage" });
  if (tags.length > mostTags) problems.push({ field: "tags", key: "tooManyTags" });
  if (problems.length > 0 || !rendered) return { ok: false, problems };
  const language = Intl.getCanonicalLocales(typed.language)[0]!;
  const post = {
    ...rendered,
    type: type as CheckedPost["type"],
    name,
    source,
    summary,
    teaser,
    language,
    tags,
  };
  return { ok: true, post };
}

function uniqueTags(...lists: string[][]): string[] {
  const bySlug = new Map<string, string>();
  for (const name of lists.flat()) if (!bySlug.has(hashtagSlug(name))) bySlug.set(hashtagSlug(name), name);
  return [...bySlug.values()];
}
