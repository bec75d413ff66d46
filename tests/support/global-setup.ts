import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../../src/store/embedded.ts";
import { migrate } from "../../src/store/migrate.ts";
import { connect } from "../../src/store/sql.ts";
import { explainMissingChromium } from "./chromium.ts";
import { addressOf } from "./database.ts";

declare module "vitest" {
  export interface ProvidedContext {
    adminUrl: string;
    template: string;
  }
}

/** One throwaway PostgreSQL for the whole run, with a migrated database that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startServer();
  const template = `tocsin_template_${process.pid}`;
  try {
    await makeTemplate(url, template);
  } catch (error) {
    await stop();
    throw error;
  }
  explainMissingChromium();
  project.provide("adminUrl", url);
  project.provide("template", template);
  return async () => {
    const admin = connect(url, { max: 1 });
    await admin.unsafe(`drop database ${template} with (force)`);
    await admin.end();
    await stop();
  };
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { url, stop: async () => {} };
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tocsin-test-"));
  // Run as root, PostgreSQL belongs to another user, who must pass through.
  fs.chmodSync(dir, 0o711);
  const embedded = await startEmbedded(path.join(dir, "postgresql"), { throwaway: true });
  return {
    url: embedded.url,
    async stop() {
      await embedded.release();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function makeTemplate(url: string, template: string): Promise<void> {
  const admin = connect(url, { max: 1 });
  await admin.unsafe(`create database ${template}`);
  await admin.end();
  const sql = connect(addressOf(url, template), { max: 1 });
  await migrate(sql);
  await sql.end();
}
