import { NotFound } from "../errors.ts";
import { candidatesFor, type Redirect } from "../text/redirect.ts";
import { refuseInPanic } from "./panic.ts";
import type { Sql } from "./sql.ts";

/** More than anybody needs; who gets no further has met a circle. */
const MOST_STEPS = 10;

/** Where an old address leads in the end; undefined where it is not known, or leads in a circle. */
export async function findRedirect(sql: Sql, path: string): Promise<string | undefined> {
  let target: string | undefined;
  let asked = path;
  for (let step = 0; step <= MOST_STEPS; step++) {
    const next: string | undefined = await findStep(sql, asked);
    if (next === undefined) return target;
    target = next;
    if (!target.startsWith("/")) return target;
    asked = target.split("#")[0]!;
  }
  return undefined;
}

async function findStep(sql: Sql, path: string): Promise<string | undefined> {
  const candidates = candidatesFor(path);
  const [row] = await sql<{ target: string }[]>`
    select target from redirect where path = any(${candidates})
    order by array_position(${candidates}, path)
    limit 1`;
  return row?.target;
}

/** Takes over redirects; what is said anew about an address takes the place of the old. Returns how many changed. */
export async function putRedirects(sql: Sql, redirects: Redirect[]): Promise<number> {
  await refuseInPanic(sql);
  const last = [...new Map(redirects.map((each) => [each.path, each])).values()];
  const { count } = await sql`
    insert into redirect (path, target)
    select path, target
    from unnest(${last.map(({ path }) => path)}::text[], ${last.map(({ target }) => target)}::text[]) as given (path, target)
    on conflict (path) do update set target = excluded.target where redirect.target <> excluded.target`;
  return count;
}

export async function listRedirects(
  sql: Sql,
  options: { limit: number; offset?: number },
): Promise<Redirect[]> {
  return sql<Redirect[]>`
    select path, target from redirect order by path offset ${options.offset ?? 0} limit ${options.limit}`;
}

/** @throws {NotFound} */
export async function removeRedirect(sql: Sql, path: string): Promise<void> {
  await refuseInPanic(sql);
  const rows = await sql`delete from redirect where path = ${path} returning path`;
  if (rows.length === 0) throw new NotFound(`${path} leads nowhere.`);
}
