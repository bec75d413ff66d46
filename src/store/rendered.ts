import { render } from "../rendering/index.ts";
import { type OwnHtml, type Rendered, rendererVersion, unrendered } from "../text/own-html.ts";
import type { WrittenText } from "../text/render.ts";
import type { Database } from "./sql.ts";

/** A text as it lies in a row: its HTML is of an earlier renderer, or not there, until the worker has come to it. */
export interface KeptText extends WrittenText {
  html: OwnHtml | null;
  renderer: number | null;
}

export type WithHtml<Row> = Omit<Row, keyof Rendered> & Rendered;

/** Rows with HTML of the present renderer. What is older is rendered now; a text that cannot be is shown as it was typed. */
export async function withHtml<Row extends KeptText>(rows: Row[]): Promise<WithHtml<Row>[]> {
  return Promise.all(rows.map(async (row) => ({ ...row, ...(await htmlOf(row)) })));
}

async function htmlOf({ html, renderer, ...text }: KeptText): Promise<Rendered> {
  return html !== null && renderer === rendererVersion ? { html, renderer } : renderAnew(text);
}

async function renderAnew(text: WrittenText): Promise<Rendered> {
  return (await render(text)) ?? { html: unrendered(text.source), renderer: rendererVersion };
}

/** Renders what is kept of another renderer, at most `limit` texts of each kind, and says how many there were. */
export async function renderAgain(sql: Database, limit = 20): Promise<number> {
  const revisions = await renderRevisions(sql, limit);
  const pages = await renderPages(sql, limit);
  return revisions + pages + (await renderDescription(sql));
}

async function renderRevisions(sql: Database, limit: number): Promise<number> {
  // Three looks into the index, which "is distinct from" would not use.
  const rows = await sql<(WrittenText & { postId: string; number: number })[]>`
    select post_id as "postId", number, source, language
    from revision
    where (post_id, number) in (
      (select post_id, number from revision where renderer is null limit ${limit})
      union all
      (select post_id, number from revision where renderer < ${rendererVersion} limit ${limit})
      union all
      (select post_id, number from revision where renderer > ${rendererVersion} limit ${limit})
    )
    limit ${limit}`;
  for (const { postId, number, ...text } of rows) {
    const { html, renderer } = await renderAnew(text);
    await sql`update revision set html = ${html}, renderer = ${renderer} where post_id = ${postId} and number = ${number}`;
  }
  return rows.length;
}

async function renderPages(sql: Database, limit: number): Promise<number> {
  const rows = await sql<(WrittenText & { slug: string; version: number })[]>`
    select slug, version, source, language from page
    where renderer is distinct from ${rendererVersion}
    limit ${limit}`;
  for (const { slug, version, ...text } of rows) {
    const { html, renderer } = await renderAnew(text);
    await sql`
      update page set html = ${html}, renderer = ${renderer}
      where slug = ${slug} and language = ${text.language} and version = ${version}`;
  }
  return rows.length;
}

async function renderDescription(sql: Database): Promise<number> {
  const [row] = await sql<(WrittenText & { version: number })[]>`
    select description as source, language, version from collective
    where description_renderer is distinct from ${rendererVersion}`;
  if (!row) return 0;
  const { html, renderer } = await renderAnew(row);
  await sql`
    update collective set description_html = ${html}, description_renderer = ${renderer}
    where version = ${row.version}`;
  return 1;
}
