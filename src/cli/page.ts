import { addPage, editPage, findPage, listPages, type PageText, removePage } from "../store/pages.ts";
import type { Sql } from "../store/sql.ts";
import { pageUrl } from "../text/address.ts";
import { cleanSource, longestName, longestSource } from "../text/draft.ts";
import { isSlug, slugOf } from "../text/slug.ts";
import { typedLine } from "../text/typed.ts";
import { action, commandOf, limitOption, printList, readLimit, report, UsageError } from "./actions.ts";
import { requireCollective } from "./collective.ts";
import { changeDatabase, withDatabase } from "./database.ts";
import { mustRender, type PostFile, readPostFile } from "./post-file.ts";

const notes = `
FILE is Markdown that begins with lines such as these; - reads standard input. The slug is the last part of the address,
and by default made from the name; a page with "menu: false" is not in the menu.

---
name: How to give
slug: how-to-give
language: en
menu: true
---
`;

const list = action({
  summary: "Lists the pages in the order of the menu.",
  operands: [],
  usage: "[--limit NUMBER]",
  options: limitOption,
  async run({ values }) {
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      printList(await listPages(sql, limit), {
        json: values.json,
        limit,
        none: "There are no pages yet.",
        row: ({ slug, language, name, inMenu, updated }) => ({ slug, language, name, menu: inMenu, updated }),
      });
    });
  },
});

const set = action({
  summary: "Adds the page that FILE holds, or puts it in the place of what is there.",
  operands: ["FILE"],
  async run({ operands: [file], values }) {
    const written = await readPageFile(file);
    const { slug, language, address } = await changeDatabase(
      "savePage",
      async ({ sql }) => {
        const { origin, language } = await requireCollective(sql);
        const page = await toPage(written, language);
        await setPage(sql, page);
        return { ...page, address: pageUrl(origin, page.slug, page.language) };
      },
      (saved) => `${saved.slug} ${saved.language}`,
    );
    report(`The page is at ${address}`, { slug, language, address }, values);
  },
});

const remove = action({
  summary: "Removes one language of a page.",
  operands: ["SLUG", "LANGUAGE"],
  async run({ operands: [slug, language], values }) {
    await changeDatabase("removePage", ({ sql }) => removePage(sql, slug, language), `${slug} ${language}`);
    report(`Removed ${slug} in ${language}.`, { slug, language }, values);
  },
});

export const run = commandOf("page", { list, set, remove }, notes);

export function readPageFile(file: string): Promise<PostFile> {
  return readPostFile(file, ["slug", "menu"]);
}

/** The page that a file holds; `language` is that of one that does not say. */
export async function toPage({ attributes, extra, body }: PostFile, inLanguage: string): Promise<PageText> {
  const { name = "" } = attributes;
  const slug = extra.slug === undefined ? slugOf(name) : typedLine(String(extra.slug)).toLowerCase();
  const source = cleanSource(body);
  const language = Intl.getCanonicalLocales(attributes.language ?? inLanguage)[0]!;
  if (name === "" || name.length > longestName)
    throw new UsageError(`A page needs a name of 1 to ${longestName} characters.`);
  if (!isSlug(slug)) throw new UsageError("A slug has small letters, digits and single hyphens, 60 at most.");
  if (source === "" || source.length > longestSource)
    throw new UsageError(`A page needs a text of 1 to ${longestSource} characters.`);
  const rendered = await mustRender({ source, language });
  return { ...rendered, slug, language, name, source, inMenu: extra.menu !== false };
}

async function setPage(sql: Sql, page: PageText): Promise<void> {
  const present = await findPage(sql, page.slug, page.language);
  await (present ? editPage(sql, { ...page, version: present.version }) : addPage(sql, page));
}
