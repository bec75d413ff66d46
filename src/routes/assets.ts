import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";

interface Stylesheet {
  path: string;
  text: string;
}

const folder = join(import.meta.dirname, "../views/styles");

/** Read once: a new version of a style sheet comes with a new version of the server, and has a new address. */
const stylesheets = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith(".css"))
    .map((file) => [file.slice(0, -".css".length), load(file)]),
);

function load(file: string): Stylesheet {
  const text = readFileSync(join(folder, file), "utf8");
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return { path: `/assets/${file.replace(/css$/, `${hash}.css`)}`, text };
}

/** The address of views/styles/NAME.css. @throws where there is no such file. */
export function stylesheet(name: string): string {
  const sheet = stylesheets.get(name);
  if (!sheet) throw new Error(`There is no views/styles/${name}.css.`);
  return sheet.path;
}

export function assetRoutes(): Hono {
  const app = new Hono();
  for (const { path, text } of stylesheets.values()) {
    app.get(path, (c) =>
      c.body(text, 200, {
        "Content-Type": "text/css; charset=utf-8",
        "Cache-Control": "public, max-age=31536000, immutable",
      }),
    );
  }
  return app;
}
