import { CST, Lexer, parse } from "yaml";
import { blankCallout, type TypedCallout } from "./callout.ts";
import { parseTags } from "./hashtag.ts";
import { isLanguage } from "./language.ts";
import { typedLine, typedText } from "./typed.ts";
import { parseVideo } from "./video.ts";
import { isPeople, type People, peopleAnswers } from "./people.ts";

export interface PictureAttributes {
  file: string;
  description: string;
  caption: string;
  /** The address of the video that it is a still of. */
  video?: string;
  people?: People;
}

/** A call-out in the words of the form. */
export type CalloutAttributes = Partial<TypedCallout>;

/** What the lines between "---" at the head of a Markdown file say about the post. */
export interface PostAttributes {
  name?: string;
  tags?: string[];
  language?: string;
  type?: "Note" | "Article";
  /** The content warning. */
  summary?: string;
  /** What other servers show of an Article below its title. */
  teaser?: string;
  pinned?: boolean;
  /** The address of the post this one answers. */
  inReplyTo?: string;
  callout?: CalloutAttributes;
  /** The id or address of the post that says the same in another language. */
  translationOf?: string;
  pictures?: PictureAttributes[];
}

export type FrontMatter =
  | { ok: true; attributes: PostAttributes; extra: Record<string, unknown>; body: string }
  | { ok: false; problems: string[] };

type Reading = { value: PostAttributes[keyof PostAttributes] } | { problem: string };

const HEAD = /^---[ \t]*\n(?<yaml>[^]*?)(?:^---[ \t]*(?:\n|$))/m;

const readers: Record<keyof PostAttributes, (value: unknown) => Reading> = {
  name: text,
  summary: text,
  teaser: text,
  tags: readTags,
  language: readLanguage,
  type: readType,
  pinned: (value) => (typeof value === "boolean" ? { value } : { problem: "must be true or false" }),
  inReplyTo: readAddress,
  callout: readCallout,
  translationOf: text,
  pictures: readPictures,
};

/**
 * Splits a Markdown file into its attributes and its text. Every problem names its key, so that all can be mended at
 * once. Keys in `extraKeys` are let through unread, under `extra`.
 */
export function parseFrontMatter(file: string, extraKeys: readonly string[] = []): FrontMatter {
  const source = typedText(file.replace(/^\ufeff/, ""));
  if (!/^---[ \t]*\n/.test(source)) return { ok: true, attributes: {}, extra: {}, body: source };
  const head = HEAD.exec(source);
  if (head === null) return { ok: false, problems: ['the front matter has no closing line "---"'] };
  const yaml = head.groups?.yaml ?? "";
  const excess = excessOf(yaml);
  if (excess !== undefined) return { ok: false, problems: [`the front matter ${excess}`] };
  let values: unknown;
  try {
    values = parse(yaml, { schema: "core", logLevel: "error" }) ?? {};
  } catch (error) {
    const [reason] = String(error).split("\n");
    return { ok: false, problems: [`the front matter cannot be read: ${reason}`] };
  }
  if (!isRecord(values)) return { ok: false, problems: ['the front matter must be lines of "key: value"'] };

  const attributes: Record<string, unknown> = {};
  const extra: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === "") continue;
    if (extraKeys.includes(key)) extra[key] = value;
    else if (!isKey(key)) problems.push(`${key}: unknown key (known: ${Object.keys(readers).join(", ")})`);
    else {
      const reading = readers[key](value);
      if ("problem" in reading) problems.push(`${key}: ${reading.problem}`);
      else attributes[key] = reading.value;
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, attributes, extra, body: source.slice(head[0].length).replace(/^\n+/, "") };
}

/** The longest of everything fits, and a hundred tags. */
const longestHead = 40_000;
const mostTokens = 2000;
const deepest = 8;

