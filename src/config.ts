import fs from "node:fs";
import { BlockList, isIP } from "node:net";
import path from "node:path";
import { parseEnv } from "node:util";
import { type LogLevel, logLevels } from "./log.ts";

const roles = ["all", "web", "worker"] as const;

export interface Config {
  /** Scheme, host and port that every public id begins with, without a slash at the end. */
  origin: string;
  /** Scheme, host and port of the onion service that leads to this server. */
  onionOrigin: string | undefined;
  /** Whether other servers can be expected to reach the origin. */
  publicOrigin: boolean;
  host: string;
  port: number;
  /** Undefined: PostgreSQL is embedded, in `dataDir`. */
  databaseUrl: string | undefined;
  dataDir: string;
  mediaDir: string;
  secretKeyFile: string;
  role: (typeof roles)[number];
  allowPrivateAddress: boolean;
  /** Whether ActivityPub documents go only to servers that sign their requests and are not blocked. */
  authorizedFetch: boolean;
  /** Addresses and networks of the proxies whose X-Forwarded-For is believed. */
  trustedProxies: BlockList;
  /** What /metrics asks for; undefined: there is no /metrics. */
  metricsToken: string | undefined;
  /** How members are mailed; undefined: they are not. */
  mail: MailConfig | undefined;
  logLevel: LogLevel;
}

/** A server that takes mail (RFC 6409). */
export interface MailConfig {
  host: string;
  port: number;
  /** TLS from the first byte, rather than by STARTTLS. */
  secure: boolean;
  /** Whether nothing is said before TLS stands: everywhere but on this very machine. */
  requireTls: boolean;
  user: string | undefined;
  password: string | undefined;
  from: string;
}

type Environment = Record<string, string | undefined>;

/** A variable with a value that cannot be meant. The message names it and says what is accepted. */
export class ConfigError extends Error {
  override name = "ConfigError";
  readonly variable: string;

  constructor(variable: string, value: string, accepted: string) {
    super(`${variable}=${value} is not accepted: ${accepted}.`);
    this.variable = variable;
  }
}

// Not the working directory: a command called from elsewhere must find the server's data, not start a second site.
const root = path.resolve(import.meta.dirname, "..");

export const environmentFile = path.join(root, ".env");

/** The variables of the process, and those of `.env` that the process has not set (an empty value counts as set). */
export function readEnvironment(file = environmentFile, set: Environment = process.env): Environment {
  try {
    return { ...parseEnv(fs.readFileSync(file, "utf8")), ...set };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return set;
    throw error;
  }
}

/** Reads the whole configuration; relative paths start at the project's root. @throws {ConfigError} */
export function loadConfig(env: Environment = readEnvironment()): Config {
  const port = parsePort(env);
  const allowPrivateAddress = oneOf(env, "ALLOW_PRIVATE_ADDRESS", ["false", "true"]) === "true";
  const origin = parseOrigin(env, port, allowPrivateAddress);
  const dataDir = path.resolve(root, env.DATA_DIR || "data");
  return {
    origin: origin.origin,
    onionOrigin: parseOnionOrigin(env),
    publicOrigin: origin.protocol === "https:" && isPublicName(origin.hostname),
    host: parseHost(env),
    port,
    databaseUrl: parseDatabaseUrl(env),
    dataDir,
    mediaDir: path.join(dataDir, "media"),
    secretKeyFile: path.resolve(root, env.SECRET_KEY_FILE || path.join(dataDir, "secret.key")),
    role: oneOf(env, "ROLE", roles),
    allowPrivateAddress,
    authorizedFetch: oneOf(env, "AUTHORIZED_FETCH", ["false", "true"]) === "true",
    trustedProxies: parseTrustedProxies(env),
    metricsToken: parseMetricsToken(env),
    mail: parseMail(env),
    logLevel: oneOf({ LOG_LEVEL: "info", ...present(env) }, "LOG_LEVEL", logLevels),
  };
}

function present(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value));
}

/** The value, which must be one of `accepted`; the first of them when there is none. */
function oneOf<T extends string>(env: Environment, variable: string, accepted: readonly [T, ...T[]]): T {
  const value = env[variable];
  if (!value) return accepted[0];
  const found = accepted.find((each) => each === value);
  if (found === undefined) throw new ConfigError(variable, value, `use ${accepted.join(", ")}`);
  return found;
}

function parseMetricsToken(env: Environment): string | undefined {
  const value = env.METRICS_TOKEN || undefined;
  if (value !== undefined && !/^[\w.~+/=-]{16,}$/.test(value)) {
    throw new ConfigError("METRICS_TOKEN", "…", "use at least 16 letters, digits or ._~+/=-");
  }
  return value;
}

