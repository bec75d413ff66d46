import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const folder = path.resolve(import.meta.dirname, "../../sql");
const list = "tests/store/migrations.sha256";

/** By name, the SHA-256 of each migration that stood on main, as `sha256sum` writes it. */
const frozen = new Map(
  fs
    .readFileSync(path.resolve(import.meta.dirname, "migrations.sha256"), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(/ +/).toReversed() as [name: string, hash: string]),
);
const names = fs.readdirSync(folder).filter((name) => name.endsWith(".sql"));
const hash = (name: string) =>
  createHash("sha256")
    .update(fs.readFileSync(path.join(folder, name)))
    .digest("hex");

describe("a migration that stood on main is frozen, since databases out there have it", () => {
  test.each([...frozen])("%s says what it said", (name, known) => {
    expect(names, `sql/${name} stood on main: put it back`).toContain(name);
    expect(hash(name), `sql/${name} stood on main: put it back as it was, and write a new one`).toBe(known);
  });
});

test("every migration is in the list of those that are frozen", () => {
  const missing = names.filter((name) => !frozen.has(name));
  const command = `(cd sql && sha256sum ${missing.join(" ")} >> ../${list})`;
  expect(missing, `once they are as they shall stand, and never change again: ${command}`).toEqual([]);
});
