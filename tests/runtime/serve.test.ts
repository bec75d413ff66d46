import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findPostmaster } from "../../src/store/embedded-postmaster.ts";
import { follow, openSite, origin } from "../cli/site.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import {
  eventually,
  freePort,
  launch,
  removeDirectory,
  type RunningServer,
  runCli,
  startServer,
  temporaryDirectory,
  watch,
} from "../support/process.ts";

const dir = temporaryDirectory();
const dataDir = path.join(dir, "data");
let server: RunningServer | undefined;

const postgresRuns = (data = dataDir) => findPostmaster(path.join(data, "postgresql/data")) !== undefined;

afterEach(async () => {
  await server?.kill();
  server = undefined;
});
afterAll(async () => {
  await eventually(() => !postgresRuns());
  removeDirectory(dir);
});

describe("a server with its embedded database", () => {
  test("prints its address and a set-up link on the first run, and answers on both loopback addresses", async () => {
    server = await startServer({ env: { DATA_DIR: dataDir } });
    expect(server.output()).toContain(`Tocsin is listening on http://localhost:${server.port}\n`);
    expect(server.setupLink).toMatch(new RegExp(`^http://localhost:${server.port}/setup/[\\w-]{20,}$`));
    expect(server.output()).toMatch(/Other servers cannot reach .*ORIGIN/);
    const answer = await fetch(`http://127.0.0.1:${server.port}/healthz`);
    expect(answer.status).toBe(200);
    const loopback6 = net.connect(server.port, "::1");
    const [error] = await Promise.race([once(loopback6, "connect"), once(loopback6, "error")]);
    loopback6.destroy();
    // A machine may have no IPv6.
    expect((error as NodeJS.ErrnoException | undefined)?.code).not.toBe("ECONNREFUSED");
  });

  test("makes a secret key, and lets nobody else on the machine read that or its data", () => {
    const modeOf = (name: string) => (fs.statSync(path.join(dataDir, name)).mode & 0o777).toString(8);
    expect(modeOf("secret.key")).toBe("600");
    expect(modeOf("postgresql")).toBe("700");
  });

  test("says so when everybody on the machine can read the key", async () => {
    const key = path.join(dataDir, "secret.key");
    const warned = /Everybody on this machine can read or change \S+secret\.key.*chmod 600/;
    fs.chmodSync(key, 0o644);
    fs.chmodSync(dataDir, 0o755);
    server = await startServer({ env: { DATA_DIR: dataDir } });
    expect(server.output()).toMatch(warned);
    await server.stop();
    fs.chmodSync(key, 0o640);
    server = await startServer({ env: { DATA_DIR: dataDir } });
    expect(server.output()).not.toMatch(warned);
    fs.chmodSync(key, 0o600);
  });

  test("stops wholly on SIGTERM, PostgreSQL as well, with status 0", async () => {
    server = await startServer({ env: { DATA_DIR: dataDir } });
    expect(postgresRuns()).toBe(true);
    const { code, signal } = await server.stop();
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(postgresRuns()).toBe(false);
    const log = fs.readFileSync(path.join(dataDir, "postgresql/postgresql.log"), "utf8");
    expect(log.trimEnd().split("\n").at(-1)).toContain("database system is shut down");
  });

  test("takes the Ctrl-C that reaches it twice for one", async () => {
    server = await startServer({ env: { DATA_DIR: dataDir } });
    server.child.kill("SIGINT");
    await sleep(20);
    server.child.kill("SIGINT");
    const [code] = (await once(server.child, "close")) as [number | null];
    expect(code).toBe(0);
  });

  test("leaves no PostgreSQL behind when it is killed, and starts again", async () => {
    server = await startServer({ env: { DATA_DIR: dataDir } });
    await server.kill();
    expect(await eventually(() => !postgresRuns())).toBe(true);
    server = await startServer({ env: { DATA_DIR: dataDir } });
    expect(postgresRuns()).toBe(true);
  });

  test("starts again at once, while PostgreSQL is still stopping", async () => {
    for (let round = 0; round < 3; round++) {
      server = await startServer({ env: { DATA_DIR: dataDir } });
      await server.kill();
    }
    server = await startServer({ env: { DATA_DIR: dataDir } });
    expect(postgresRuns()).toBe(true);
  });

  test("ends with a clear line when PostgreSQL is taken from under it", async () => {
    server = await startServer({ env: { DATA_DIR: dataDir } });
    const ended = once(server.child, "close");
    process.kill(findPostmaster(path.join(dataDir, "postgresql/data"))?.pid ?? 0, "SIGINT");
    const [code] = (await ended) as [number | null];
    expect(code).toBe(1);
    expect(server.output()).toContain("PostgreSQL has ended");
  });
});

