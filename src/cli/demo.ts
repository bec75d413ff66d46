import type { Config } from "../config.ts";
import { Conflict } from "../errors.ts";
import { findCollective } from "../store/collective.ts";
import { randomId } from "../store/ids.ts";
import { addMember } from "../store/members.ts";
import { listPostsForMembers } from "../store/post-lists.ts";
import { openSecretKey } from "../store/keys.ts";
import { setUp } from "../store/setup.ts";
import type { Database, Sql } from "../store/sql.ts";
import { action, commandFor, report } from "./actions.ts";
import { requireCollective } from "./collective.ts";
import { changeDatabase } from "./database.ts";
import { orForget } from "./pictures.ts";
import { fillPages, fillPictures, fillPosts, fillProfile, type Place } from "./demo/fill.ts";
import { type Demo, loadDemo } from "./demo/load.ts";

interface SignIn {
  member: string;
  passphrase: string;
}

const demo = action({
  summary:
    "Fills an empty site with the posts of an invented tenants' union. Nothing is sent to other servers.",
  operands: [],
  async run({ values }) {
    await changeDatabase("demo", async ({ sql, config }) => {
      await refuseFilled(sql);
      const now = new Date();
      const demo = await loadDemo(now);
      const signIn = await fill(sql, demo, config, now);
      const lines = [`The site at ${config.origin} has ${demo.posts.length} posts now.`];
      if (signIn) {
        lines.push(
          `Sign in at ${config.origin}/login as ${signIn.member} with the passphrase ${signIn.passphrase}`,
          "It is not shown again; bin/tocsin.js member passphrase gives another.",
        );
      }
      report(lines.join("\n"), { origin: config.origin, posts: demo.posts.length, ...signIn }, values);
    });
  },
});

export const run = commandFor("demo", demo);

async function refuseFilled(sql: Sql): Promise<void> {
  const posts = await listPostsForMembers(sql, { limit: 1 });
  if (posts.length > 0) throw new Conflict("This site has posts already: the demo is for an empty one.");
}

/** All of it, or nothing. Returns the member that was made where the site was not set up. */
async function fill(sql: Database, demo: Demo, config: Config, now: Date): Promise<SignIn | undefined> {
  const work = async (tx: Sql) => {
    const signIn = (await findCollective(tx)) ? undefined : await setUpDemo(tx, demo, config);
    const { origin } = await requireCollective(tx);
    const place: Place = { origin, mediaDir: config.mediaDir, now };
    const pictures = await fillPictures(tx, demo, place);
    if (signIn) await fillProfile(tx, demo, pictures);
    await fillPosts(tx, demo, pictures, place);
    await fillPages(tx, demo);
    return signIn;
  };
  return orForget([...demo.pictures.values()], () => sql.begin(work));
}

async function setUpDemo(sql: Sql, { profile }: Demo, { origin, secretKeyFile }: Config): Promise<SignIn> {
  const { handle, name, description, rendered, language } = profile;
  await setUp(sql, await openSecretKey(sql, secretKeyFile), {
    handle,
    name,
    description,
    rendered,
    language,
    type: "Organization",
    origin,
  });
  const signIn = { member: "demo", passphrase: randomId().match(/.{4}/g)!.join("-") };
  await addMember(sql, { name: signIn.member, role: "admin", passphrase: signIn.passphrase });
  return signIn;
}
