import type { Config } from "../config.ts";
import type { Mention } from "../text/mention.ts";
import { mentionsIn, type OwnHtml } from "../text/own-html.ts";
import { openDatabase } from "./database.ts";

/** The accounts that a text names, as far as they are found. On a connection of its own: what is learnt of them stays. */
export async function findNamed(config: Config, html: OwnHtml): Promise<Mention[]> {
  const handles = mentionsIn(html);
  if (handles.length === 0) return [];
  const { openFinder } = await import("../app.ts");
  const { sql, close } = await openDatabase(config, { max: 2 });
  try {
    const finder = await openFinder({ sql, config });
    return await finder.find(handles).finally(() => finder.close());
  } finally {
    await close();
  }
}

/** Those that stay plain text, and of which somebody is told. */
export function notFound(html: OwnHtml, mentions: Mention[]): string[] {
  return mentionsIn(html).filter((handle) => !mentions.some((mention) => mention.handle === handle));
}
