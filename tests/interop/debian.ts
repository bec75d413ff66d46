import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CannotRun } from "./cannot-run.ts";
import { command } from "./command.ts";

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
// An update fetches one index of about 9 MB, from whatever mirror the machine has.
const FETCH_LIMIT_MS = 120_000;

/**
 * Downloads a package of the backports of this Debian release, with whatever it depends on that is missing here, and unpacks
 * it all under `directory`. Nothing is installed: apt keeps its lists and archives of this run in `directory` too.
 * Returns the directory that stands for `/`.
 */
export async function unpackFromBackports(name: string, directory: string): Promise<string> {
  const codename = await debianCodename();
  const root = join(directory, "root");
  for (const path of ["root", "lists/partial", "archives/partial"])
    await mkdir(join(directory, path), { recursive: true });
  const sources = join(directory, "backports.sources");
  await writeFile(sources, sourceList(await debianMirror(codename), codename));

  const options = Object.entries({
    "Dir::Etc::sourcelist": sources,
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::State::lists": join(directory, "lists"),
    "Dir::Cache": directory,
    "Dir::Cache::archives": join(directory, "archives"),
    "Acquire::Languages": "none",
    // dpkg's lock is for those who install, and root's.
    "Debug::NoLocking": "true",
    "Acquire::Retries": "1",
  }).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
  const install = ["install", "--yes", "--download-only", "--no-install-recommends"];
  try {
    await command("apt-get", [...options, "update"], { timeout: FETCH_LIMIT_MS });
    await command("apt-get", [...options, ...install, `--target-release=${codename}-backports`, name], {
      timeout: FETCH_LIMIT_MS,
    });
  } catch (error) {
    throw new CannotRun(`${name} could not be had from ${codename}-backports: ${lastLine(error)}`);
  }
  const archives = (await readdir(join(directory, "archives"))).filter((file) => file.endsWith(".deb"));
  for (const archive of archives)
    await command("dpkg-deb", ["--extract", join(directory, "archives", archive), root]);
  return root;
}

/** The environment in which a program under `root` finds the libraries that were unpacked beside it. */
export async function libraryPath(root: string): Promise<string> {
  const paths: string[] = [];
  for (const parent of ["usr/lib", "lib"]
    .map((path) => join(root, path))
    .filter((path) => existsSync(path))) {
    for (const triplet of await readdir(parent))
      if (triplet.includes("-linux-")) paths.push(join(parent, triplet));
  }
  return paths.join(":");
}

async function debianCodename(): Promise<string> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  const codename = /^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1];
  if (!/^ID=debian$/m.test(release) || codename === undefined)
    throw new CannotRun("this is not a Debian release");
  return codename;
}

/** The mirror this machine's own sources name for Debian, in whichever of apt's formats they are written. */
async function debianMirror(codename: string): Promise<string> {
  const format = "$(SITE) $(RELEASE) $(COMPONENT)";
  const targets = await command("apt-get", [
    "indextargets",
    "--format",
    format,
    "Created-By: Packages",
  ]).catch(() => "");
  const sites = targets.split("\n").map((line) => line.split(" "));
  // Other archives use Debian's codenames for suites of their own; only Debian itself has the -updates suite.
  for (const suite of [`${codename}-updates`, codename]) {
    const site = sites.find(([, release, component]) => release === suite && component === "main")?.[0];
    if (site) return site;
  }
  throw new CannotRun(`apt's sources name no mirror of ${codename}`);
}

function sourceList(mirror: string, codename: string): string {
  const lines = [
    "Types: deb",
    `URIs: ${mirror}`,
    `Suites: ${codename} ${codename}-backports`,
    "Components: main",
  ];
  if (existsSync(KEYRING)) lines.push(`Signed-By: ${KEYRING}`);
  return `${lines.join("\n")}\n`;
}

function lastLine(error: unknown): string {
  return (
    String(error instanceof Error ? error.message : error)
      .trim()
      .split("\n")
      .at(-1) ?? ""
  );
}
