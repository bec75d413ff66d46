import type { Config } from "../config.ts";
import type { SecretKey } from "../store/secret.ts";
import type { Database } from "../store/sql.ts";
import type { Client } from "./client.ts";
import type { Policy } from "./policy.ts";

/** What every part of the federation is made from. */
export interface FederationOptions {
  sql: Database;
  config: Config;
  secret: SecretKey;
  client: Client;
  policy: Policy;
}
