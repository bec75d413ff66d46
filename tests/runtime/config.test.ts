import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, loadConfig, readEnvironment } from "../../src/config.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { removeDirectory, root, runCli, temporaryDirectory } from "../support/process.ts";

describe("without any variable", () => {
  test("the server listens on localhost:3000 and keeps its data in the project", () => {
    expect(loadConfig({})).toMatchObject({
      origin: "http://localhost:3000",
      publicOrigin: false,
      host: "localhost",
      port: 3000,
      databaseUrl: undefined,
      dataDir: path.join(root, "data"),
      mediaDir: path.join(root, "data/media"),
      secretKeyFile: path.join(root, "data/secret.key"),
      role: "all",
      allowPrivateAddress: false,
      metricsToken: undefined,
      logLevel: "info",
    });
  });

  test("an empty value counts as absent", () => {
    const empty = { ORIGIN: "", HOST: "", PORT: "", DATABASE_URL: "", DATA_DIR: "", SECRET_KEY_FILE: "" };
    const { trustedProxies: _, ...config } = loadConfig({
      ...empty,
      ROLE: "",
      TRUSTED_PROXY: "",
      LOG_LEVEL: "",
    });
    expect(config).toMatchObject({ origin: "http://localhost:3000", role: "all", logLevel: "info" });
  });
});

test("the compose file passes on every documented variable that the image or itself does not set", () => {
  const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
  const documented = [...read("docs/configuration.md").matchAll(/^## (.*)$/gm)].flatMap(([, title]) =>
    [...title!.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name!),
  );
  expect(documented.length).toBeGreaterThan(12);
  const set = `${read("deploy/compose.yaml")}${read("deploy/Dockerfile")}`;
  const passed = documented.filter((name) => new RegExp(`\\b${name}(: |=)`).test(set));
  expect([...passed, "SECRET_KEY_FILE"].toSorted()).toEqual(documented.toSorted());
});

test("a DATA_DIR or a SECRET_KEY_FILE that cannot be used stops the start and is named", async () => {
  const dir = temporaryDirectory();
  const file = path.join(dir, "a-file");
  fs.writeFileSync(file, "");
  const below = path.join(file, "below");
  const { code, stderr } = await runCli(["serve"], { env: { DATA_DIR: below } });
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^DATA_DIR=.*\/below cannot be used: .*a-file.*\n$/),
  ]);
  expect(() => readSecretKey(below)).toThrow(/^SECRET_KEY_FILE .*\/below cannot be used: /);
  removeDirectory(dir);
});

describe("the server for mail", () => {
  const from = { MAIL_FROM: "desk@union.example" };

  test("is none by default, and needs TLS everywhere but on this machine", () => {
    expect(loadConfig(from).mail).toBeUndefined();
    const common = { user: undefined, password: undefined, from: "desk@union.example" };
    expect(loadConfig({ ...from, SMTP_URL: "smtp://mail.example" }).mail).toEqual({
      ...common,
      host: "mail.example",
      port: 587,
      secure: false,
      requireTls: true,
    });
    expect(loadConfig({ ...from, SMTP_URL: "smtps://a%40b:p%2Fw@mail.example" }).mail).toEqual({
      ...common,
      host: "mail.example",
      port: 465,
      secure: true,
      requireTls: true,
      user: "a@b",
      password: "p/w",
    });
    expect(loadConfig({ ...from, SMTP_URL: "smtp://localhost:25" }).mail).toMatchObject({
      port: 25,
      requireTls: false,
    });
  });

  test.each([
    "http://mail.example",
    "mail.example",
    "smtp://",
    "smtp://a:secret@mail.example/x",
    "smtps://a:%zzsecret@mail.example",
  ])("cannot be %s, and what is said of it names no password", (SMTP_URL) => {
    const load = () => loadConfig({ ...from, SMTP_URL });
    expect(load).toThrow(/SMTP_URL=… is not accepted/);
    expect(load).not.toThrow(/secret/);
  });

  test.each([undefined, "desk", "Desk <desk@union.example>", "a@b,c@d"])(
    "needs an address that mails come from: not %s",
    (MAIL_FROM) => {
      expect(() => loadConfig({ MAIL_FROM, SMTP_URL: "smtp://mail.example" })).toThrow(/MAIL_FROM/);
    },
  );
});

describe("the origin", () => {
  test("follows PORT where it is not given", () => {
    expect(loadConfig({ PORT: "8080" }).origin).toBe("http://localhost:8080");
  });

  test.each([
    ["https://example.org", "https://example.org", true],
    ["https://example.org/", "https://example.org", true],
    ["https://EXAMPLE.org:443", "https://example.org", true],
    ["https://news.example.org:8443", "https://news.example.org:8443", true],
    ["https://localhost", "https://localhost", false],
    ["https://site.local", "https://site.local", false],
    ["https://site.test", "https://site.test", false],
    ["https://intranet", "https://intranet", false],
    ["https://192.168.1.5", "https://192.168.1.5", false],
    ["https://[fd00::1]", "https://[fd00::1]", false],
    ["http://127.0.0.1:3000", "http://127.0.0.1:3000", false],
    ["http://[::1]:3000", "http://[::1]:3000", false],
    ["http://a.localhost:3000", "http://a.localhost:3000", false],
    ["http://abcdef.onion", "http://abcdef.onion", false],
  ])("%s is %s, and whether others reach it: %s", (ORIGIN, origin, publicOrigin) => {
    expect(loadConfig({ ORIGIN })).toMatchObject({ origin, publicOrigin });
  });

  test("may be plain http elsewhere only in a trial that allows private addresses", () => {
    const ORIGIN = "http://10.0.0.1:3000";
    expect(() => loadConfig({ ORIGIN })).toThrow(/ORIGIN/);
    expect(loadConfig({ ORIGIN, ALLOW_PRIVATE_ADDRESS: "true" }).origin).toBe(ORIGIN);
  });
});

