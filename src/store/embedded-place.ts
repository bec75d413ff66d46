import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** The user PostgreSQL runs as, where it is not ours: it refuses to be root. */
export interface Owner {
  uid?: number;
  gid?: number;
}

export interface Place {
  dir: string;
  pgdata: string;
  owner: Owner;
}

/** The directory of the embedded database, and who owns it. Run as root, that is another user, and maybe another place. */
export function findPlace(wish: string): Place {
  if (process.platform !== "linux" && process.platform !== "darwin") {
    throw new Error(
      "The embedded PostgreSQL runs on Linux and macOS: use WSL, or set DATABASE_URL to a PostgreSQL server.",
    );
  }
  const wished = place(path.resolve(wish), {});
  if (process.getuid?.() !== 0) {
    fs.mkdirSync(wished.dir, { recursive: true, mode: 0o700 });
    return wished;
  }
  return findPlaceAsRoot(wished.dir);
}

function place(dir: string, owner: Owner): Place {
  return { dir, pgdata: path.join(dir, "data"), owner };
}

function findPlaceAsRoot(wished: string): Place {
  // Named after the wish, so that two sites on one machine never meet in one database.
  const hash = createHash("sha256").update(wished).digest("hex").slice(0, 16);
  const fallback = path.join("/var/lib/tocsin", hash);
  for (const dir of [wished, fallback]) {
    const made = fs.statSync(place(dir, {}).pgdata, { throwIfNoEntry: false });
    if (made) return enterable(place(dir, { uid: made.uid, gid: made.gid }));
  }
  const owner = unprivilegedUser();
  make(wished, owner);
  if (canEnter(wished, owner)) return place(wished, owner);
  fs.rmdirSync(wished);
  make(fallback, owner);
  return place(fallback, owner);
}

/** What was restored may lie where its owner, who is not root, does not get in. @throws with the way out */
function enterable(found: Place): Place {
  const { dir, pgdata, owner } = found;
  if (owner.uid === 0) {
    throw new Error(
      `The database in ${pgdata} belongs to root, and PostgreSQL cannot run as root: give it back to who had it, ` +
        `such as with "chown -R postgres ${dir}".`,
    );
  }
  if (canEnter(pgdata, owner)) return found;
  throw new Error(
    `The database in ${dir} belongs to user ${owner.uid}, who cannot enter there, since a folder above is closed to others: ` +
      "move DATA_DIR out of it, to /var/lib/tocsin say, or open that folder with chmod o+x.",
  );
}

/** Parents get a mode that lets the owner pass through and nobody list them. */
function make(dir: string, { uid, gid }: Required<Owner>): void {
  fs.mkdirSync(path.dirname(dir), { recursive: true, mode: 0o711 });
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  fs.chownSync(dir, uid, gid);
}

function canEnter(dir: string, owner: Owner): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", dir], { ...owner, cwd: "/" }).status === 0;
}

/** initdb wants its user to have a name. */
function unprivilegedUser(): Required<Owner> {
  const rows = fs
    .readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of ["postgres", "nobody"]) {
    const row = rows.find((each) => each[0] === name);
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw new Error(
    "PostgreSQL cannot run as root, and there is no user postgres or nobody: start as another user, or set DATABASE_URL.",
  );
}
