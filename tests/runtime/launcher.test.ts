import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { eventually, isAlive, removeDirectory, root, temporaryDirectory, watch } from "../support/process.ts";

const dir = temporaryDirectory();
afterAll(() => removeDirectory(dir));

function majorOf(node: string): number {
  return Number.parseInt(
    spawnSync(node, ["--print", "process.versions.node"], { encoding: "utf8" }).stdout,
    10,
  );
}

/** The machine's own Node, where it is older than what we need; npm puts ours first in PATH. */
const oldNode = (process.env.PATH ?? "")
  .split(path.delimiter)
  .filter((folder) => !folder.includes("node_modules"))
  .map((folder) => path.join(folder, "node"))
  .find((node) => fs.existsSync(node) && majorOf(node) >= 18 && majorOf(node) < 24);

const nodes: [string, string][] = [["a Node that is new enough", process.execPath]];
if (oldNode) nodes.push(["an older Node", oldNode]);

/** A TypeScript program in a file of its own. */
function program(text: string): string {
  const file = path.join(dir, `program-${Math.random().toString(36).slice(2)}.ts`);
  fs.writeFileSync(file, text);
  return file;
}

function launch(node: string, script: string, args: string[] = []) {
  const env: NodeJS.ProcessEnv = { ...process.env };
  delete env.npm_lifecycle_event;
  const child = spawn(node, [path.join(root, "bin/launch.js"), script, ...args], {
    cwd: dir,
    env,
    stdio: "pipe",
  });
  return { child, ...watch(child) };
}

describe.each(nodes)("the launcher on %s", (_, node) => {
  test("runs TypeScript on Node 24 or newer with its arguments", async () => {
    const script = program(`
      const major: number = Number.parseInt(process.versions.node, 10);
      console.log(JSON.stringify([major >= 24, process.argv.slice(1), process.env.TOCSIN_LAUNCHER]));`);
    const { stdout } = await launch(node, script, ["--json", "a b", ""]).finished;
    expect(JSON.parse(stdout)).toEqual([true, [script, "--json", "a b", ""], null]);
  });

  test("keeps the exit status", async () => {
    expect((await launch(node, program("process.exit(7);")).finished).code).toBe(7);
  });

  test("keeps the signal that ended the program", async () => {
    const { signal } = await launch(
      node,
      program(`process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);`),
    ).finished;
    expect(signal).toBe("SIGKILL");
  });

  test("passes on input and output", async () => {
    const { child, finished } = launch(node, program("process.stdin.pipe(process.stdout);"));
    child.stdin?.end("typed");
    expect((await finished).stdout).toBe("typed");
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("passes on %s", async (signal) => {
    const script = program(`
      process.once("${signal}", () => { console.log("got it"); process.exit(3); });
      setInterval(() => {}, 1000);
      console.log("ready");`);
    const { child, said, finished } = launch(node, script);
    await eventually(() => said.stdout.includes("ready"));
    child.kill(signal);
    expect(await finished).toMatchObject({ code: 3, stdout: "ready\ngot it\n" });
  });

  test("opens no debugger at SIGUSR1", async () => {
    const script = program(`
      import inspector from "node:inspector";
      process.kill(process.pid, "SIGUSR1");
      process.stdin.once("end", () => console.log(inspector.url() ?? "closed")).resume();
      console.log("ready");`);
    const { child, said, finished } = launch(node, script);
    await eventually(() => said.stdout.includes("ready"));
    child.kill("SIGUSR1");
    await sleep(500);
    child.stdin?.end();
    expect(await finished).toMatchObject({ code: 0, stdout: "ready\nclosed\n", stderr: "" });
  });

  test("leaves no program behind when it is killed", async () => {
    const script = program("setInterval(() => {}, 1000); console.log(process.pid);");
    const { child, said } = launch(node, script);
    await eventually(() => said.stdout.includes("\n"));
    const pid = Number(said.stdout);
    child.kill("SIGKILL");
    expect(await eventually(() => !isAlive(pid))).toBe(true);
  });

  test("works through a link, from any directory", async () => {
    const link = path.join(dir, `tocsin-${path.basename(path.dirname(node))}-${majorOf(node)}`);
    fs.symlinkSync(path.join(root, "bin/tocsin.js"), link);
    const { status, stdout } = spawnSync(node, [link, "--help"], { cwd: "/", encoding: "utf8" });
    expect({ status, first: stdout.split("\n")[0] }).toEqual({
      status: 0,
      first: "Usage: bin/tocsin.js COMMAND [ARGUMENT]...",
    });
  });
});

test("a program under npm ends when npm is killed", async () => {
  // npm runs the script in a shell, which stands for npm here.
  const script = program("setInterval(() => {}, 1000); console.log(process.pid);");
  const npm = spawn(
    "/bin/sh",
    ["-c", '"$@" & wait', "sh", process.execPath, path.join(root, "bin/launch.js"), script],
    {
      env: { ...process.env, npm_lifecycle_event: "start" },
    },
  );
  const { said } = watch(npm);
  await eventually(() => said.stdout.includes("\n"));
  const pid = Number(said.stdout);
  npm.kill("SIGKILL");
  expect(await eventually(() => !isAlive(pid))).toBe(true);
});
