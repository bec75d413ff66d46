import { Conflict, NotFound } from "../errors.ts";
import type { Rendered } from "../text/own-html.ts";
import { refuseInPanic } from "./panic.ts";
import { type KeptText, withHtml } from "./rendered.ts";
import type { Sql } from "./sql.ts";
import { roundedNow } from "./times.ts";

/** What members write: one language of a page. */
export interface TypedText {
  /** The last part of its address, the same in each language. */
  slug: string;
  language: string;
  name: string;
  /** Markdown. */
  source: string;
  inMenu: boolean;
}

export type PageText = TypedText & Rendered;

export interface Page extends PageText {
  version: number;
  updated: Date;
}

export type PageEntry = Omit<Page, "source" | keyof Rendered>;

const columns = (sql: Sql) => sql`slug, language, name, in_menu as "inMenu", version, updated`;

export async function findPage(sql: Sql, slug: string, language: string): Promise<Page | undefined> {
  const rows = await sql<(PageEntry & KeptText)[]>`
    select ${columns(sql)}, source, html, renderer from page where slug = ${slug} and language = ${language}`;
  return (await withHtml(rows))[0];
}

/** The languages of a page, in the order of their codes. */
export async function listPageLanguages(sql: Sql, slug: string): Promise<string[]> {
  const rows = await sql<{ language: string }[]>`
    select language from page where slug = ${slug} order by language limit 100`;
  return rows.map(({ language }) => language);
}

/** All pages in the order of the menu, without their texts. */
export async function listPages(sql: Sql, limit = 500): Promise<PageEntry[]> {
  return sql<PageEntry[]>`
    select ${columns(sql)} from page order by position, slug, language limit ${limit}`;
}

/** The pages of the menu: each in this language, or in its first one where it does not have it. */
export async function listMenu(
  sql: Sql,
  language: string,
  limit = 20,
): Promise<Pick<Page, "slug" | "language" | "name">[]> {
  return sql<Pick<Page, "slug" | "language" | "name">[]>`
    select slug, language, name
    from (
      select distinct on (slug) slug, language, name, position
      from page
      where in_menu
      order by slug, language = ${language} desc, language
    ) entry
    order by position, slug
    limit ${limit}`;
}

/** Adds a page at the end of the menu, or a language to one that is there. @throws {Conflict} when it is there already. */
export async function addPage(sql: Sql, page: PageText): Promise<void> {
  await refuseInPanic(sql);
  const rows = await sql`
    insert into page (slug, language, name, source, html, renderer, in_menu, updated, position)
    select ${page.slug}, ${page.language}, ${page.name}, ${page.source}, ${page.html}, ${page.renderer}::integer,
      ${page.inMenu}, ${roundedNow(sql)}, coalesce(max(position) filter (where slug = ${page.slug}), max(position) + 1, 1)
    from page
    on conflict (slug, language) do nothing
    returning slug`;
  if (rows.length === 0) throw new Conflict("pageTaken");
}

/** @throws {NotFound} @throws {Conflict} when `version`, the one the member began from, is not the present one. */
export async function editPage(sql: Sql, page: PageText & { version: number }): Promise<void> {
  await refuseInPanic(sql);
  const rows = await sql`
    update page
    set name = ${page.name}, source = ${page.source}, html = ${page.html}, renderer = ${page.renderer},
      in_menu = ${page.inMenu},
      version = version + 1, updated = ${roundedNow(sql)}
    where slug = ${page.slug} and language = ${page.language} and version = ${page.version}
    returning slug`;
  if (rows.length > 0) return;
  if (await findPage(sql, page.slug, page.language)) throw new Conflict("conflict");
  throw new NotFound(`There is no page ${page.slug} in ${page.language}.`);
}

/** @throws {NotFound} */
export async function removePage(sql: Sql, slug: string, language: string): Promise<void> {
  await refuseInPanic(sql);
  const rows = await sql`
    delete from page where slug = ${slug} and language = ${language} returning slug`;
  if (rows.length === 0) throw new NotFound(`There is no page ${slug} in ${language}.`);
}

/** Moves a page, in all its languages, one place up or down. */
export async function movePage(sql: Sql, slug: string, direction: "up" | "down"): Promise<void> {
  await refuseInPanic(sql);
  const step = direction === "up" ? -1.5 : 1.5;
  await sql`
    update page
    set position = place
    from (
      select slug,
        row_number() over (order by place + case when slug = ${slug} then ${step}::numeric else 0 end) as place
      from (
        select slug, row_number() over (order by min(position), slug) as place from page group by slug
      ) numbered
    ) moved
    where page.slug = moved.slug`;
}
