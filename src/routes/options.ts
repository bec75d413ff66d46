import type { Config } from "../config.ts";
import type { SecretKey } from "../store/secret.ts";
import type { Database } from "../store/sql.ts";
import type { FindAccounts } from "../text/mention.ts";
import type { Watchdog } from "../watchdog.ts";
import type { Door } from "./door.ts";
import type { Forms } from "./form.ts";

/** Where pictures lie, in rows and as files, some of them sealed. */
export type PictureOptions = Pick<PageOptions, "sql" | "config" | "secret">;

/** What every page is made from. */
export interface PageOptions {
  sql: Database;
  config: Config;
  secret: SecretKey;
  /** Aborts when the server stops: what goes on for long ends then. */
  stopping?: AbortSignal | undefined;
  /** Looks up accounts of other servers. */
  findAccounts: FindAccounts;
  /** How the cache of public pages fares. */
  cacheFigures: { readonly bytes: number; readonly hits: number; readonly renders: number };
}

/** What every group of routes is made from. */
export interface RouteOptions extends PageOptions {
  /** Reads what people send. */
  forms: Forms;
  /** Checks whoever comes in. */
  door: Door;
  watchdog: Pick<Watchdog, "listStalls" | "figures">;
}