describe("a command", () => {
  const env = { DATA_DIR: dataDir };
  const command = async () => {
    const child = launch("bin/launch.js", ["tests/support/use-database.ts"].map(absolute), env);
    const { said, finished } = watch(child);
    const open = await eventually(() => said.stdout.includes("open with"), 30_000);
    const end = () => {
      child.stdin?.end();
      return finished;
    };
    return { open, end, said };
  };

  test("uses the server's database while it runs", async () => {
    server = await startServer({ env });
    const { open, end } = await command();
    expect(open).toBe(true);
    expect((await end()).code).toBe(0);
    const answer = await fetch(`http://127.0.0.1:${server.port}/healthz`);
    expect(answer.status).toBe(200);
    expect(postgresRuns()).toBe(true);
  });

  test("of the command line sees the same members whether the server runs or not", async () => {
    server = await startServer({ env });
    const added = await runCli(["member", "add", "Zoë", "--role", "admin", "--password-stdin"], {
      env,
      stdin: "a kettle on a cold stove\n",
    });
    expect(added).toMatchObject({ code: 0, stderr: "" });
    const during = await runCli(["member", "list", "--json"], { env });
    await server.stop();
    const after = await runCli(["member", "list", "--json"], { env });
    expect(JSON.parse(after.stdout)).toEqual([expect.objectContaining({ name: "Zoë", role: "admin" })]);
    expect(after).toEqual(during);
    expect(postgresRuns()).toBe(false);
  });

  test("starts the database and stops it where no server runs", async () => {
    expect(await eventually(() => !postgresRuns())).toBe(true);
    const { open, end, said } = await command();
    expect([open, postgresRuns()]).toEqual([true, true]);
    expect(await end()).toMatchObject({ code: 0, stderr: "" });
    expect(said.stdout).toMatch(/open with [1-9]/);
    expect(postgresRuns()).toBe(false);
  });

  test("that started the database may end while a server uses it", async () => {
    const { end } = await command();
    server = await startServer({ env });
    expect((await end()).code).toBe(0);
    await sleep(1500);
    expect(postgresRuns()).toBe(true);
    expect((await server.stop()).code).toBe(0);
    expect(postgresRuns()).toBe(false);
  });
});

