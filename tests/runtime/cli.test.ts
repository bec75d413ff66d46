import { afterEach, describe, expect, test, vi } from "vitest";
import { printTable } from "../../src/cli/output.ts";
import { runCli } from "../support/process.ts";

describe("tocsin", () => {
  test("lists its commands on --help", async () => {
    const { code, stdout, stderr } = await runCli(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: bin\/tocsin\.js COMMAND/);
    for (const command of ["serve", "setup", "member", "post", "replies", "deliveries"]) {
      expect(stdout).toMatch(new RegExp(`^  ${command} +\\w`, "m"));
    }
  });

  test("without a command it tells how it is used, with status 2", async () => {
    const { code, stdout } = await runCli([]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^Usage/);
  });

  test.each(["publish", "toString", "../main", "\u001B[31mred"])(
    "refuses the unknown command %j in one line",
    async (name) => {
      const { code, stdout, stderr } = await runCli([name]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^There is no command \P{Cc}*: bin\/tocsin.js --help lists them\.\n$/u);
    },
  );

  test("refuses an unknown option in one line, with status 2", async () => {
    const { code, stderr } = await runCli(["serve", "--prot", "80"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Unknown option '--prot'[^\n]*\n$/);
  });

  test("shows where an error came from only when LOG_LEVEL is debug", async () => {
    const { code, stderr } = await runCli(["serve", "extra"], { env: { LOG_LEVEL: "debug" } });
    expect(code).toBe(2);
    expect(stderr).toMatch(/\n +at /);
  });
});

describe("a table", () => {
  let printed = "";
  const table = (...args: Parameters<typeof printTable>) => {
    printed = "";
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      printed += String(text);
      return true;
    });
    printTable(...args);
    vi.restoreAllMocks();
    return printed;
  };
  afterEach(() => vi.restoreAllMocks());

  test("has aligned columns under their names", () => {
    const rows = [
      { name: "Zoë", role: "admin", added: new Date("2026-03-01T12:34:56Z") },
      { name: "Pierre-Antoine", role: undefined, added: null },
    ];
    expect(table(rows)).toBe(
      ["NAME            ROLE   ADDED", "Zoë             admin  2026-03-01 12:34", "Pierre-Antoine", ""].join(
        "\n",
      ),
    );
  });

  test("does not pass on what would steer the terminal", () => {
    expect(table([{ name: "a\u001B[2Jb\nc\u202Ed" }])).toBe("NAME\na [2Jb c d\n");
  });

  test("is a JSON array with --json, also when it is empty", () => {
    expect(JSON.parse(table([{ id: "a", tags: ["x", "y"] }], { json: true }))).toEqual([
      { id: "a", tags: ["x", "y"] },
    ]);
    expect(JSON.parse(table([], { json: true }))).toEqual([]);
  });
});
