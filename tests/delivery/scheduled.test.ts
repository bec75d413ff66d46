import { afterEach, beforeEach, expect, it } from "vitest";
import { publishDraft, scheduleDraft } from "../../src/store/draft-states.ts";
import { beginDraft, findDraft } from "../../src/store/drafts.ts";
import { addMember } from "../../src/store/members.ts";
import { readSecretKey, type SecretKey } from "../../src/store/secret.ts";
import { blankCallout } from "../../src/text/callout.ts";
import { startWorker } from "../../src/worker.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

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

const text = {
  type: "Note",
  name: "",
  source: "At noon.",
  summary: "",
  language: "en",
  tags: "",
  pinned: false,
  historyHidden: false,
  inReplyTo: "",
  callout: blankCallout("UTC"),
  translationOf: "",
  translationAddress: "",
  translationsStand: false,
};

const begin = () => tocsin.sql.begin((tx) => beginDraft(tx, secret, { text, pictures: [], memberId }));

it("the worker publishes a draft at its time, and forgets who wrote what was published long ago", async () => {
  const { sql, config } = tocsin;
  const due = await begin();
  const at = new Date(Date.now() + 60_000);
  await sql.begin((tx) => scheduleDraft(tx, secret, { ...due, memberId, at }));
  await sql`update draft set scheduled_at = now() - interval '1 second'`;
  const old = await begin();
  await sql.begin((tx) => publishDraft(tx, secret, { ...old, memberId }));
  await sql`update draft set updated_at = now() - interval '91 days' where id = ${old.id}`;

  const worker = await startWorker({ sql, config });
  const draft = (id: string) => findDraft(sql, secret, id);
  await until("the draft to go out", async () => (await draft(due.id))?.state === "published");
  await until("the old one to be forgotten", async () => (await draft(old.id)) === undefined);
  await worker.stop();
  expect(await sql`select 1 from post`).toHaveLength(2);
});
