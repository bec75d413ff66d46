import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const document = read("ARCHITECTURE.md");

/** Paths below a folder, with "/" at the end of folders. */
function below(folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .map(
      (entry) =>
        path.relative(root, path.join(entry.parentPath, entry.name)) + (entry.isDirectory() ? "/" : ""),
    )
    .toSorted();
}

const sources = below("src").filter((file) => file.endsWith(".ts"));

/** Comments speak of what code does; only the code itself may be judged. */
const withoutComments = (text: string) => text.replace(/\/\*[^]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");

const sourcesWith = (pattern: RegExp) => sources.filter((file) => pattern.test(withoutComments(read(file))));

interface Import {
  specifier: string;
  /** `import type`, which leaves nothing at run time. */
  typeOnly: boolean;
}

const importPatterns = [
  /^\s*(?:import|export)\b([^;"'`]*)\bfrom\s+["']([^"']+)["']/gm,
  /^\s*import(\s+)["']([^"']+)["']/gm,
  /\bimport(\s*)\(\s*["'`]([^"'`]+)["'`]/g,
];

function importsOf(file: string): Import[] {
  const text = withoutComments(read(file));
  return importPatterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, names = "", specifier = ""]) => ({
      specifier,
      typeOnly: /^\s*type\b/.test(names),
    })),
  );
}

/** The row of the table that a file of src/ falls under: `store` for src/store/posts.ts, `app` for src/app.ts. */
function roomOf(file: string): string {
  const [, room = ""] = file.split("/");
  return room.replace(/\.ts$/, "");
}

interface Row {
  path: string;
  /** Rooms and packages by name; true where only their types may be imported. */
  rooms: Map<string, boolean>;
  packages: Map<string, boolean>;
}

const leaves = ["config", "errors", "log"];

function namesIn(cell: string): Map<string, boolean> {
  return new Map(
    [...cell.matchAll(/`([^`]+)`( \(types\))?/g)].map(([, name = "", types]) => [name, types !== undefined]),
  );
}

const table = new Map(
  [...document.matchAll(/^\| `(src\/[^`]+)` \|[^|]*\|([^|]*)\|([^|]*)\|$/gm)].map(
    ([, at = "", rooms = "", packages = ""]): [string, Row] => [
      roomOf(at),
      { path: at, rooms: namesIn(rooms), packages: namesIn(packages) },
    ],
  ),
);

/** Whether the row lets this import through: of a room of ours, of a package, or of Node's own modules. */
function allows(room: string, file: string, { specifier, typeOnly }: Import): boolean {
  const { rooms, packages } = table.get(room)!;
  if (specifier.startsWith(".")) {
    const target = roomOf(path.posix.join(path.posix.dirname(file), specifier));
    if (target === room || (leaves.includes(target) && room !== "text" && !leaves.includes(room)))
      return true;
    return rooms.get(target) === false || (typeOnly && rooms.has(target));
  }
  const name = [...packages.keys()].find(
    (each) => specifier === each || specifier.startsWith(`${each}/`) || specifier.startsWith(`${each}:`),
  );
  return name !== undefined && (typeOnly || packages.get(name) === false);
}

describe("ARCHITECTURE.md", () => {
  /** What the text sets as code, in blocks or between words, and what in it looks like a path. */
  const code = [...document.matchAll(/```[^]*?```|`[^`\n]+`/g)].map(([text]) => text).join("\n");
  const named = [
    ...code.matchAll(/[\w.@/-]+\/(?![\w.])|[\w./-]*\w\.(?:ts|js|json|sql|md|css)\b(?::\w+)?/g),
  ].map(([name]) => name);
  const placesOf = (name: string) => [name, `src/${name}`].filter((at) => fs.existsSync(path.join(root, at)));

  test("names files and folders by the dozen, so that the next tests have something to hold", () => {
    expect(named.length).toBeGreaterThan(50);
    expect(table.size).toBeGreaterThan(10);
  });

  test("names no file or folder that is gone", () => {
    // Within a folder's own row its files go by their names alone.
    const inFolders = new Set(below("src").map((file) => path.basename(file)));
    const gone = named
      .map((name) => name.split(":")[0]!)
      .filter((name) => placesOf(name).length === 0 && (name.includes("/") || !inFolders.has(name)));
    expect(gone).toEqual([]);
  });

  test("names no function that is gone", () => {
    const functions = named.filter((name) => name.includes(":"));
    expect(functions.length).toBeGreaterThan(10);
    const gone = functions.filter((name) => {
      const [file = "", exported = ""] = name.split(":");
      const [at] = placesOf(file);
      const declared = new RegExp(`^export (async )?(function|const) ${exported}\\b`, "m");
      return at === undefined || !declared.test(read(at));
    });
    expect(gone).toEqual([]);
  });

  test("leaves out no folder of src/, and no file that lies in src/ itself", () => {
    const [shallow, depth] = [below("src"), (file: string) => file.replace(/\/$/, "").split("/").length];
    const wanted = shallow.filter((at) => depth(at) === 2 || (depth(at) === 3 && at.endsWith("/")));
    expect(wanted.filter((at) => !named.includes(at))).toEqual([]);
  });

  test("leaves out no folder of tests/", () => {
    const folders = below("tests").filter((at) => at.endsWith("/"));
    expect(folders.filter((at) => !named.includes(at))).toEqual([]);
  });

  test("has at most 200 lines", () => {
    expect(document.split("\n").length).toBeLessThanOrEqual(200);
  });
});

describe("the table of folders", () => {
  test.each([...new Set(sources.map(roomOf))])("%s imports nothing that its row does not name", (room) => {
    expect(table.has(room)).toBe(true);
    const through = sources
      .filter((file) => roomOf(file) === room)
      .flatMap((file) => importsOf(file).map((each) => ({ file, ...each })))
      .filter((each) => !allows(room, each.file, each))
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    expect(through).toEqual([]);
  });

  test("names no package that its folder does not use", () => {
    const unused = [...table].flatMap(([room, { packages }]) => {
      const used = sources.filter((file) => roomOf(file) === room).flatMap(importsOf);
      return [...packages.keys()]
        .filter((name) => !used.some(({ specifier }) => specifier.startsWith(name)))
        .map((name) => `${room}: ${name}`);
    });
    expect(unused).toEqual([]);
  });

  test("Markdown is rendered in the thread of rendering/ alone, but for short texts of others", () => {
    const importers = (target: string) =>
      sources.filter((file) =>
        importsOf(file).some(
          ({ specifier, typeOnly }) =>
            !typeOnly && path.posix.join(path.posix.dirname(file), specifier) === target,
        ),
      );
    expect(importers("src/text/markdown.ts")).toEqual(["src/text/remote-text.ts", "src/text/render.ts"]);
    expect(importers("src/text/render.ts")).toEqual(["src/rendering/thread.ts"]);
    expect(importers("src/rendering/thread.ts")).toEqual([]);
  });

  /** What .oxlintrc.json forbids to the files of a room: the rooms named in its patterns, and whether types may pass. */
  function forbiddenByLinter(at: string): Map<string, boolean> {
    const { overrides } = JSON.parse(read(".oxlintrc.json")) as {
      overrides: { files: string[]; rules: Record<string, unknown> }[];
    };
    const rules = overrides.filter(({ files }) => files.includes(at.endsWith("/") ? `${at}**` : at));
    const forbidden = rules.flatMap(({ rules }) => {
      const [, options] = (rules["no-restricted-imports"] ?? []) as [string?, LinterOptions?];
      return (options?.patterns ?? []).flatMap(({ group, allowTypeImports = false }) =>
        group.map((pattern): [string, boolean] => [
          /(\w+)(\/\*\*|\.ts)$/.exec(pattern)?.[1] ?? pattern,
          allowTypeImports,
        ]),
      );
    });
    return new Map(forbidden);
  }

  interface LinterOptions {
    patterns: { group: string[]; allowTypeImports?: boolean }[];
  }

  test.each([...table].filter(([, { path }]) => path.endsWith("/") && path !== "src/cli/"))(
    "the linter forbids %s what its row does not name, and no more",
    (room, row) => {
      const forbidden = forbiddenByLinter(row.path);
      const others = [...table.keys()].filter((other) => other !== room);
      const open = others.filter((other) => forbidden.get(other) === undefined).toSorted();
      const openToTypes = others.filter((other) => forbidden.get(other) === true).toSorted();
      const named = (types: boolean) =>
        [...row.rooms].filter(([, only]) => only === types).map(([name]) => name);
      expect(open).toEqual([...named(false), ...(room === "text" ? [] : leaves)].toSorted());
      expect(openToTypes).toEqual(named(true).toSorted());
    },
  );
});

describe("the walls", () => {
  test("no file has more lines than a reader keeps in mind: 300, and 400 in tests", () => {
    const files = [...below("src"), ...below("bin"), ...below("tests")].filter((file) =>
      /\.(ts|js)$/.test(file),
    );
    const long = files.filter(
      (file) => read(file).split("\n").length - 1 > (file.startsWith("tests/") ? 400 : 300),
    );
    expect(long).toEqual([]);
  });

  test("only config.ts reads the environment", () => {
    expect(
      sourcesWith(/\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\s*\[|\benv\b[^;]*\bfrom\s+"(node:)?process"/),
    ).toEqual(["src/config.ts"]);
  });

  test("only store/ writes SQL", () => {
    const tagged =
      /\b(sql|tx)\s*(<[^;`]*>)?\s*`|[\w>)]`\s*(select|insert into|update|delete from|with)\s|\.unsafe\(/;
    const writing = sourcesWith(tagged);
    expect(writing.length).toBeGreaterThan(10);
    expect(writing.filter((file) => !file.startsWith("src/store/"))).toEqual([]);
  });

  test("only one function puts HTML into a page unescaped", () => {
    expect(sourcesWith(/\{[^}]*\braw\b[^}]*\}\s*from\s+"hono\/|\*\s+as\s+\w+\s+from\s+"hono\/html"/)).toEqual(
      ["src/views/html.ts"],
    );
  });

  test("package-lock.json names no host that packages are fetched from", () => {
    const { packages } = JSON.parse(read("package-lock.json")) as {
      packages: Record<string, { resolved?: string; version: string; integrity?: string }>;
    };
    const { "": project, ...locked } = packages;
    expect(project).toBeDefined();
    expect(Object.keys(locked).length).toBeGreaterThan(50);
    const tied = Object.entries(locked).filter(
      ([, { resolved, version, integrity }]) => resolved !== undefined || version.includes("/") || !integrity,
    );
    expect(tied).toEqual([]);
  });
});
