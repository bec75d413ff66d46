import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { connect, isPassing, isWithoutDatabase } from "../../src/store/sql.ts";
import { openSite, origin, type Site } from "../cli/site.ts";
import { type Gatekeeper, startGatekeeper, type Treatment } from "../support/gatekeeper.ts";
import { type RunningServer, runCli, startServer } from "../support/process.ts";

let site: Site;
let gate: Gatekeeper | undefined;
let server: RunningServer | undefined;

beforeAll(async () => {
  site = await openSite();
});
afterEach(async () => {
  await server?.kill();
  await gate?.close();
  server = gate = undefined;
});
afterAll(() => site.end());

async function behind(treat: (nth: number) => Treatment): Promise<Record<string, string>> {
  gate = await startGatekeeper(site.url, treat);
  return { DATABASE_URL: gate.url, DATA_DIR: site.dataDir, ORIGIN: origin };
}

describe("a start", () => {
  test("outlasts connections that never come about, and says so", { timeout: 120_000 }, async () => {
    const silent = new Set([1, 3, 5]);
    server = await startServer({
      env: await behind((nth) => (silent.has(nth) ? "silence" : "pass")),
    });
    expect(server.output()).toContain("The database is slow to answer; trying again: ");
    expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
  });

  test.each(["57P03", "57P01", "53300"])("of a command waits while the database answers %s", async (code) => {
    const env = await behind((nth) => (nth <= 2 ? { code } : "pass"));
    const { code: status, stderr } = await runCli(["member", "list", "--json"], { env });
    expect(status).toBe(0);
    expect(stderr).toMatch(/^([^\n]* The database (starts|is slow)[^\n]*; trying again: [^\n]*\n){1,2}$/);
  });

  test.each(["28P01", "3D000"])("ends at once where the database answers %s", async (code) => {
    const { code: status, stderr } = await runCli(["member", "list"], {
      env: await behind(() => ({ code })),
    });
    expect(status).toBe(1);
    expect(stderr).toBe(`DATABASE_URL cannot be used: refused with ${code}\n`);
    expect(gate!.count()).toBeLessThan(3);
  });
});

test.each(["28P01", "28000", "3D000", "25006", "53300", "57P03", "58P01"])(
  "that the database answers %s is no fault of the query: pages answer 503 then",
  async (code) => {
    gate = await startGatekeeper(site.url, () => ({ code }));
    const sql = connect(gate.url, { max: 1 });
    await expect(sql`select 1`).rejects.toSatisfy(isWithoutDatabase);
    await sql.end({ timeout: 1 });
  },
);

test("a query that is wrong is not taken for a database that is away", async () => {
  const neither = (error: unknown) => !isWithoutDatabase(error) && !isPassing(error);
  await expect(site.sql`select nothing from nowhere`).rejects.toSatisfy(neither);
});
