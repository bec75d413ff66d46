import { addMember, type Role } from "../../src/store/members.ts";
import { openSession } from "../../src/store/sessions.ts";
import type { Database } from "../../src/store/sql.ts";

/** A signed-in member's browser, over HTTP. */
export interface Browsing {
  cookie: string;
  csrf: string;
  get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  read: (path: string) => Promise<string>;
  /** Sends a form from a page of ours. */
  post: (path: string, fields: Record<string, string | File>) => Promise<Response>;
}

/** Adds a member, with a session, to a server whose origin is plain http. */
export async function signIn(origin: string, sql: Database, role: Role = "editor"): Promise<Browsing> {
  const { id } = await addMember(sql, { name: `Ines ${role}`, role, passphrase: "correct horse battery" });
  const cookie = `session=${await openSession(sql, id)}`;
  const [session] = await sql<
    { csrf: string }[]
  >`select csrf_token as csrf from session where member_id = ${id}`;
  const get = (path: string, headers = {}) =>
    fetch(origin + path, { headers: { cookie, ...headers }, redirect: "manual" });
  return {
    cookie,
    csrf: session!.csrf,
    get,
    read: async (path) => (await get(path)).text(),
    post(path, fields) {
      const body = new FormData();
      for (const [name, value] of Object.entries({ csrf: session!.csrf, ...fields }))
        body.append(name, value);
      return fetch(origin + path, { method: "POST", headers: { cookie, origin }, body, redirect: "manual" });
    },
  };
}

/** The fields of a post as the form sends them. */
export const writtenPost = {
  type: "Note",
  name: "A title",
  source: "Some *text*.",
  summary: "",
  language: "en",
  tags: "",
};
