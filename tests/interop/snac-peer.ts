import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { command } from "./command.ts";
import { startDaemon } from "./daemon.ts";
import type { Peer } from "./peer.ts";
import { until } from "./wait.ts";

export type SnacOptions = {
  program: string;
  libraries: string;
  directory: string;
  host: string;
  port: number;
  user: string;
};

/** Starts a snac2 behind the TLS front, with one user, who then acts through snac's own web form. */
export async function startSnac({
  program,
  libraries,
  directory,
  host,
  port,
  user,
}: SnacOptions): Promise<Peer> {
  // DEBUG=1 logs what snac ignores, and why, which is what a failed round is read for.
  const env = { PATH: process.env.PATH, LANG: "C.UTF-8", LD_LIBRARY_PATH: libraries, DEBUG: "1" };
  const data = join(directory, "data");
  // It asks for address, port, host, path prefix and the administrator's mail address.
  await command(program, ["init", data], { input: `127.0.0.1\n${port}\n${host}\n\n\n`, env });
  const password = /password is (\S+)/.exec(await command(program, ["adduser", data, user], { env }))?.[1];
  if (password === undefined) throw new Error("snac adduser printed no password");
  const daemon = startDaemon(program, ["httpd", data], join(directory, "snac.log"), { env });

  const actor = `https://${host}/${user}`;
  const local = `http://127.0.0.1:${port}/${user}`;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

  async function submit(form: "note" | "action", fields: Record<string, string>): Promise<void> {
    const response = await fetch(`${local}/admin/${form}`, {
      method: "POST",
      body: new URLSearchParams(fields).toString(),
      // Any parameter after the media type, and snac does not read the form.
      headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
      redirect: "manual",
    });
    if (response.status !== 303)
      throw new Error(`snac answered ${response.status} to ${form} ${JSON.stringify(fields)}`);
  }

  async function page(object: string): Promise<string | undefined> {
    const response = await fetch(`${local}/admin/p/${md5(object)}`, { headers: { authorization } });
    return response.ok ? await response.text() : undefined;
  }

  await until("snac listens", async () => {
    if (!daemon.running()) throw new Error(`snac ended: ${await daemon.log()}`);
    return (await fetch(local).catch(() => undefined))?.ok;
  });
  return {
    host,
    address: `@${user}@${host}`,
    actor,
    inbox: `${actor}/inbox`,
    follow: (address) => submit("action", { action: "Follow", actor: address }),
    follows: async (followed) => {
      // The web pages do not tell a follow that was accepted from one that was only asked for; the stored activity does.
      const stored = await readFile(
        join(data, "user", user, "following", `${md5(followed)}.json`),
        "utf8",
      ).catch(() => "{}");
      return JSON.parse(stored).type === "Accept";
    },
    unfollow: (followed) => submit("action", { action: "Unfollow", actor: followed }),
    like: (object) => submit("action", { action: "Like", id: object }),
    unlike: (object) => submit("action", { action: "Unlike", id: object }),
    boost: (object) => submit("action", { action: "Boost", id: object }),
    reply: (object, text) => submit("note", { content: text, in_reply_to: object }),
    post: (text) => submit("note", { content: text }),
    edit: (object, text) => submit("note", { content: text, edit_id: object }),
    remove: (object) => submit("action", { action: "Delete", id: object }),
    page,
    reactions: async (object) => {
      const [, likes = 0, boosts = 0] = /(\d+) &#9733; (\d+) &#8634;/.exec((await page(object)) ?? "") ?? [];
      return { likes: Number(likes), boosts: Number(boosts) };
    },
    log: daemon.log,
    stop: daemon.stop,
  };
}

/** snac files everything under the MD5 of its id. */
function md5(id: string): string {
  return createHash("md5").update(id).digest("hex");
}