function parseMail(env: Environment): MailConfig | undefined {
  const { SMTP_URL: value, MAIL_FROM: from } = env;
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const whole = url && /^smtps?:$/.test(url.protocol) && url.hostname !== "" && /^\/?$/.test(url.pathname);
  const [user, password] = whole ? [url.username, url.password].map(decoded) : [];
  if (!whole || url.search !== "" || url.hash !== "" || user === undefined || password === undefined) {
    // The value is not repeated: it holds a password, and this message goes to logs.
    throw new ConfigError("SMTP_URL", "…", "use smtps://user:password@host or smtp://user:password@host:587");
  }
  if (!from || !/^[^\s<>@,;"]+@[^\s<>@,;"]+$/.test(from)) {
    throw new ConfigError("MAIL_FROM", from ?? "", "use an address of e-mail that mails come from, alone");
  }
  const secure = url.protocol === "smtps:";
  return {
    host: url.hostname,
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: !isLoopbackName(url.hostname),
    user: user || undefined,
    password: password || undefined,
    from,
  };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function parsePort(env: Environment): number {
  const value = env.PORT || "3000";
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port < 1 || port > 65_535) {
    throw new ConfigError("PORT", value, "use a number from 1 to 65535");
  }
  return port;
}

function parseOrigin(env: Environment, port: number, allowPrivateAddress: boolean): URL {
  const value = env.ORIGIN || `http://localhost:${port}`;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || (url.href !== `${url.origin}/` && url.href !== url.origin)) {
    throw new ConfigError("ORIGIN", value, "use an address like https://example.org, without a path");
  }
  // Over plain http, passphrases and sessions would travel in clear. An onion service brings its own encryption.
  const protectedHttp = isLoopbackName(url.hostname) || url.hostname.endsWith(".onion");
  if (url.protocol === "http:" && !protectedHttp && !allowPrivateAddress) {
    throw new ConfigError(
      "ORIGIN",
      value,
      "use https (http is only for localhost, .onion, and trials with ALLOW_PRIVATE_ADDRESS=true)",
    );
  }
  return url;
}

function parseOnionOrigin(env: Environment): string | undefined {
  const value = env.ONION_ORIGIN;
  if (!value) return undefined;
  if (!/^https?:\/\/([a-z0-9-]+\.)*[a-z2-7]{56}\.onion(:\d{1,5})?\/?$/.test(value) || !URL.canParse(value)) {
    throw new ConfigError(
      "ONION_ORIGIN",
      value,
      "use an address like http://….onion, with the 56 letters and digits of version 3 and without a path",
    );
  }
  return new URL(value).origin;
}

function isLoopbackName(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** A name that can be in the public DNS; peers do not follow accounts at bare IP addresses. */
function isPublicName(hostname: string): boolean {
  const reserved = /\.(localhost|local|internal|intranet|lan|home|home\.arpa|test|example|invalid|onion)\.?$/;
  return hostname.includes(".") && !/^[\d.]+$|^\[/.test(hostname) && !reserved.test(hostname);
}

/** `localhost`, the default, stands for both loopback addresses: behind a proxy nobody else should get in. */
function parseHost(env: Environment): string {
  const value = env.HOST || "localhost";
  if (!isIP(value) && !/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(value)) {
    throw new ConfigError(
      "HOST",
      value,
      "use an IP address such as 0.0.0.0 or ::, or a host name, without a port",
    );
  }
  return value;
}

function parseDatabaseUrl(env: Environment): string | undefined {
  const value = env.DATABASE_URL;
  if (!value) return undefined;
  if (!URL.canParse(value) || !/^postgres(ql)?:$/.test(new URL(value).protocol)) {
    // The value is not repeated: it holds a password, and this message goes to logs.
    throw new ConfigError("DATABASE_URL", "…", "use postgres://user:password@host:port/database");
  }
  return value;
}

function parseTrustedProxies(env: Environment): BlockList {
  const list = new BlockList();
  for (const entry of (env.TRUSTED_PROXY ?? "").split(",").map((each) => each.trim())) {
    if (!entry) continue;
    const [address = "", prefix, more] = entry.split("/");
    const family = isIP(address);
    const bits = prefix === undefined ? undefined : Number(prefix);
    const wrongPrefix =
      prefix !== undefined && (!/^\d{1,3}$/.test(prefix) || Number(prefix) > (family === 4 ? 32 : 128));
    if (!family || more !== undefined || wrongPrefix) {
      throw new ConfigError(
        "TRUSTED_PROXY",
        entry,
        "use IP addresses or networks like 10.0.0.0/8, separated by commas",
      );
    }
    if (bits === undefined) list.addAddress(address, family === 4 ? "ipv4" : "ipv6");
    else list.addSubnet(address, bits, family === 4 ? "ipv4" : "ipv6");
  }
  return list;
}
