import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fetchAwaited } from "../../src/federation/awaited.ts";
import { createClient } from "../../src/federation/client.ts";
import { createPolicy } from "../../src/federation/policy.ts";
import { listAlliedPosts } from "../../src/store/allied-posts.ts";
import { groupId } from "../../src/text/address.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";

type Note = Record<string, unknown> & { id: string };

let tocsin: Tocsin;
let peer: Peer;
/** Where the author is of what is shared. */
let home: Peer;
let ally: Person;
let ada: Person;

beforeAll(async () => {
  [tocsin, peer, home] = await Promise.all([startTocsin({ worker: false }), startPeer(), startPeer()]);
  ally = peer.person("ally");
  ada = home.person("ada");
});
afterAll(() => Promise.all([tocsin.stop(), peer.close(), home.close()]));
beforeEach(async () => {
  const { sql } = tocsin;
  await sql`truncate actor, following, received cascade`;
  home.fetched.length = 0;
  await act("Follow", groupId(tocsin.origin));
  await sql`insert into following (handle, actor_id, state) values (${ally.id}, ${ally.id}, 'accepted')`;
});

/** Sends an activity of the ally's, and gives what it was. */
async function act(type: string, object: unknown): Promise<Record<string, unknown>> {
  const activity = activityOf(ally, type, { object });
  expect((await sendTo(`${tocsin.origin}/inbox`, peer, ally, activity)).status).toBe(202);
  return activity;
}
/** A note that its server has. */
function noteOf(): Note {
  const note = noteBy(ada, {}) as Note;
  home.documents.set(new URL(note.id).pathname, note);
  return note;
}
/** Its server answers with what is no answer, as a broken one does. */
const breakHome = () => (home.answers.contentType = "text/html");
const mendHome = () => (home.answers.contentType = "application/activity+json");
const due = () => tocsin.sql`update awaited_post set try_at = now()`;
const awaited = async () => (await tocsin.sql`select id from awaited_post`).length;
const allied = () => listAlliedPosts(tocsin.sql, { limit: 5 });

/** A worker that remembers no failure of an hour ago. */
async function work(): Promise<void> {
  const { sql, config } = tocsin;
  const secret = readSecretKey(config.secretKeyFile);
  const policy = createPolicy(sql);
  const client = createClient({ sql, config, secret, policy });
  await fetchAwaited({ sql, config, secret, policy, client }, AbortSignal.timeout(20_000));
  await client.close();
}

test("of what is shared and cannot be had the sender has done its part, and its server is asked again three times", async () => {
  const note = noteOf();
  breakHome();
  await act("Announce", note.id);
  expect([await allied(), await awaited()]).toEqual([[], 1]);
  // Nothing before it is due.
  await work();
  for (let tries = 0; tries < 4; tries++) {
    await due();
    await work();
  }
  expect(await awaited()).toBe(0);
  expect(home.fetched.filter((path) => path === new URL(note.id).pathname)).toHaveLength(4);
  mendHome();
});

test("what could not be had is shown once its server answers, unless it was taken back or its sharer is no longer followed", async () => {
  const [note, undone, left] = [noteOf(), noteOf(), noteOf()];
  breakHome();
  await act("Announce", note.id);
  await act("Undo", await act("Announce", undone.id));
  mendHome();
  await due();
  await work();
  expect((await allied()).map(({ id, sharedBy }) => [id, sharedBy[0]?.id])).toEqual([[note.id, ally.id]]);
  breakHome();
  await act("Announce", left.id);
  mendHome();
  await tocsin.sql`delete from following`;
  await due();
  await work();
  expect(await allied()).toHaveLength(1);
  expect(await awaited()).toBe(0);
});

test("of what could not be had no more than a thousand posts are asked for", async () => {
  await tocsin.sql`
    insert into awaited_post (id, actor_id, activity_id, changed, try_at)
    select 'https://a.example/' || n, ${ally.id}, '', false, now() + interval '1 hour' from generate_series(1, 999) n`;
  breakHome();
  await act("Announce", noteOf().id);
  await act("Announce", noteOf().id);
  mendHome();
  expect(await awaited()).toBe(1000);
});
