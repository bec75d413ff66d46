import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { fuzz, type FuzzResult } from "./run.ts";

let database: TestDatabase;
let result: FuzzResult;

beforeAll(async () => {
  database = await testDatabase();
  result = await fuzz({ seed: 1, count: 10_000, databaseUrl: database.url });
}, 300_000);
afterAll(() => database.drop());

describe("A21. ten thousand hostile documents", () => {
  it("A21. each gets one of the documented answers", () => {
    expect(result.failures).toEqual([]);
    expect(result.inputs).toBe(10_000);
    // All of them are reached, or the generator has gone blind.
    expect([...result.answers.keys()].sort()).toEqual(
      expect.arrayContaining(["202", "400", "401", "405", "413", "415"]),
    );
  });

  it("A21. the process lives, and nothing has been thrown in it", () => {
    expect(result.lives).toBe(true);
    expect(result.errors).toBe("");
  });

  it("A21. the event loop does not stall, and memory does not grow without end", () => {
    // A busy machine makes both look worse than they are: docs/security.md has the figures of a long run.
    expect(result.worst.busy).toBeLessThan(400);
    expect(result.outside).toBeLessThan(5000);
    expect(result.memory.at(-1)).toBeLessThan(700);
  });
});
