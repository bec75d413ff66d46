import fs from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";

// Databases are made and dropped by the hundred, and none has to outlive the run: where there is memory for them, they never see a disk.
const memory = "/dev/shm";
const enough = 4 * 2 ** 30;
const isFree = fs.existsSync(memory) && fs.statfsSync(memory).bavail * fs.statfsSync(memory).bsize > enough;
if (isFree) process.env["TMPDIR"] ??= memory;

// Commands and servers that tests start read the code that an earlier one has compiled.
process.env["NODE_COMPILE_CACHE"] ??= path.join(import.meta.dirname, "node_modules/.cache/compiled");

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/support/global-setup.ts",
    // Two files at a time: more of them only wait for each other on a small machine.
    maxWorkers: 2,
    // What one file loads stands for the next: loading the server takes longer than most files of tests.
    isolate: false,
    // Machines are noisy, and tests start servers and browsers.
    testTimeout: 60_000,
    // Real faults at random moments, on whatever machine CI has: what fails must fail twice.
    retry: process.env["CI"] ? 1 : 0,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
