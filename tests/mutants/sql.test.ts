import { describe, expect, test } from "vitest";
import { changesOf, type Kind, mark } from "./sql.ts";

/** The statements that come of one, by one kind of change; `$` stands for what is put in. */
const made = (kind: Kind, statement: string) => {
  const text = statement.replaceAll("$", mark);
  return changesOf(text)
    .filter((change) => change.kind === kind)
    .map(({ start, end, by }) => (text.slice(0, start) + by + text.slice(end)).replaceAll(mark, "$"));
};

describe("a mutant of SQL", () => {
  test("is a condition without one of the parts that must hold", () => {
    expect(made("SqlCondition", "delete from reply where state = 'held' and age > $ limit $")).toEqual([
      "delete from reply where true and age > $ limit $",
      "delete from reply where state = 'held' and true limit $",
    ]);
  });

  test("is a condition without one of the ways in which it may hold", () => {
    expect(made("SqlCondition", "update a set b = 1 where (c is null or d < now())")).toEqual([
      "update a set b = 1 where true",
      "update a set b = 1 where (false or d < now())",
      "update a set b = 1 where (c is null or false)",
    ]);
  });

  test("reaches into what is selected within", () => {
    expect(
      made("SqlCondition", "select 1 from a where not exists (select 1 from b where c = $ and d)"),
    ).toEqual([
      "select 1 from a where true",
      "select 1 from a where not exists (select 1 from b where true and d)",
      "select 1 from a where not exists (select 1 from b where c = $ and true)",
    ]);
  });

  test("leaves the two ends of a range together, and a join with one condition alone", () => {
    expect(made("SqlCondition", "select 1 from a join b on b.id = a.id where c between 1 and 2")).toEqual([
      "select 1 from a join b on b.id = a.id where true",
    ]);
  });

  test("is a piece of a statement without one of its parts", () => {
    expect(made("SqlCondition", "and host <> all($)")).toEqual(["and true"]);
    expect(made("SqlCondition", "a and (select b from c) = $")).toEqual([
      "true and (select b from c) = $",
      "a and true",
    ]);
  });

  test("leaves what is done in a conflict", () => {
    const insert = "insert into a select 1 from b where c and d on conflict (e) do nothing";
    expect(made("SqlCondition", insert)).toEqual([
      "insert into a select 1 from b where true and d on conflict (e) do nothing",
      "insert into a select 1 from b where c and true on conflict (e) do nothing",
    ]);
  });

  test("compares the other way round", () => {
    expect(made("SqlComparison", "select a->>'b' where c <= d")).toEqual(["select a->>'b' where c >= d"]);
  });

  test("locks nothing", () => {
    expect(made("SqlLock", "select a from b where c for no key update of b skip locked")).toEqual([
      "select a from b where c ",
    ]);
    expect(made("SqlLock", "(select a from b for share)")).toEqual(["(select a from b )"]);
  });

  test("orders the other way round", () => {
    expect(made("SqlOrder", "select a from b order by c desc, d limit 1")).toEqual([
      "select a from b order by c asc, d limit 1",
    ]);
    expect(made("SqlOrder", "select a from b order by c nulls last")).toEqual([
      "select a from b order by c desc nulls last",
    ]);
    expect(made("SqlOrder", "select array_agg(a order by coalesce(b, c)) from d")).toEqual([
      "select array_agg(a order by coalesce(b, c) desc) from d",
    ]);
  });

  test("leaves out what has no counterpart", () => {
    expect(made("SqlJoin", "select left(a, 3) from b left join c on true")).toEqual([
      "select left(a, 3) from b  join c on true",
    ]);
  });

  test("forgets one of several columns", () => {
    expect(made("SqlAssignment", "update a set b = f(1, 2), c = $ where d is distinct from e")).toEqual([
      "update a set c = $ where d is distinct from e",
      "update a set b = f(1, 2) where d is distinct from e",
    ]);
    expect(made("SqlAssignment", "insert into a (b) values ($) on conflict (b) do update set c = 1")).toEqual(
      [],
    );
  });

  test("counts what is the same more than once", () => {
    expect(made("SqlDistinct", "select count(distinct a) from b where c is not distinct from d")).toEqual([
      "select count( a) from b where c is not distinct from d",
    ]);
  });
});
