import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createKeys, listKeys, openSecretKey } from "../../src/store/keys.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";

let database: TestDatabase;
let dir: string;
let file: string;

beforeAll(async () => {
  database = await testDatabase();
  dir = temporaryDirectory();
  file = path.join(dir, "secret.key");
});
afterAll(async () => {
  await database.drop();
  removeDirectory(dir);
});

it("the secret key is made at the first start, for its owner alone, and stays the same", async () => {
  const made = await openSecretKey(database.sql, file);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(await openSecretKey(database.sql, file)).toEqual(made);
});

it("keys open with the secret they were made with, and the private half is a JWE", async () => {
  await createKeys(database.sql, await openSecretKey(database.sql, file));
  const [rsa, ed25519] = await listKeys(database.sql, "group", await openSecretKey(database.sql, file));
  expect(rsa).toMatchObject({ algorithm: "RSASSA-PKCS1-v1_5", privateJwk: { kty: "RSA" } });
  expect(ed25519).toMatchObject({ algorithm: "Ed25519", privateJwk: { kty: "OKP" } });
  const [stored] = await database.sql<{ jwe: string }[]>`select private_jwe as jwe from signing_key limit 1`;
  expect(stored!.jwe.split(".")).toHaveLength(5);
});

it("a lost secret key stops the start instead of being replaced", async () => {
  fs.renameSync(file, `${file}.lost`);
  await expect(openSecretKey(database.sql, file)).rejects.toThrow("Put it back");
  expect(fs.existsSync(file)).toBe(false);
});

it("another secret key stops the start and says why", async () => {
  fs.writeFileSync(file, Buffer.alloc(32, 7).toString("base64"));
  await expect(openSecretKey(database.sql, file)).rejects.toThrow("do not open with this SECRET_KEY_FILE");
  fs.writeFileSync(file, "short");
  await expect(openSecretKey(database.sql, file)).rejects.toThrow("does not hold 32 bytes");
});
