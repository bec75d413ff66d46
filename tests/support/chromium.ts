import fs from "node:fs";
import path from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const applications = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser for `describe.skipIf(!chromium)`; undefined where there is none. */
export const chromium: string | undefined = find();

/** For playwright's `launch`: a browser that shows nothing and asks nobody. */
export const chromiumFlags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Says once a run why browser tests are skipped. */
export function explainMissingChromium(): void {
  if (chromium) return;
  const reason = process.env.CHROMIUM
    ? `CHROMIUM=${process.env.CHROMIUM} does not exist`
    : "no Chromium was found";
  console.log(`Browser tests are skipped: ${reason}. Install chromium, or set CHROMIUM to its path.`);
}

function find(): string | undefined {
  if (process.env.CHROMIUM) return fs.existsSync(process.env.CHROMIUM) ? process.env.CHROMIUM : undefined;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...candidates, ...applications].find((candidate) => fs.existsSync(candidate));
}
