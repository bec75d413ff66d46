import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CannotRun } from "./cannot-run.ts";
import { command } from "./command.ts";

const HOSTS = "/etc/hosts";
// Where Debian's libcurl and OpenSSL look for authorities; a program in C has no other switch that all its libraries obey.
export const AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

/**
 * Options of `unshare` for a world of its own: loopback alone for a network, own mounts, and own process numbers, so that
 * whatever is left running ends with the first process in it. An ordinary user needs a user namespace for that.
 */
function unshareOptions(): string[] {
  const user = process.getuid?.() === 0 ? [] : ["--user", "--map-current-user", "--keep-caps"];
  return [...user, "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"];
}

export async function requireNamespaces(): Promise<void> {
  for (const [tool, argument] of [
    ["openssl", "version"],
    ["ip", "-V"],
    ["unshare", "--version"],
  ] as const) {
    await command(tool, [argument]).catch(() => {
      throw new CannotRun(`there is no ${tool} here`);
    });
  }
  if (!existsSync(AUTHORITIES))
    throw new CannotRun(`there is no ${AUTHORITIES} here (package ca-certificates)`);
  await command("unshare", [...unshareOptions(), "ip", "link", "set", "lo", "up"]).catch((error: Error) => {
    throw new CannotRun(`no namespaces here: ${error.message.split("\n").at(-1)}`);
  });
}

/**
 * Starts Node on a script in a namespace. Killing the returned process with SIGKILL ends all that runs in there; its
 * standard input ends when we do.
 */
export function spawnInNamespace(script: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn("unshare", [...unshareOptions(), process.execPath, script, ...args], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "inherit", "inherit"],
  });
}

/** Called in the namespace: ends with whoever started it, of whom a pipe is all that can be seen from in there. */
export function endWithStarter(): void {
  process.stdin.once("end", () => process.exit(1)).resume();
  process.stdin.unref();
}

/** Called in the namespace: brings loopback up, gives `hosts` their names on it, and makes everyone trust `authorities`. */
export async function furnishNamespace(
  directory: string,
  hosts: string[],
  authorities: string,
): Promise<void> {
  const names = join(directory, "hosts");
  await writeFile(names, `127.0.0.1 localhost ${hosts.join(" ")}\n`);
  await command("ip", ["link", "set", "lo", "up"]);
  await command("mount", ["--bind", names, HOSTS]);
  await command("mount", ["--bind", authorities, AUTHORITIES]);
  // Shared memory is named by host or process number, both of which may be taken outside.
  await command("mount", ["-t", "tmpfs", "tmpfs", "/dev/shm"]);
}
