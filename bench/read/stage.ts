import { renderAgain } from "../../src/store/rendered.ts";
import { indexOldPosts } from "../../src/store/search.ts";
import type { Database } from "../../src/store/sql.ts";

const words = "harbour street tenants rent night bridge lantern kitchen boat winter letter market".split(" ");

/** So many posts over the last years, each with text, tags and a date of its own, written as an import would. */
export async function writePosts(sql: Database, count: number): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local statement_timeout = 0`;
    await tx`
      insert into post (id, type, published)
      select substr(translate(encode(sha256(n::text::bytea), 'hex'), '0189', 'wxyz'), 1, 16), 'Note',
        now() - n * interval '40 minutes'
      from generate_series(1, ${count}) n`;
    await tx`
      insert into revision (post_id, number, name, source, language, tags)
      select id, 1, 'Call-out of ' || published::date,
        repeat('Come to the ' || (${words}::text[])[1 + abs(hashtext(id)) % 12] || ' on Saturday, and bring whoever is *free*. ', 15)
          || E'\\n\\n' || repeat('We meet at the ' || (${words}::text[])[1 + abs(hashtext(id || 'b')) % 12] || '. ', 30),
        case when abs(hashtext(id)) % 3 = 0 then 'fr' else 'en' end, array['Harbour', 'Rent']
      from post where not exists (select 1 from revision where post_id = post.id)`;
    await tx`insert into post_tag (post_id, slug, name, published) select id, 'harbour', 'Harbour', published from post on conflict do nothing`;
    await tx`insert into post_tag (post_id, slug, name, published) select id, 'rent', 'Rent', published from post on conflict do nothing`;
  });
  while ((await renderAgain(sql, 500)) > 0);
  while ((await indexOldPosts(sql, 500)) > 0);
  await sql`vacuum analyze`;
}

/** Of each kind of page so many addresses, as different as there are. */
export async function coldPaths(sql: Database, count: number): Promise<Record<string, string[]>> {
  const rows = await sql<{ id: string; month: string }[]>`
    select id, to_char(published, 'YYYY/MM') as month from post
    order by md5(id) limit ${count}`;
  const fill = (paths: string[]) => Array.from({ length: count }, (_, at) => paths[at % paths.length]!);
  return {
    post: rows.map(({ id }) => `/p/${id}`),
    home: fill(["/"]),
    tag: fill(["/tags/harbour", "/tags/rent"]),
    month: rows.map(({ month }) => `/${month}`),
    search: fill(words.map((word) => `/search?q=${word}`)),
  };
}
