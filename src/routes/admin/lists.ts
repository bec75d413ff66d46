import type { MemberContext } from "./visit.ts";

const pageSize = 30;

/** The page of a list that is asked for, and the addresses of those beside it. */
export function listPage(c: MemberContext, query: Record<string, string> = {}) {
  const asked = Number(c.req.query("page") ?? "1");
  const page = Number.isSafeInteger(asked) && asked > 0 ? Math.min(asked, 10_000) : 1;
  const address = (to: number) => `${c.req.path}?${new URLSearchParams({ ...query, page: String(to) })}`;
  return {
    offset: (page - 1) * pageSize,
    /** One more than is shown: it tells whether there is an older page. */
    limit: pageSize + 1,
    shownOf<Item>(found: Item[]) {
      return {
        items: found.slice(0, pageSize),
        newer: page > 1 ? address(page - 1) : undefined,
        older: found.length > pageSize ? address(page + 1) : undefined,
      };
    },
  };
}
