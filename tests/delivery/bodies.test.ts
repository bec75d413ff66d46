import { afterAll, beforeAll, expect, test } from "vitest";
import { createBodies } from "../../src/federation/delivery/attempt.ts";
import type { Renderer } from "../../src/federation/activities.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test("an activity is rendered once for all its inboxes, also between others; only the last 64 are kept", async () => {
  const bodyOf = createBodies({ sql: database.sql } as unknown as Renderer);
  const [first, second] = [bodyOf("first"), bodyOf("second")];
  expect(bodyOf("first")).toBe(first);
  expect(bodyOf("second")).toBe(second);
  const others = Array.from({ length: 63 }, (_, at) => bodyOf(`other ${at}`));
  expect(bodyOf("second")).toBe(second);
  expect(bodyOf("first")).not.toBe(first);
  // None of them was ever published: there is nothing to say.
  expect(await Promise.all([first, second, ...others])).toEqual(Array.from({ length: 65 }));
});
