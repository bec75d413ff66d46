// Our whole server but for its worker; what it receives is committed to PostgreSQL.
import { createApp, createServer } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { configureLog } from "../../src/log.ts";
import { connect } from "../../src/store/sql.ts";
import { answerParent } from "./child.ts";

configureLog("error");
const config = loadConfig(process.env);
const sql = connect(config.databaseUrl!);
const app = await createApp({ sql, config });
createServer(app).listen(config.port, "127.0.0.1", answerParent);
