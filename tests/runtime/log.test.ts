import { generateKeyPairSync } from "node:crypto";
import { getLogger } from "@logtape/logtape";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { configureLog, logger } from "../../src/log.ts";

let lines: string[] = [];

beforeEach(() => {
  lines = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

test("a record is one line with time, level and category", () => {
  configureLog("info");
  logger("delivery").info("Gave up on {host}.", { host: "example.org" });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /^\d{4}-\d\d-\d\dT[\d:.]+Z \[INF\] tocsin\.delivery: Gave up on example\.org\.\n$/,
  );
});

test("text of a stranger's making can neither start a line nor steer the terminal", () => {
  configureLog("info");
  logger("inbox").warn("Refused {id}", { id: "a\n2026 [INF] forged\u001B[2J\u202Eb\r\u2028c" });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u202E]/u);
});

test("one line stays short, however large the object in it", () => {
  configureLog("info");
  logger("inbox").warn("Refused {document}", { document: "x".repeat(100_000) });
  expect(lines[0]?.length).toBeLessThan(2100);
});

test("no private key is written, as PEM or as JWK", () => {
  configureLog("debug");
  for (const [type, options] of [
    ["rsa", { modulusLength: 2048 }],
    ["ed25519", {}],
  ] as const) {
    const { privateKey } = generateKeyPairSync(type as "rsa", options as { modulusLength: number });
    const jwk = privateKey.export({ format: "jwk" });
    const pem = privateKey.export({ format: "pem", type: "pkcs8" }) as string;
    logger("keys").error("{jwk} {text} {pem} {nested}", {
      jwk,
      text: JSON.stringify(jwk),
      pem,
      nested: { key: { jwk, pem } },
    });
    logger("keys").error("{error}", { error: new Error(`cannot read ${pem} or ${JSON.stringify(jwk)}`) });
    const written = lines.join("");
    const secrets = [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi, ...pem.split("\n").slice(1, -2)];
    const leaked = secrets.filter((secret) => secret && written.includes(secret.slice(0, 20)));
    expect(leaked).toEqual([]);
    expect(written).toContain("[private key]");
  }
});

test("Fedify's records come through, its talk about each request only at debug", () => {
  configureLog("info");
  getLogger(["fedify", "federation"]).info("GET /");
  getLogger(["fedify", "federation"]).error("Something broke.");
  expect(lines).toHaveLength(1);
  configureLog("debug");
  getLogger(["fedify", "federation"]).debug("GET /");
  expect(lines).toHaveLength(2);
});

test("what is below the level is not written", () => {
  configureLog("error");
  logger("inbox").warn("Refused.");
  expect(lines).toEqual([]);
});
