import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { configureLog } from "../../src/log.ts";
import { unpublishedDir, writePicture } from "../../src/media/files.ts";
import { makePicture } from "../../src/media/picture.ts";
import { listNotes } from "../../src/store/draft-notes.ts";
import { publishDraft, scheduleDraft } from "../../src/store/draft-states.ts";
import { findDraft } from "../../src/store/drafts.ts";
import { addMember } from "../../src/store/members.ts";
import { addPicture } from "../../src/store/pictures.ts";
import { readSecretKey, type SecretKey } from "../../src/store/secret.ts";
import { typed as text } from "../support/drafts.ts";
import type { TypedPicture } from "../../src/text/typed-draft.ts";
import { startWorker } from "../../src/worker.ts";
import { mediaFiles } from "../support/media.ts";
import { uploaded } from "../support/picture-file.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { beginDraft } from "../support/written.ts";

let tocsin: Tocsin;
let secret: SecretKey;
let memberId: string;

beforeEach(async () => {
  tocsin = await startTocsin({ worker: false });
  secret = readSecretKey(tocsin.config.secretKeyFile);
  const member = { name: "omar", role: "editor", passphrase: "correct horse battery" } as const;
  memberId = (await addMember(tocsin.sql, member)).id;
});
afterEach(() => tocsin.stop());

const begin = (pictures: TypedPicture[] = []) =>
  tocsin.sql.begin((tx) => beginDraft(tx, secret, { text, pictures, memberId }));

it("the worker publishes a draft at its time, and forgets who wrote what was published long ago", async () => {
  const { sql, config } = tocsin;
  const due = await begin();
  const at = new Date(Date.now() + 60_000);
  await sql.begin((tx) => scheduleDraft(tx, secret, { ...due, memberId, at }));
  await sql`update draft set scheduled_at = now() - interval '1 second'`;
  const old = await begin();
  await sql.begin((tx) =>
    publishDraft(tx, secret, { ...old, memberId }, { hasFiles: async () => true, mentions: [] }),
  );
  await sql`update draft set published_at = now() - interval '91 days' where id = ${old.id}`;

  const worker = await startWorker({ sql, config });
  const draft = (id: string) => findDraft(sql, secret, id);
  await until("the draft to go out", async () => (await draft(due.id))?.state === "published");
  await until("the old one to be forgotten", async () => (await draft(old.id)) === undefined);
  await worker.stop();
  expect(await sql`select 1 from post`).toHaveLength(2);
});

it("the worker asks how long none has looked before it publishes what came due meanwhile", async () => {
  const { sql, config } = tocsin;
  const schedule = async () => {
    const draft = await begin();
    const at = new Date(Date.now() + 60_000);
    await sql.begin((tx) => scheduleDraft(tx, secret, { ...draft, memberId, at }));
    await sql`update draft set scheduled_at = now() where id = ${draft.id}`;
    return draft.id;
  };
  const before = await schedule();
  await sql`update clock set beat_at = now() - interval '2 hours'`;
  const worker = await startWorker({ sql, config });
  await until("the worker to look", async () => {
    const [clock] = await sql<{ resumed: Date | null }[]>`select resumed_at as resumed from clock`;
    return clock!.resumed;
  });
  const after = await schedule();
  const draft = (id: string) => findDraft(sql, secret, id);
  await until("the other to go out", async () => (await draft(after))?.state === "published");
  expect(await draft(before)).toMatchObject({ state: "scheduled", overdue: true });
  await worker.stop();
});

/** A picture as the form keeps it, in a draft that waits. */
async function drafted() {
  const { sql, config } = tocsin;
  const file = await uploaded("march.png");
  const made = await makePicture(Buffer.from(await file.arrayBuffer()));
  await writePicture(unpublishedDir(config.mediaDir), made);
  const files = made.files.map((each) => ({ ...each, size: each.bytes.length }));
  const id = await addPicture(sql, { ...made, files });
  const picture = {
    id,
    description: "A march.",
    caption: "",
    focus: null,
    video: null,
    people: "none",
  } as const;
  return {
    draft: await begin([{ ...picture, leftOut: false }]),
    names: files.map(({ name }) => name).toSorted(),
  };
}

