import fs from "node:fs";
import type { Hono } from "hono";
import { createApp } from "../../src/app.ts";
import { type Config, loadConfig } from "../../src/config.ts";
import { putActor } from "../../src/store/actors.ts";
import { addMember, findMember, type Member, type Role } from "../../src/store/members.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { openSession } from "../../src/store/sessions.ts";
import type { Database } from "../../src/store/sql.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { entriesOf } from "../support/log.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";
import { setUp } from "../support/written.ts";

export const origin = "https://harbour.example";
export const passphrase = "correct horse battery";

type Fields = Record<string, string | File | (string | File)[]>;

/** One member's browser: it keeps the cookie and sends the token of the session with every form. */
export interface Browser {
  cookie: string;
  csrfToken: string;
  get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  /** The text of a page. */
  read: (path: string) => Promise<string>;
  post: (path: string, fields?: Fields, headers?: Record<string, string>) => Promise<Response>;
}

export interface MembersSide {
  app: Hono;
  sql: Database;
  config: Config;
  browse: (member: Member) => Promise<Browser>;
  join: (name: string, role: Role) => Promise<Member>;
  /** How forms name a member. */
  ref: (name: string) => Promise<{ id: string }>;
  /** What stands in the log, the oldest first. */
  entries: () => ReturnType<typeof entriesOf>;
  stop: () => Promise<void>;
}

/** The whole server, for requests without a network; set up unless `empty`. */
export async function membersSide({
  empty = false,
  at = origin,
  database = undefined as TestDatabase | undefined,
  env = {} as Record<string, string>,
} = {}): Promise<MembersSide> {
  const { sql, url, drop } = database ?? (await testDatabase());
  const dataDir = temporaryDirectory();
  const config = loadConfig({ ORIGIN: at, DATABASE_URL: url, DATA_DIR: dataDir, ...env });
  fs.mkdirSync(config.mediaDir, { recursive: true });
  const app = await createApp({ sql, config });
  const { request } = app;
  // What a test has just written through the store is shown.
  app.request = async (...rest) => {
    await app.caughtUp().catch(() => {});
    return request(...rest);
  };
  if (!empty) {
    const collective = { handle: "harbour", name: "Harbour Street", description: "", language: "en" };
    const secret = readSecretKey(config.secretKeyFile);
    await sql.begin((tx) => setUp(tx, secret, { ...collective, type: "Organization", origin: at }));
  }
  return {
    app,
    sql,
    config,
    browse: (member) => browse(app, sql, member),
    join: (name, role) => addMember(sql, { name, role, passphrase }),
    entries: () => entriesOf({ sql, secretKeyFile: config.secretKeyFile }),
    async ref(name) {
      const { id } = await findMember(sql, { name });
      return { id };
    },
    async stop() {
      await drop();
      removeDirectory(dataDir);
    },
  };
}

async function browse(app: Hono, sql: Database, member: Member): Promise<Browser> {
  const token = await openSession(sql, member.id);
  const [row] = await sql<{ csrfToken: string }[]>`
    select csrf_token as "csrfToken" from session where member_id = ${member.id} order by created_at desc limit 1`;
  const cookie = `__Host-session=${token}`;
  const { csrfToken } = row!;
  const get: Browser["get"] = async (path, headers = {}) =>
    app.request(path, { headers: { cookie, ...headers } });
  return {
    cookie,
    csrfToken,
    get,
    read: async (path) => (await get(path)).text(),
    post: async (path, fields = {}, headers = {}) =>
      app.request(path, {
        method: "POST",
        body: formData({ csrf: csrfToken, ...fields }),
        headers: { cookie, origin, ...headers },
      }),
  };
}

/** Does what was proposed, as whoever is alone in a new collective may. */
export async function decideAlone(
  browser: Browser,
  proposed: Response,
  fields: Fields = {},
): Promise<Response> {
  const path = proposed.headers.get("location")!.split("?")[0]!;
  return browser.post(`${path}/alone`, { present: passphrase, ...fields });
}

export function formData(fields: Fields): FormData {
  const data = new FormData();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of [values].flat()) data.append(name, value);
  }
  return data;
}

/** The hidden fields of the page's form that goes to `action`, as a browser would send them back. */
export function hiddenFields(page: string, action: string): Record<string, string> {
  const form = page.split(`action="${action}"`)[1]?.split("</form>")[0] ?? "";
  const inputs = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries(
    [...inputs].map(([, name = "", value = ""]) => [unescape(name), unescape(value)]),
  );
}

function unescape(text: string): string {
  const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return text
    .replaceAll("\r\n", "\n")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!);
}

export function stranger(sql: Database, name: string, host: string) {
  const id = `https://${host}/users/${name}`;
  const handle = `@${name}@${host}`;
  const actor = {
    id,
    handle,
    type: "Person",
    preferredUsername: name,
    name: "",
    url: `https://${host}/@${name}`,
  };
  return putActor(
    sql,
    { ...actor, icon: null, inbox: `${id}/inbox`, sharedInbox: null, alsoKnownAs: [] },
    [],
  );
}
