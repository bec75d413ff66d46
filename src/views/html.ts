import { raw } from "hono/html";

/** What the templates of `hono/html` give: text in which everything put in was escaped. */
export type Html = ReturnType<typeof raw> | Promise<ReturnType<typeof raw>>;

/** HTML that has passed text/sanitize, put in as it is. The only way around the escaping of the templates. */
export const trusted = (sanitised: string): Html => raw(sanitised);
