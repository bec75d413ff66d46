import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { findBinaries } from "../../src/store/embedded-binaries.ts";
import { findPlace } from "../../src/store/embedded-place.ts";
import { migrate } from "../../src/store/migrate.ts";
import { connect } from "../../src/store/sql.ts";
import type { TestDatabase } from "./database.ts";
import { freePort, removeDirectory, temporaryDirectory } from "./process.ts";

/** A PostgreSQL server of the test's own, as durable as an operator's, which may be crashed. */
export interface Postgres {
  database: TestDatabase;
  /** Crashes it and starts it again, at the same address. */
  crash: () => void;
  stop: () => void;
  start: () => void;
}

export async function startPostgres(): Promise<Postgres> {
  const dir = temporaryDirectory();
  const place = findPlace(path.join(dir, "postgresql"));
  const { initdb, postgres } = findBinaries(place);
  const port = await freePort();
  const log = path.join(place.dir, "log");

  function run(command: string, args: string[]): void {
    // What pg_ctl starts would keep a pipe open for as long as it lives.
    const { status, error } = spawnSync(command, args, { ...place.owner, cwd: place.dir, stdio: "ignore" });
    if (status === 0) return;
    const said = fs.existsSync(log) ? fs.readFileSync(log, "utf8").slice(-2000) : "";
    throw new Error(`${path.basename(command)} ${args.join(" ")}: ${error?.message ?? status}\n${said}`);
  }
  const control = (...args: string[]) =>
    run(path.join(path.dirname(postgres), "pg_ctl"), ["-D", place.pgdata, "-l", log, "-w", ...args]);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c shared_buffers=32MB`;

  run(initdb, ["-D", place.pgdata, "-U", "tocsin", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
  control("-o", options, "start");
  const url = `postgres://tocsin@127.0.0.1:${port}/postgres`;
  const sql = connect(url, { max: 5 });
  await migrate(sql);
  return {
    database: {
      sql,
      url,
      async drop() {
        await sql.end({ timeout: 1 });
        control("-m", "immediate", "stop");
        removeDirectory(dir);
      },
    },
    crash: () => control("-m", "immediate", "restart"),
    stop: () => control("-m", "immediate", "stop"),
    start: () => control("-o", options, "start"),
  };
}
