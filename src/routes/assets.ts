import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Context, Hono } from "hono";
import { NotFound } from "../errors.ts";
import { accents, defaultAccent } from "../text/colour.ts";

interface Asset {
  path: string;
  text: string;
}

/** A file with what it imports put in its place: a browser would ask for each of them anew. */
function readWhole(file: string): string {
  return readFileSync(file, "utf8").replace(/^@import "(.+)";$/gm, (_, name: string) =>
    readWhole(join(dirname(file), name)),
  );
}

/** The files of views/FOLDER by their names, read once: a new version comes with a new server, and has a new address. */
function load(folder: string, extension: string): Map<string, Asset> {
  const at = join(import.meta.dirname, "../views", folder);
  const names = readdirSync(at)
    .filter((file) => file.endsWith(`.${extension}`))
    .map((file) => file.slice(0, -extension.length - 1));
  return new Map(
    names.map((name) => {
      const text = readWhole(join(at, `${name}.${extension}`));
      return [name, { path: pathOf(name, text, extension), text }];
    }),
  );
}

function pathOf(name: string, text: string, extension: string): string {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return `/assets/${name}.${hash}.${extension}`;
}

const stylesheets = load("styles", "css");
const scripts = load("scripts", "js");

/** The address of views/styles/NAME.css. @throws where there is no such file. */
export function stylesheet(name: string): string {
  const sheet = stylesheets.get(name);
  if (!sheet) throw new Error(`There is no views/styles/${name}.css.`);
  return sheet.path;
}

/** The sheets of every public page, and of the members' side below its own. */
export function siteStylesheets(accent = defaultAccent): string[] {
  return [stylesheet("site"), ...(accent === defaultAccent ? [] : [accentSheet(accent).path])];
}

/** Made from the colour alone, which stands in its address: a page of yesterday finds the sheet of yesterday. */
function accentSheet(accent: string): Asset {
  const { light, dark } = accents(accent);
  const text = `@media screen{:root{--accent:${light}}}@media screen and (prefers-color-scheme:dark){:root{--accent:${dark}}}\n`;
  return { path: pathOf(`accent.${accent.slice(1)}`, text, "css"), text };
}

/** The address of views/scripts/NAME.js; the page needs `allowScript`, too. @throws where there is no such file. */
export function script(name: string): string {
  const found = scripts.get(name);
  if (!found) throw new Error(`There is no views/scripts/${name}.js.`);
  return found.path;
}

export function assetRoutes(): Hono {
  const app = new Hono();
  const answer = (c: Context, text: string, type: string) =>
    c.body(text, 200, {
      "Content-Type": `${type}; charset=utf-8`,
      "Cache-Control": "public, max-age=31536000, immutable",
    });
  const serve = (assets: Map<string, Asset>, type: string) => {
    for (const { path, text } of assets.values()) {
      app.get(path, (c) => {
        // Kept as bytes, and so compressed, as the pages that link it are.
        c.header("Surrogate-Key", "asset");
        return answer(c, text, type);
      });
    }
  };
  serve(stylesheets, "text/css");
  serve(scripts, "text/javascript");
  // Browsers ask for it where a page names no icon.
  app.get("/favicon.ico", (c) => c.body(null, 204, { "Cache-Control": "public, max-age=86400" }));
  app.get("/assets/:file{accent\\.[0-9a-f]{6}\\.[0-9a-f]{12}\\.css}", (c) => {
    const [, colour] = c.req.param("file").split(".");
    const { path, text } = accentSheet(`#${colour}`);
    if (path !== c.req.path) throw new NotFound(`${c.req.path} is of another version.`);
    return answer(c, text, "text/css");
  });
  return app;
}
