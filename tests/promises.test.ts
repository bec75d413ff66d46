import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.join(import.meta.dirname, "..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const rows = [...read("docs/security.md").matchAll(/^\| (A\d+) \| .* \| (.*) \|$/gm)];

describe("docs/security.md", () => {
  it("lists all twenty-seven promises about the inbox", () => {
    expect(rows.map(([, number]) => number)).toEqual(Array.from({ length: 27 }, (_, at) => `A${at + 1}`));
  });

  it.for(rows.map(([, number, files]) => [number!, files!] as const))(
    "%s has its test where it says",
    ([number, files]) => {
      for (const [, file] of files.matchAll(/`(.*?)`/g)) {
        expect(read(file!)).toMatch(
          new RegExp(`(describe|it|test)(\\.for\\([^)]*\\))?\\(\\s*["'\`]${number}\\. `),
        );
      }
    },
  );
});

describe("the deliveries", () => {
  it("have a test for each of their thirteen promises", () => {
    const dir = path.join(root, "tests/delivery");
    const all = fs.readdirSync(dir).map((file) => fs.readFileSync(path.join(dir, file), "utf8"));
    const missing = Array.from({ length: 13 }, (_, at) => `B${at + 1}`).filter(
      (number) => !all.some((text) => new RegExp(`["'\`]${number}\\. `).test(text)),
    );
    expect(missing).toEqual([]);
  });
});