describe("the onion service", () => {
  const onion = `http://${"a2".repeat(28)}.onion`;

  test("is none, or an address of version 3", () => {
    expect(loadConfig({}).onionOrigin).toBeUndefined();
    for (const ONION_ORIGIN of [onion, `${onion}:8080`, onion.replace("http", "https")]) {
      expect(loadConfig({ ONION_ORIGIN: `${ONION_ORIGIN}/` }).onionOrigin).toBe(ONION_ORIGIN);
    }
  });

  test.each(["http://abcdef.onion", "http://example.org", `${onion}/path`, `${onion}.example.org`, "onion"])(
    "is not %s",
    (ONION_ORIGIN) => expect(() => loadConfig({ ONION_ORIGIN })).toThrow(/^ONION_ORIGIN=/),
  );
});

test("a file .env is read where present, and the environment wins, also with an empty value", () => {
  const dir = temporaryDirectory();
  const file = path.join(dir, ".env");
  expect(readEnvironment(file, { PORT: "1" })).toEqual({ PORT: "1" });
  fs.writeFileSync(file, 'PORT=8080\nROLE=web\nHOST="::1" # loopback\n');
  const config = loadConfig(readEnvironment(file, { ROLE: "worker", HOST: "" }));
  removeDirectory(dir);
  expect(config).toMatchObject({ port: 8080, role: "worker", host: "localhost" });
});

test("a token for the metrics is taken as it is, and an empty one is none", () => {
  expect(loadConfig({ METRICS_TOKEN: "Zm9yLXRoZS1zY3JhcGVy+/=" }).metricsToken).toBe(
    "Zm9yLXRoZS1zY3JhcGVy+/=",
  );
  expect(loadConfig({ METRICS_TOKEN: "" }).metricsToken).toBeUndefined();
});

test("relative paths start at the project, absolute ones stay", () => {
  const config = loadConfig({ DATA_DIR: "var", SECRET_KEY_FILE: "/etc/tocsin.key" });
  expect(config.dataDir).toBe(path.join(root, "var"));
  expect(config.mediaDir).toBe(path.join(root, "var/media"));
  expect(config.secretKeyFile).toBe("/etc/tocsin.key");
});

test("trusted proxies are addresses and networks", () => {
  const { trustedProxies } = loadConfig({ TRUSTED_PROXY: "10.0.0.0/8, ::1,192.0.2.7" });
  const trusted = (address: string) => trustedProxies.check(address, address.includes(":") ? "ipv6" : "ipv4");
  expect(["10.1.2.3", "192.0.2.7", "::1"].map(trusted)).toEqual([true, true, true]);
  expect(["11.1.2.3", "192.0.2.8", "::2"].map(trusted)).toEqual([false, false, false]);
});

const wrong: [string, string][] = [
  ["ORIGIN", "example.org"],
  ["ORIGIN", "ftp://example.org"],
  ["ORIGIN", "https://example.org/blog"],
  ["ORIGIN", "https://example.org/?a"],
  ["ORIGIN", "https://user@example.org"],
  ["ORIGIN", "http://example.org"],
  ["ORIGIN", "http://localhost.example.org"],
  ["HOST", "localhost:3000"],
  ["HOST", "http://localhost"],
  ["HOST", "a b"],
  ["PORT", "0"],
  ["PORT", "65536"],
  ["PORT", "3000x"],
  ["PORT", "-1"],
  ["PORT", "1e3"],
  ["DATABASE_URL", "mysql://localhost/tocsin"],
  ["DATABASE_URL", "localhost"],
  ["ROLE", "everything"],
  ["ROLE", "All"],
  ["ALLOW_PRIVATE_ADDRESS", "yes"],
  ["ALLOW_PRIVATE_ADDRESS", "1"],
  ["TRUSTED_PROXY", "proxy.example.org"],
  ["TRUSTED_PROXY", "10.0.0.0/33"],
  ["TRUSTED_PROXY", "10.0.0.0/"],
  ["TRUSTED_PROXY", "10.0.0.0/8/8"],
  ["METRICS_TOKEN", "short"],
  ["METRICS_TOKEN", "a token with spaces in it"],
  ["LOG_LEVEL", "verbose"],
];

describe("a wrong value stops the start and names its variable", () => {
  test.each(wrong)("%s=%s", (variable, value) => {
    const load = () => loadConfig({ [variable]: value });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(new RegExp(`^${variable}=.*: use `));
  });

  test("in one line, before anything is started", async () => {
    const { code, stdout, stderr } = await runCli(["serve"], {
      env: { ROLE: "boss", DATA_DIR: "/nonexistent/data" },
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe("ROLE=boss is not accepted: use all, web, worker.\n");
  });

  test("and a METRICS_TOKEN that is wrong is not repeated", () => {
    expect(() => loadConfig({ METRICS_TOKEN: "hunter2" })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
    );
  });

  test("and a DATABASE_URL that is wrong is not repeated, as it holds a password", () => {
    expect(() => loadConfig({ DATABASE_URL: "postgres//me:hunter2@localhost" })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
    );
  });
});
