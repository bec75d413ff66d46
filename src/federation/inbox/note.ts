import type { Visibility } from "../../store/replies.ts";
import type { Enclosed } from "../../text/enclosed.ts";
import { plainLine } from "../../text/plain-line.ts";
import { plainText, sanitizeRemote } from "../../text/sanitize.ts";
import {
  dateOf,
  type Document,
  documentsOf,
  idOf,
  idsOf,
  sameOrigin,
  listOf,
  typeOf,
  urlOf,
} from "../document.ts";
import { quotedBy } from "../guard.ts";
import { contentOf, wordingOf } from "../wording.ts";
import { readVisibility } from "./audience.ts";
import type { InboxContext } from "./context.ts";
import { readEnclosed } from "./enclosed.ts";

const readable = new Set(["Note", "Article", "Page", "Question", "Event", "Image", "Video", "Audio"]);

const warned = new Set(["Note", "Question"]);

/** Characters of HTML from hosts that nobody here has to do with: of them there can be as many as somebody makes up. */
const longestOfStranger = 20_000;
const longestName = 300;
const longestSummary = 500;
const longestAbstract = 5000;

/** A post of another server, as far as we keep it. */
export interface RemoteNote {
  id: string;
  inReplyTo: string | null;
  /** What it shows within itself. */
  quotes: string[];
  name: string;
  /** The warning that its author put before it. */
  summary: string;
  /** What its author says it is about, as sanitised HTML; the content is, too. */
  abstract: string;
  content: string;
  enclosed: Enclosed;
  language: string | null;
  url: string;
  visibility: Visibility;
  published: Date;
  /** When this version was made, as far as is told; of one that says nothing, now. */
  updated: Date;
  /** When its author changed it; null where it is as it was published. */
  edited: Date | null;
  mentions: string[];
}

/** Reads a post that its author sent with an activity; undefined for what is not its author's own, or nothing to read. */
export async function readNote(
  document: Document,
  context: Pick<InboxContext, "sql" | "client" | "sender" | "policy" | "origin">,
  activity: Document = {},
): Promise<RemoteNote | undefined> {
  const { sender, policy, origin } = context;
  const authorId = sender.id;
  const id = idOf(document);
  if (!id || !sameOrigin(id, authorId) || !readable.has(typeOf(document))) return undefined;
  if (idsOf(document["attributedTo"]).at(0) !== authorId) return undefined;
  const { text, language } = contentOf(document);
  const content = sanitizeRemote(
    (await policy.isKnown(sender.host)) ? text : text.slice(0, longestOfStranger),
    origin,
  );
  const published = notInTheFuture(dateOf(document["published"]));
  const updated = notInTheFuture(dateOf(document["updated"]));
  const url = urlOf(document["url"]);
  return {
    id,
    inReplyTo: idOf(document["inReplyTo"]) ?? null,
    quotes: quotedBy(document),
    name: plainLine(wordingOf(document, "name").text, longestName),
    ...readSummary(document, content),
    content,
    enclosed: readEnclosed(document, text),
    language,
    url: url && sameOrigin(url, authorId) ? url : id,
    visibility: await readVisibility(context, document, activity),
    published,
    updated,
    edited: dateOf(document["updated"]) && updated > published ? updated : null,
    mentions: documentsOf(document["tag"])
      .filter((tag) => typeOf(tag) === "Mention")
      .flatMap((tag) => idOf(tag["href"]) ?? []),
  };
}

/**
 * `summary` is a warning for a Note or a Question, and wherever its author marked the post as sensitive. WordPress, NodeBB and
 * Gancio put an abstract there, as ActivityStreams means it, and often as HTML; or the first words of `content`, where nobody wrote one.
 */
function readSummary(document: Document, content: string): Pick<RemoteNote, "summary" | "abstract"> {
  const { text } = wordingOf(document, "summary");
  const isWarning = warned.has(typeOf(document)) || listOf(document["sensitive"])[0] === true;
  if (isWarning) return { summary: plainLine(plainText(text), longestSummary), abstract: "" };
  const abstract = sanitizeRemote(text.slice(0, longestAbstract));
  return { summary: "", abstract: opens(content, abstract) ? "" : abstract };
}

/** Whether a text begins with what the other says, which may end in the mark of what was cut: it would be read twice. */
function opens(content: string, abstract: string): boolean {
  const letters = (html: string) => plainText(html).replaceAll(/\s/g, "");
  const cut = letters(abstract).replace(/(?:\.\.\.|…|\[\.\.\.\]|\[…\])$/, "");
  return letters(content).startsWith(cut);
}

/** A date ahead of ours would keep a reply at the end, and make every later Update too old. */
function notInTheFuture(date: Date | undefined): Date {
  const now = new Date();
  return date && date < now ? date : now;
}
