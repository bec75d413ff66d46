import { NotFound } from "../errors.ts";
import { randomId } from "./ids.ts";
import { refuseInPanic } from "./panic.ts";
import type { Sql } from "./sql.ts";

/** A group that the collective names as its ally. */
export interface AllyText {
  name: string;
  /** What they do, in a sentence or two. */
  description: string;
  /** `@name@host`, or empty. */
  handle: string;
  /** Their site, or empty. */
  link: string;
}

export interface Ally extends AllyText {
  id: string;
}

export async function listAllies(sql: Sql, limit = 200): Promise<Ally[]> {
  return sql<Ally[]>`
    select id, name, description, handle, link from ally order by position, id limit ${limit}`;
}

export async function findAlly(sql: Sql, id: string): Promise<Ally | undefined> {
  const [row] = await sql<Ally[]>`
    select id, name, description, handle, link from ally where id = ${id}`;
  return row;
}

export async function hasAllies(sql: Sql): Promise<boolean> {
  const rows = await sql`select 1 from ally limit 1`;
  return rows.length > 0;
}

/** Adds an ally at the end of the list. */
export async function addAlly(sql: Sql, ally: AllyText): Promise<string> {
  await refuseInPanic(sql);
  const id = randomId();
  await sql`
    insert into ally (id, name, description, handle, link, position)
    select ${id}, ${ally.name}, ${ally.description}, ${ally.handle}, ${ally.link}, coalesce(max(position) + 1, 1)
    from ally`;
  return id;
}

/** @throws {NotFound} */
export async function editAlly(sql: Sql, { id, name, description, handle, link }: Ally): Promise<void> {
  await refuseInPanic(sql);
  const rows = await sql`
    update ally set name = ${name}, description = ${description}, handle = ${handle}, link = ${link}
    where id = ${id}
    returning id`;
  if (rows.length === 0) throw new NotFound(`There is no ally ${id}.`);
}

/** @throws {NotFound} */
export async function removeAlly(sql: Sql, id: string): Promise<void> {
  await refuseInPanic(sql);
  const rows = await sql`delete from ally where id = ${id} returning id`;
  if (rows.length === 0) throw new NotFound(`There is no ally ${id}.`);
}

/** Moves an ally one place up or down. */
export async function moveAlly(sql: Sql, id: string, direction: "up" | "down"): Promise<void> {
  const step = direction === "up" ? -1.5 : 1.5;
  await sql`
    update ally
    set position = place
    from (
      select id,
        row_number() over (order by place + case when id = ${id} then ${step}::numeric else 0 end) as place
      from (select id, row_number() over (order by position, id) as place from ally) numbered
    ) moved
    where ally.id = moved.id`;
}
