import { isLanguage } from "../text/language.ts";
import { remoteHtml } from "../text/remote-text.ts";
import { type Document, documentOf, stringOf } from "./document.ts";

/** What a property says, and in which language, where that is told. */
export interface Wording {
  text: string;
  language: string | null;
}

/**
 * A text that stands by itself, in a map by language, or in both (ActivityStreams, section 4.7). Of several languages it is the one
 * whose text stands by itself too, as Mastodon and others name it, else the first.
 */
export function wordingOf(document: Document, property: "content" | "name" | "summary"): Wording {
  const itself = stringOf(document[property]) ?? "";
  const map = documentOf(document[`${property}Map`]);
  const told = map ? Object.entries(map).flatMap(([language, text]) => entryOf(language, text)) : [];
  const chosen = told.find(({ text }) => text === itself) ?? told[0];
  const { language = "" } = chosen ?? {};
  return {
    text: itself || (chosen?.text ?? ""),
    language: isLanguage(language) && !/^und\b/i.test(language) ? language : null,
  };
}

function entryOf(language: string, value: unknown): { language: string; text: string }[] {
  const text = stringOf(value);
  return text === undefined ? [] : [{ language, text }];
}

/** The content as HTML that is not clean yet, whatever it is written in; `source` is for its author's editor. */
export function contentOf(document: Document): Wording {
  const { text, language } = wordingOf(document, "content");
  return { text: remoteHtml(text, stringOf(document["mediaType"]) ?? ""), language };
}
