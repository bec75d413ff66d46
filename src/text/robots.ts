/** RFC 9309 has crawlers read at least 500 KiB; what people write fits here. */
export const longestRobots = 10_000;

const LINE = /^\s*(user-agent|allow|disallow|sitemap|crawl-delay)\s*:[^\p{Cc}]*$/iu;

/** What crawlers are told where the collective has written nothing: the members' side is not for them. */
export function defaultRobots(origin: string): string {
  return `User-agent: *\nDisallow: /admin\nDisallow: /login\n\nSitemap: ${origin}/sitemap.xml\n`;
}

/** The first line that no crawler would understand (RFC 9309, 2.2), by its number from 1; undefined when all are fine. */
export function findWrongLine(robots: string): number | undefined {
  const at = robots.split("\n").findIndex((line) => {
    const [rule = ""] = line.split("#");
    return rule.trim() !== "" && !LINE.test(rule);
  });
  return at === -1 ? undefined : at + 1;
}
