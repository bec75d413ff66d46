import path from "node:path";
import { Invalid } from "../errors.ts";
import { render } from "../rendering/index.ts";
import { blankCallout, type Callout, checkCallout } from "../text/callout.ts";
import { type CheckedPost, checkDraft } from "../text/draft.ts";
import { parseFrontMatter, type PostAttributes } from "../text/frontmatter.ts";
import { messages } from "../text/messages.ts";
import type { Rendered } from "../text/own-html.ts";
import type { WrittenText } from "../text/render.ts";
import { readTextFile } from "./text-file.ts";

/** A post as its author keeps it: front matter and Markdown. */
export interface PostFile {
  attributes: PostAttributes;
  /** The values of the keys that were let through. */
  extra: Record<string, unknown>;
  body: string;
  /** What the files of its pictures are relative to. */
  directory: string;
}

/** Reads a post from a file, or from standard input for "-". */
export async function readPostFile(file: string, extraKeys: readonly string[] = []): Promise<PostFile> {
  const parsed = parseFrontMatter(await readTextFile(file), extraKeys);
  if (!parsed.ok) throw new Error(`${file}: ${parsed.problems.join("; ")}`);
  const directory = file === "-" ? process.cwd() : path.dirname(file);
  return { attributes: parsed.attributes, extra: parsed.extra, body: parsed.body, directory };
}

/** The text of the file, checked as the web form checks it. What the file does not say is as in `present`. */
export async function checkText(
  { attributes, body: source }: Pick<PostFile, "attributes" | "body">,
  present: { type: "Note" | "Article"; language: string },
): Promise<CheckedPost> {
  const language = attributes.language ?? present.language;
  const typed = {
    type: attributes.type ?? present.type,
    name: attributes.name ?? "",
    source,
    summary: attributes.summary ?? "",
    teaser: attributes.teaser ?? "",
    language,
    tags: (attributes.tags ?? []).join("\n"),
  };
  const checked = checkDraft(typed, await render({ source, language }));
  if (checked.ok) return checked.post;
  throw new Error(
    checked.problems.map(({ field, key }) => `${field}: ${sentence(new Invalid(key))}`).join(" "),
  );
}

/** A text that is no post's. @throws {Invalid} */
export async function mustRender(text: WrittenText): Promise<Rendered> {
  const rendered = await render(text);
  if (!rendered) throw new Invalid("sourceTooHard", "source");
  return rendered;
}

/** What the file calls people to, checked as the web form checks it; times are in `timeZone` where it names no zone. */
export function checkFileCallout(
  { attributes }: Pick<PostFile, "attributes">,
  timeZone: string,
): Callout | null {
  const checked = checkCallout({ ...blankCallout(timeZone), ...attributes.callout });
  if (checked.ok) return checked.callout;
  throw new Error(
    checked.problems.map(({ field, key }) => `callout.${field}: ${sentence(new Invalid(key))}`).join(" "),
  );
}

/** What the error's key means, in English. */
export function sentence({ key }: Invalid): string {
  const text: unknown = Object.entries(messages("en").errors).find(([name]) => name === key)?.[1];
  return typeof text === "string" ? text : key;
}