describe("a server with DATABASE_URL", () => {
  let database: TestDatabase;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await testDatabase({ empty: true });
    env = { DATABASE_URL: database.url, DATA_DIR: path.join(dir, "external") };
  });
  afterAll(() => database.drop());

  test("migrates it and starts no PostgreSQL of its own", async () => {
    server = await startServer({ env });
    const [row] = await database.sql`select count(*) as migrations from migration`;
    expect(row?.migrations).toBeGreaterThan(0);
    expect(fs.existsSync(path.join(dir, "external/postgresql"))).toBe(false);
  });

  test("answers a request in progress before it stops", async () => {
    server = await startServer({ env });
    const socket = net.connect(server.port, "127.0.0.1").setEncoding("utf8");
    socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n");
    await sleep(300);
    const before = Date.now();
    const stopped = server.stop();
    await sleep(300);
    await expect(fetch(`http://127.0.0.1:${server.port}/healthz`)).rejects.toThrow("fetch failed");
    socket.write("\r\n");
    const [answer] = (await once(socket, "data")) as [string];
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect((await stopped).code).toBe(0);
    expect(Date.now() - before).toBeLessThan(4000);
  });

  test("waits at most a few seconds for a request that never ends", async () => {
    server = await startServer({ env });
    const socket = net.connect(server.port, "127.0.0.1").on("error", () => {});
    socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n");
    await sleep(300);
    const before = Date.now();
    expect((await server.stop()).code).toBe(0);
    expect(Date.now() - before).toBeLessThan(9000);
    socket.destroy();
  });

  test("stops at once on a second signal", async () => {
    server = await startServer({ env });
    const socket = net.connect(server.port, "127.0.0.1").on("error", () => {});
    socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n");
    await sleep(300);
    const before = Date.now();
    server.child.kill("SIGTERM");
    await sleep(1300);
    const { code } = await server.stop();
    expect(code).toBe(1);
    expect(Date.now() - before).toBeLessThan(4000);
    socket.destroy();
  });

  test("as a web role, and as a worker that does not listen", async () => {
    server = await startServer({ env: { ...env, ROLE: "web" } });
    const port = await freePort();
    const beside = { ...env, ROLE: "worker", ORIGIN: server.origin, PORT: String(port) };
    const worker = launch("bin/tocsin.js", ["serve"], beside);
    const { said, finished } = watch(worker);
    expect(await eventually(() => said.stdout.includes("worker is running"), 30_000)).toBe(true);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow("fetch failed");
    worker.kill("SIGTERM");
    expect((await finished).code).toBe(0);
  });

  test("as a worker only at the ORIGIN that the site has", async () => {
    const site = await openSite();
    const refusedAt = async (ORIGIN: string) => {
      const worker = { DATABASE_URL: site.url, DATA_DIR: site.dataDir, ROLE: "worker" };
      const child = launch("bin/tocsin.js", ["serve"], { ...worker, ORIGIN });
      const { said, finished } = watch(child);
      await eventually(() => said.stdout.includes("worker is running") || child.exitCode !== null, 30_000);
      child.kill("SIGTERM");
      const { code, stdout, stderr } = await finished;
      return { code, stdout, stderr };
    };
    expect(await refusedAt("https://other.example")).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining(`This site is at ${origin}; ORIGIN is https://other.example here.`),
    });
    await follow(site.sql, "@ada@remote.example");
    for (const other of ["https://other.example", ""]) {
      expect(await refusedAt(other)).toEqual({
        code: 1,
        stdout: "",
        stderr: expect.stringContaining(`This account has followers who know it at ${origin};`),
      });
    }
    expect(await refusedAt(origin)).toMatchObject({ code: 0, stdout: expect.stringContaining("is running") });
    await site.end();
  });

  test("at one ORIGIN at a time, before the set-up and after it, whoever follows", async () => {
    const site = await openSite({ setUp: false });
    const env = { DATABASE_URL: site.url, DATA_DIR: site.dataDir };
    server = await startServer({ env: { ...env, ORIGIN: origin, ROLE: "web" } });
    for (const state of ["before", "after"]) {
      for (const ROLE of ["all", "web", "worker"]) {
        const other = { ...env, ROLE, ORIGIN: "https://other.example", PORT: String(await freePort()) };
        const { code, stdout, stderr } = await runCli(["serve"], { env: other });
        expect([state, ROLE, code, stdout]).toEqual([state, ROLE, 1, ""]);
        expect(stderr).toMatch(
          /^(Another server runs on this database, at|This site is at) https:\/\/tocsin\.example;/,
        );
      }
      const [made] = await site.sql`select origin from collective`;
      expect(made).toEqual(state === "before" ? undefined : { origin });
      if (!made) await site.tocsin(["setup", "--handle", "union", "--name", "Union", "--language", "en"]);
    }
    await server.stop();
    server = await startServer({ env: { ...env, ORIGIN: "https://other.example" } });
    expect(await site.sql`select origin from collective`).toEqual([{ origin: "https://other.example" }]);
    await server.stop();
    server = undefined;
    await site.end();
  });

  test("names PORT in one line when another program has it", async () => {
    const other = net.createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as net.AddressInfo;
    const { code, stdout, stderr } = await runCli(["serve"], { env: { ...env, PORT: String(port) } });
    other.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^PORT=${port} is in use[^\n]*\n$`));
  });

  test("says in one line within seconds that the database does not answer", async () => {
    const DATABASE_URL = `postgres://nobody:hunter2@127.0.0.1:${await freePort()}/none`;
    const { code, stderr } = await runCli(["serve"], { env: { ...env, DATABASE_URL } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DATABASE_URL cannot be used: [^\n]*ECONNREFUSED[^\n]*\n$/);
    expect(stderr).not.toContain("hunter2");
  });
});

function absolute(file: string): string {
  return path.join(import.meta.dirname, "../..", file);
}
