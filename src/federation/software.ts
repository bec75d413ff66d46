import fs from "node:fs";

const manifest = JSON.parse(fs.readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  name: string;
  version: string;
};

export const software = { name: manifest.name, version: manifest.version };

/** Names the server, so that an operator who sees our requests knows whom to ask. */
export function userAgent(origin: string): string {
  return `${software.name}/${software.version} (+${origin}/)`;
}
