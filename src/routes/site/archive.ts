import { Hono } from "hono";
import { NotFound } from "../../errors.ts";
import type { Period } from "../../store/post-lists.ts";
import { listYears } from "../../store/years.ts";
import { isoDate } from "../../text/date.ts";
import { archivePage, periodPage, periodPath } from "../../views/archive.ts";
import type { RouteOptions } from "../options.ts";
import { pageOfPosts } from "./list.ts";
import { fresh, type SiteEnv, withSite } from "./site.ts";

export function archiveRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();

  app.get("/archive", fresh, withSite(options), async (c) =>
    c.html(archivePage(c.get("site"), await listYears(sql, c.get("site").collective))),
  );

  app.get("/:year{[12][0-9]{3}}/:month{[0-9]{2}}?", fresh, withSite(options), async (c) => {
    const { language, timeZone, postsPerPage: size } = c.get("site").collective;
    const year = Number(c.req.param("year"));
    const typed = c.req.param("month");
    const month = typed === undefined ? undefined : Number(typed);
    const [found] = await listYears(sql, { language, timeZone, year });
    const isThere = month === undefined || found?.months.some((each) => each.month === month);
    if (!found || !isThere) throw new NotFound("Nothing was published then.");
    const list = await pageOfPosts(sql, {
      path: periodPath(year, month),
      size,
      before: c.req.query("before"),
      period: { ...periodOf(year, month), timeZone },
      onceIn: language,
    });
    return c.html(periodPage(c.get("site"), found, month, list));
  });

  return app;
}

function periodOf(year: number, month: number | undefined): Pick<Period, "from" | "until"> {
  const first = (atYear: number, atMonth: number) => isoDate(new Date(Date.UTC(atYear, atMonth)));
  return month === undefined
    ? { from: first(year, 0), until: first(year + 1, 0) }
    : { from: first(year, month - 1), until: first(year, month) };
}