it("the pictures of what the worker publishes, or of what was published before a crash, come to lie where backups look", async () => {
  const { sql, config } = tocsin;
  const [due, crashed, waiting] = [await drafted(), await drafted(), await drafted()];
  await sql.begin((tx) =>
    publishDraft(tx, secret, { ...crashed.draft, memberId }, { hasFiles: async () => true, mentions: [] }),
  );
  const at = new Date(Date.now() + 60_000);
  await sql.begin((tx) => scheduleDraft(tx, secret, { ...due.draft, memberId, at }));
  await sql`update draft set scheduled_at = now() - interval '1 second' where id = ${due.draft.id}`;
  expect(mediaFiles(config.mediaDir).every((file) => file.startsWith("unpublished/"))).toBe(true);

  const worker = await startWorker({ sql, config });
  const settled = [...due.names, ...crashed.names, ...waiting.names.map((name) => `unpublished/${name}`)];
  await expect.poll(() => mediaFiles(config.mediaDir), { timeout: 20_000 }).toEqual(settled.toSorted());
  await worker.stop();
});

it("what has lost its pictures does not go out: it is approved still, and says why", async () => {
  const { sql, config } = tocsin;
  const { draft, names } = await drafted();
  const at = new Date(Date.now() + 60_000);
  await sql.begin((tx) => scheduleDraft(tx, secret, { ...draft, memberId, at }));
  for (const name of names) fs.rmSync(path.join(unpublishedDir(config.mediaDir), name));
  await sql`update draft set scheduled_at = now() - interval '1 second'`;
  const worker = await startWorker({ sql, config });
  await until("the draft to be taken from the schedule", async () => {
    return (await findDraft(sql, secret, draft.id))?.state === "approved";
  });
  await worker.stop();
  expect((await listNotes(sql, secret, draft.id)).at(-1)).toMatchObject({
    act: "failed",
    text: "pictureGone",
  });
  expect(await sql`select 1 from post`).toHaveLength(0);
});

it("what nobody needs any more is cleaned up", async () => {
  const { sql, config } = tocsin;
  await sql`
    insert into session (token_hash, member_id, csrf_token, used_at)
    values ('old', ${memberId}, 'x', now() - interval '13 hours'), ('open', ${memberId}, 'x', now())`;
  await sql`
    insert into browser (token_hash, member_id, created_at)
    values ('old', ${memberId}, now() - interval '181 days'), ('known', ${memberId}, now())`;
  await sql`insert into worker (id, beat_at) values (gen_random_uuid(), now() - interval '2 days')`;
  await sql`
    insert into picture (id, width, height, blurhash, created_at) values ('unused', 1, 1, 'x', now() - interval '2 days')`;
  const worker = await startWorker({ sql, config });
  const left = async () => {
    const [row] = await sql`
      select (select count(*) from session) as sessions, (select count(*) from browser) as browsers,
        (select count(*) from worker where beat_at < now() - interval '1 day') as workers,
        (select count(*) from picture) as pictures`;
    return row;
  };
  const done = { sessions: 1, browsers: 1, workers: 0, pictures: 0 };
  await expect.poll(left, { timeout: 20_000 }).toEqual(done);
  await worker.stop();
});

it("files that no picture has, and what was left half written, go; a published picture without its files is told", async () => {
  const { sql, config } = tocsin;
  const { draft, names } = await drafted();
  await sql.begin((tx) =>
    publishDraft(tx, secret, { ...draft, memberId }, { hasFiles: async () => true, mentions: [] }),
  );
  const long = new Date(Date.now() - 2 * 86_400_000);
  const stray = path.join(config.mediaDir, `${"0".repeat(32)}.jpg`);
  for (const file of [stray, `${stray}.part`]) {
    fs.writeFileSync(file, "");
    fs.utimesSync(file, long, long);
  }
  fs.rmSync(path.join(unpublishedDir(config.mediaDir), names[0]!));
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  configureLog("error");
  const worker = await startWorker({ sql, config });
  await expect.poll(() => mediaFiles(config.mediaDir), { timeout: 20_000 }).toEqual([names[1]]);
  await until("a word of what is lost", () =>
    said.mock.calls.some(([line]) => String(line).includes("files of published pictures are not in")),
  );
  said.mockRestore();
  await worker.stop();
});
