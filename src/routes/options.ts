import type { Config } from "../config.ts";
import type { SecretKey } from "../store/secret.ts";
import type { Database } from "../store/sql.ts";

/** What every group of routes is made from. */
export interface RouteOptions {
  sql: Database;
  config: Config;
  secret: SecretKey;
  /** Aborts when the server stops: what goes on for long ends then. */
  stopping?: AbortSignal | undefined;
  /** How the cache of public pages fares. */
  cacheFigures: { readonly bytes: number; readonly hits: number; readonly renders: number };
}
