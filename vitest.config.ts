import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/support/global-setup.ts",
    // Two files at a time: more of them only wait for each other on a small machine.
    maxWorkers: 2,
    // Machines are noisy, and tests start servers and browsers.
    testTimeout: 60_000,
    // Real faults at random moments, on whatever machine CI has: what fails must fail twice.
    retry: process.env["CI"] ? 1 : 0,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
