import sharp from "sharp";
import { type App, createApp } from "../../src/app.ts";
import { type Config, loadConfig } from "../../src/config.ts";
import { writePicture } from "../../src/media/files.ts";
import { makePicture } from "../../src/media/picture.ts";
import { type Actor, putActor } from "../../src/store/actors.ts";
import { addPicture } from "../../src/store/pictures.ts";
import { addReply, moderateReply, type NewReply } from "../../src/store/replies.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import type { Database } from "../../src/store/sql.ts";
import { sanitizeRemote } from "../../src/text/sanitize.ts";
import { testDatabase } from "../support/database.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";
import { insertPost, type NewPost, setUp } from "../support/written.ts";

export const origin = "https://tocsin.example";

export interface PublicSite {
  sql: Database;
  config: Config;
  app: App;
  /** The body of a page that must be there. */
  page: (path: string) => Promise<string>;
  get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  publish: (post?: Partial<NewPost>, published?: Date) => Promise<string>;
  picture: () => Promise<string>;
  reply: (postId: string, reply?: Partial<NewReply>, author?: Partial<Actor>) => Promise<string>;
  close: () => Promise<void>;
}

/** The server as one handler, with a database and a directory of its own. */
export async function openPublicSite({
  language = "en",
  collective = true,
  env = {},
} = {}): Promise<PublicSite> {
  const { sql, url, drop } = await testDatabase();
  const dataDir = temporaryDirectory();
  const config = loadConfig({ ORIGIN: origin, DATABASE_URL: url, DATA_DIR: dataDir, ...env });
  if (collective) {
    const description = "We rent on the **harbour** side.";
    await setUp(sql, readSecretKey(config.secretKeyFile), {
      handle: "harbour",
      name: "Harbour Street",
      type: "Organization",
      origin,
      description,
      language,
    });
  }
  const app = await createApp({ sql, config });
  const get = async (path: string, headers: Record<string, string> = {}) => {
    await app.caughtUp().catch(() => {});
    return app.request(origin + path, { headers: { Accept: "text/html", ...headers } });
  };
  return {
    sql,
    config,
    app,
    get,
    async page(path) {
      const response = await get(path);
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
      return response.text();
    },
    publish: (post, published) => publish(sql, post, published),
    picture: () => keepPicture(sql, config),
    reply: (postId, reply, author) => approvedReply(sql, postId, reply, author),
    async close() {
      await drop();
      removeDirectory(dataDir);
    },
  };
}

async function publish(sql: Database, post: Partial<NewPost> = {}, published = new Date()): Promise<string> {
  const whole: NewPost = {
    type: "Note",
    name: "A title",
    source: "A text.",
    summary: "",
    language: "en",
    tags: [],
    pictures: [],
    pinned: false,
    ...post,
  };
  const create = await sql.begin((tx) => insertPost(tx, whole, published));
  return create.postId!;
}

async function keepPicture(sql: Database, { mediaDir }: Config): Promise<string> {
  const bytes = await sharp({ create: { width: 1031, height: 516, channels: 3, background: "teal" } })
    .png()
    .toBuffer();
  const made = await makePicture(bytes);
  await writePicture(mediaDir, made);
  return addPicture(sql, {
    ...made,
    files: made.files.map(({ bytes, ...file }) => ({ ...file, size: bytes.length })),
  });
}

let number = 0;

/** A reply as the inbox keeps it, approved unless its visibility forbids. */
async function approvedReply(
  sql: Database,
  postId: string,
  reply: Partial<NewReply> = {},
  author: Partial<Actor> = {},
): Promise<string> {
  number += 1;
  const id = `https://quay.example/users/marise${number}`;
  const actor = await putActor(
    sql,
    {
      id,
      type: "Person",
      preferredUsername: "marise",
      handle: "@marise@quay.example",
      name: "Marise",
      url: id,
      icon: null,
      inbox: `${id}/inbox`,
      sharedInbox: null,
      alsoKnownAs: [],
      ...author,
    },
    [],
  );
  const whole: NewReply = {
    id: `${id}/1`,
    actorId: actor.id,
    postId,
    inReplyTo: `${origin}/p/${postId}`,
    summary: "",
    language: "en",
    url: `${id}/1`,
    visibility: "public",
    published: new Date(),
    ...reply,
    content: sanitizeRemote(reply.content ?? "<p>I will be there.</p>"),
  };
  await addReply(sql, whole);
  await moderateReply(sql, whole.id, "approved");
  return whole.id;
}
