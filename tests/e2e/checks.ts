import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type Axe from "axe-core";
import { HtmlValidate } from "html-validate";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
  rules: {
    // The templates close void elements as XHTML does, which HTML reads over.
    "void-style": "off",
    // Characters such as a narrow no-break space are written as they are.
    "no-raw-characters": "off",
    // Our sheets come from our own origin, under the hash of what they hold.
    "require-sri": ["error", { target: "crossorigin" }],
    // A button without a type sends its form, and so do all of ours.
    "no-implicit-button-type": "off",
    // It wants a label for a picture that is pressed, whose name is its alt. Axe knows, and looks at all fields.
    "input-missing-label": "off",
    // Titles are people's own, and as long as they like.
    "long-title": "off",
  },
});

/** What is invalid in the HTML of a page, with the place. */
export async function invalidHtml(path: string, html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${path}:${line} ${ruleId}: ${message}`),
  );
}

/** What axe finds on the page that is open, with its path. The browser has to run scripts. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: typeof Axe };
    const options = { runOnly: tags, rules: { "target-size": { enabled: true } } };
    const { violations, passes } = await axe.run(document, options);
    if (passes.length < 15) return [`axe looked at ${passes.length} things`];
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  }, standards);
  const { pathname, search } = new URL(page.url());
  return violations.map((violation) => `${pathname}${search} ${violation}`);
}
