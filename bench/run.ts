// npm run bench NAME: one file a figure, the limit and ours side by side in one run.
import fs from "node:fs";

const names = fs.readdirSync(import.meta.dirname).flatMap((file) => file.match(/^([\w-]+)\.ts$/)?.[1] ?? []);
const known = names.filter((name) => name !== "run");
const [name = ""] = process.argv.splice(2, 1);
if (!known.includes(name)) {
  console.error(`Usage: npm run bench NAME, where NAME is one of: ${known.join(", ")}`);
  process.exit(2);
}
await import(`./${name}.ts`);