/** What has no use in these few lines, and what an alias can make large. */
const useless: Partial<Record<string, string>> = {
  alias: 'has an alias, "*", where text must be put in quotes',
  anchor: 'has an anchor, "&", where text must be put in quotes',
  tag: 'has a tag, "!", where text must be put in quotes',
  "explicit-key-ind": 'has a key that begins with "?"; put text in quotes',
  "directive-line": 'has a line that begins with "%"',
};

/**
 * What makes reading it take long: the parser needs minutes for a thousand characters of "? ", of "[" or of "*a ", so the
 * pieces that it would put together are counted first.
 */
function excessOf(yaml: string): string | undefined {
  if (yaml.length > longestHead) return `is longer than ${longestHead} characters`;
  let [tokens, onLine, open] = [0, 0, 0];
  for (const token of new Lexer().lex(yaml)) {
    const type = CST.tokenType(token) ?? "";
    if (useless[type] !== undefined) return useless[type];
    if (type === "newline") onLine = 0;
    if (open === 0 && /^(seq-item|map-value)-ind$/.test(type)) onLine++;
    if (/^flow-(map|seq)-start$/.test(type)) open++;
    if (/^flow-(map|seq)-end$/.test(type)) open--;
    if (onLine > deepest || open > deepest) return 'has too many signs such as "-", ":" or "[" on one line';
    if (++tokens > mostTokens) return "has too many words and lines";
  }
  return undefined;
}

function isKey(key: string): key is keyof PostAttributes {
  return Object.hasOwn(readers, key);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): Reading {
  if (typeof value !== "string") return { problem: "must be text (put it in quotes)" };
  return { value: typedLine(value) };
}

function readTags(value: unknown): Reading {
  if (typeof value === "string") return { value: parseTags(value) };
  if (Array.isArray(value) && value.every((tag) => typeof tag === "string")) {
    return { value: parseTags(value.join("\n")) };
  }
  return { problem: "must be a list of words, or words separated by commas" };
}

function readLanguage(value: unknown): Reading {
  if (typeof value === "string" && isLanguage(value)) return { value };
  return { problem: 'must be a language code such as "fr" or "pt-BR"' };
}

function readType(value: unknown): Reading {
  const type = typeof value === "string" ? value.toLowerCase() : undefined;
  if (type === "note") return { value: "Note" };
  if (type === "article") return { value: "Article" };
  return { problem: "must be Note or Article" };
}

function readAddress(value: unknown): Reading {
  const url = typeof value === "string" ? URL.parse(value) : null;
  if (url?.protocol === "https:" || url?.protocol === "http:") return { value: url.href };
  return { problem: "must be the https address of a post" };
}

function readPictures(value: unknown): Reading {
  const problem = {
    problem: 'must be a list of pictures, each with "file", "description", "caption" and "people"',
  };
  if (!Array.isArray(value)) return problem;
  const pictures: PictureAttributes[] = [];
  for (const picture of value as unknown[]) {
    if (!isRecord(picture)) return problem;
    const { file, description = "", caption = "", video, people, ...others } = picture;
    if (typeof file !== "string" || file === "") return problem;
    if (typeof description !== "string" || typeof caption !== "string") return problem;
    if (Object.keys(others).length > 0) return problem;
    if (people !== undefined && !(typeof people === "string" && isPeople(people))) {
      return { problem: `people must be one of ${peopleAnswers.join(", ")}` };
    }
    const address = video === undefined ? undefined : parseVideo(String(video));
    if (video !== undefined && !address) return { problem: "video must be an https address" };
    pictures.push({
      file,
      description: typedLine(description),
      caption: typedLine(caption),
      ...(address && { video: address }),
      ...(people && { people }),
    });
  }
  return { value: pictures };
}

function readCallout(value: unknown): Reading {
  const known = Object.keys(blankCallout("UTC"));
  const problem = { problem: `must be lines of "key: text", with the keys ${known.join(", ")}` };
  if (!isRecord(value)) return problem;
  const given = Object.entries(value).filter(([, each]) => each !== null);
  const readable = given.every(([key, each]) => known.includes(key) && typeof each === "string");
  return readable ? { value: Object.fromEntries(given) as CalloutAttributes } : problem;
}
