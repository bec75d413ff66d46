import type { Context } from "hono";
import { messageLanguages } from "../text/messages.ts";

/** The language of a page for the one who asks: the browser's, among those we speak, else the fallback, else English. */
export function readerLanguage(c: Context, fallback = "en"): string {
  const wanted = (c.req.header("Accept-Language") ?? "")
    .split(",")
    .slice(0, 20)
    .map((range) => {
      const [tag = "", quality = "1"] = range.split(/;\s*q=/);
      return { language: base(tag), quality: Number(quality) || 0 };
    })
    .filter(({ language, quality }) => quality > 0 && messageLanguages.includes(language))
    .sort((one, other) => other.quality - one.quality);
  const last = messageLanguages.includes(base(fallback)) ? base(fallback) : "en";
  return wanted[0]?.language ?? last;
}

const base = (tag: string) => tag.trim().toLowerCase().split("-")[0]!;
