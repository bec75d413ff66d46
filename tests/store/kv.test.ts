import { setTimeout as sleep } from "node:timers/promises";
import type { KvKey, KvStore, KvStoreListEntry } from "@fedify/fedify";
import "temporal-polyfill/global";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKvStore, removeExpired } from "../../src/store/kv.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let kv: KvStore;

beforeAll(async () => {
  database = await testDatabase();
  kv = createKvStore(database.sql);
});
afterAll(() => database.drop());

async function listAll(prefix?: KvKey): Promise<KvStoreListEntry[]> {
  const entries: KvStoreListEntry[] = [];
  for await (const entry of kv.list(prefix)) entries.push(entry);
  return entries;
}

const moment = { ttl: Temporal.Duration.from({ milliseconds: 50 }) };
const day = { ttl: Temporal.Duration.from({ days: 1, hours: 2, minutes: 30 }) };

describe("the store for what Fedify caches", () => {
  test("gives back what was set, whatever JSON it is", async () => {
    for (const value of [{ a: [1, "é", null] }, [], "text", 0, false, null]) {
      await kv.set(["json"], value);
      expect(await kv.get(["json"])).toEqual(value);
    }
  });

  test("tells JSON's null from an absent value", async () => {
    await kv.set(["null"], null);
    expect(await kv.get(["null"])).toBeNull();
    expect(await kv.get(["never set"])).toBeUndefined();
  });

  test("does not mistake a backslash and u0000 for the zero character", async () => {
    const value = String.raw`a \u0000 b`;
    await kv.set(["backslash"], value);
    expect(await kv.get(["backslash"])).toBe(value);
  });

  test("keeps a document with characters that jsonb refuses, replaced", async () => {
    await kv.set(["refused"], { "k\0": "a\0b\uD800c", emoji: "😀" });
    expect(await kv.get(["refused"])).toEqual({ "k\uFFFD": "a\uFFFDb\uFFFDc", emoji: "😀" });
  });

  test("keeps keys apart by their parts", async () => {
    await kv.set(["a", "b"], 1);
    await kv.set(["a,b"], 2);
    await kv.set(['a","b'], 3);
    expect([await kv.get(["a", "b"]), await kv.get(["a,b"]), await kv.get(['a","b'])]).toEqual([1, 2, 3]);
  });

  test("takes a URL too long for an index as a key", async () => {
    const long = `https://example.org/${Array.from({ length: 2000 }, (_, n) => n).join("-")}`;
    await kv.set(["long", long], 1);
    await kv.set(["long", `${long}x`], 2);
    expect([await kv.get(["long", long]), await kv.get(["long", `${long}x`])]).toEqual([1, 2]);
  });

  test("forgets a value when its time is over, and its row when told to", async () => {
    await kv.set(["brief"], 1, moment);
    await kv.set(["lasting"], 1, day);
    await sleep(120);
    expect(await kv.get(["brief"])).toBeUndefined();
    expect(await kv.get(["lasting"])).toBe(1);
    expect(await removeExpired(database.sql)).toBe(1);
    expect(await kv.get(["lasting"])).toBe(1);
  });

  test("keeps a value for good when it is set anew without a time", async () => {
    await kv.set(["renewed"], 1, moment);
    await kv.set(["renewed"], 2);
    await sleep(120);
    expect(await kv.get(["renewed"])).toBe(2);
  });

  test("deletes one key and leaves those below it", async () => {
    await kv.set(["tree"], 1);
    await kv.set(["tree", "leaf"], 2);
    await kv.delete(["tree"]);
    expect([await kv.get(["tree"]), await kv.get(["tree", "leaf"])]).toEqual([undefined, 2]);
  });

  test("lists all entries under a prefix, beyond one page, without expired ones", async () => {
    const leaves = Array.from({ length: 250 }, (_, n) => String(n).padStart(3, "0"));
    for (const leaf of leaves) await kv.set(["list", leaf], leaf);
    await kv.set(["list", "expired"], 1, moment);
    await kv.set(["listed"], 1);
    await sleep(120);
    const found = await listAll(["list"]);
    expect(found).toEqual(leaves.map((leaf) => ({ key: ["list", leaf], value: leaf })));
  });

  test("lists everything without a prefix", async () => {
    await kv.set(["first"], 1);
    const keys = (await listAll()).map(({ key }) => key[0]);
    expect(keys).toContain("first");
    expect(new Set(keys).size).toBeGreaterThan(1);
  });
});

describe("compare and swap", () => {
  const swap = (...args: Parameters<NonNullable<KvStore["cas"]>>) => kv.cas!(...args);

  test("sets a value only where there is none", async () => {
    expect(await swap(["cas", "new"], undefined, 1)).toBe(true);
    expect(await swap(["cas", "new"], undefined, 2)).toBe(false);
    expect(await kv.get(["cas", "new"])).toBe(1);
  });

  test("takes an expired value for none", async () => {
    await kv.set(["cas", "expired"], 1, moment);
    await sleep(120);
    expect(await swap(["cas", "expired"], 1, 2)).toBe(false);
    expect(await swap(["cas", "expired"], undefined, 3)).toBe(true);
    expect(await kv.get(["cas", "expired"])).toBe(3);
  });

  test("changes and deletes only the value that is expected", async () => {
    await kv.set(["cas", "old"], { b: 1, a: 2 });
    expect(await swap(["cas", "old"], { a: 1 }, 1)).toBe(false);
    expect(await swap(["cas", "old"], { a: 2, b: 1 }, null)).toBe(true);
    expect(await swap(["cas", "old"], 5, undefined)).toBe(false);
    expect(await swap(["cas", "old"], null, undefined)).toBe(true);
    expect(await kv.get(["cas", "old"])).toBeUndefined();
  });

  test("lets one of many win", async () => {
    const wins = await Promise.all(Array.from({ length: 20 }, (_, n) => swap(["cas", "race"], undefined, n)));
    expect(wins.filter(Boolean)).toHaveLength(1);
  });
});
