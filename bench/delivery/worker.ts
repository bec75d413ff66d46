// Ours: from the committed rows to the last 202, with all bookkeeping. A worker that runs; its parent says when to measure.
import { loadConfig } from "../../src/config.ts";
import { createClient } from "../../src/federation/client.ts";
import { deliver } from "../../src/federation/delivery/worker.ts";
import { createPolicy } from "../../src/federation/policy.ts";
import { createRenderer } from "../../src/federation/renderer.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { connect } from "../../src/store/sql.ts";
import { answerParent } from "../server/child.ts";

const config = loadConfig(process.env);
const sql = connect(config.databaseUrl!, { max: 5 });
const secret = readSecretKey(config.secretKeyFile);
const client = createClient({ sql, config, secret });
const options = { sql, config, secret, client, policy: createPolicy(sql) };
const renderer = createRenderer(options);
const stopping = new AbortController();

answerParent();
await deliver({ ...options, renderer }, stopping.signal);
