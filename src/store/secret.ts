import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** 32 bytes that encrypt the private keys at rest. They live in a file of their own, never in the database. */
export type SecretKey = Uint8Array & { readonly brand?: "SecretKey" };

/** Reads the secret key file, and makes it (mode 600) where there is none. @throws when it holds no 32 bytes. */
export function readSecretKey(file: string): SecretKey {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(file, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unusable(file, error);
  }
  const key = Buffer.from(read(file).trim(), "base64");
  if (key.length !== 32) throw new Error(`SECRET_KEY_FILE: ${file} does not hold 32 bytes in base64.`);
  return key;
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw unusable(file, error);
  }
}

const unusable = (file: string, error: unknown) =>
  new Error(
    `SECRET_KEY_FILE (it is in DATA_DIR by default): ${file} cannot be used: ${(error as Error).message}`,
    {
      cause: error,
    },
  );
