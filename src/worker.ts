import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "./config.ts";
import { fetchAwaited } from "./federation/awaited.ts";
import { createClient } from "./federation/client.ts";
import { createPolicy } from "./federation/policy.ts";
import { deliver } from "./federation/delivery/worker.ts";
import { followRequested } from "./federation/following.ts";
import { finishMoves } from "./federation/moves.ts";
import { learnSoftware } from "./federation/peer-software.ts";
import { createFindAccounts } from "./federation/mentions.ts";
import type { FederationOptions } from "./federation/options.ts";
import { checkHandles } from "./federation/handles.ts";
import { createRenderer } from "./federation/renderer.ts";
import { logger } from "./log.ts";
import { createMailer, sendDigests } from "./mail.ts";
import { hasMedia, removePicture, settleWaiting } from "./media/files.ts";
import { findLost, removeUnfinished, sweepPublished } from "./media/sweep.ts";
import { recheckHandles } from "./store/actors.ts";
import { removeOldAlliedPosts } from "./store/allied-posts.ts";
import { removeOldEntries } from "./store/audit.ts";
import { beatClock, findPlace } from "./store/clock.ts";
import { removeOldBrowsers } from "./store/browsers.ts";
import { requireOrigin } from "./store/collective.ts";
import { removeOldDecisions } from "./store/decisions.ts";
import { giveUpOldDeliveries } from "./store/deliveries.ts";
import { keepDeliveryCounts } from "./store/delivery-report.ts";
import { removeOldDepartures } from "./store/followers.ts";
import { knock } from "./store/hosts.ts";
import { removeExpired } from "./store/kv.ts";
import { forgetWriters } from "./store/draft-retention.ts";
import { publishDue, removeOldDrafts } from "./store/draft-states.ts";
import { removeOldEarlyReplies } from "./store/early-replies.ts";
import { rewriteErased } from "./store/erasure.ts";
import { removeOldEditors } from "./store/editors.ts";
import { removeOldGone } from "./store/gone.ts";
import { removeOldMoves } from "./store/moves.ts";
import { unpinOverCallouts } from "./store/pins.ts";
import { discardFiles, findFiles, listPublishedFiles, removeUnusedPictures } from "./store/pictures.ts";
import { removeOldInvitations } from "./store/invitations.ts";
import { renderAgain } from "./store/rendered.ts";
import { sendReminder } from "./store/reminders.ts";
import { removeOldReceived } from "./store/received.ts";
import { openSecretKey } from "./store/keys.ts";
import {
  removeDeadHosts,
  removeForgottenActors,
  removeOldAnswers,
  removeOldFlags,
  removeOldHeldReplies,
} from "./store/retention.ts";
import { indexOldPosts } from "./store/search.ts";
import type { SecretKey } from "./store/secret.ts";
import { removeOldSentForms } from "./store/sent-forms.ts";
import { removeOldSessions } from "./store/sessions.ts";
import { removeOldSignIns } from "./store/sign-ins.ts";
import { removeDeadWorkers } from "./store/workers.ts";
import type { Database } from "./store/sql.ts";
import type { FindAccounts } from "./text/mention.ts";
import { createWatchdog, type During } from "./watchdog.ts";
import {
  removeSurplusActors,
  removeSurplusAlliedPosts,
  removeSurplusEarlyReplies,
  removeSurplusFlags,
  removeSurplusGone,
  removeSurplusReceived,
  removeSurplusReplies,
} from "./store/surplus.ts";

const log = logger("worker");

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

export interface Worker {
  /** Finishes what is under way, gives back the rest. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  sql: Database;
  config: Config;
  /** Of the watchdog of the process, where there is one already. */
  during?: During | undefined;
}

/** What happens without a visitor: deliveries, look-ups of accounts and handles, and forgetting what is old. @throws {Conflict} at another ORIGIN than the site's. */
export async function startWorker({ sql, config, during }: WorkerOptions): Promise<Worker> {
  await requireOrigin(sql, config.origin);
  const secret = await openSecretKey(sql, config.secretKeyFile);
  const policy = createPolicy(sql);
  const client = createClient({ sql, config, secret, policy });
  const options = { sql, config, secret, client, policy };
  const renderer = createRenderer(options);
  const findAccounts = createFindAccounts(options);
  const place = await findPlace(sql, { embedded: config.databaseUrl === undefined });
  const stopping = new AbortController();
  const { signal } = stopping;
  const watched = during ?? createWatchdog({ signal }).during;
  const job = (name: string, rest: number, work: () => Promise<void>) =>
    keepGoing(signal, rest, () => watched(`worker: ${name}`, work));
  // Before anything is done because its time has come, it is asked whether that was in a pause.
  const timely = (name: string, work: () => Promise<void>) =>
    job(name, 5 * second, () => beatClock(sql, place).then(work));
  const delivering = job("deliveries", 2 * second, () => deliver({ ...options, renderer }, signal));
  const others = Promise.all([
    job("follows", second, () => followRequested(options, signal)),
    job("handles", 3 * second, () => checkHandles(options, signal)),
    job("shared posts", minute, () => fetchAwaited(options, signal)),
    job("moves", 5 * second, () => finishMoves(options, signal)),
    job("software", 5 * second, () => learnSoftware(options, signal)),
    timely("scheduled", () => publishScheduled({ ...options, findAccounts }, signal)),
    timely("reminders", () => remind(sql, config.origin, signal)),
    job("pins", 5 * second, () => unpin(sql, signal)),
    job("hosts", minute, () => tendHosts(sql)),
    job("counts", minute, () => countAnew(sql, signal)),
    job("surplus", minute, () => removeAll(soon, sql, signal)),
    job("files", minute, () => removeUnfinished(config.mediaDir)),
    ...mails({ sql, secret, config }, signal, job),
    job("forgetting", hour, () => forget({ sql, config, secret }, signal)),
    job("rendering", hour, () => renderEarlier(sql, signal)),
    job("search", hour, () => index(sql, signal)),
  ]);
  return {
    async stop() {
      stopping.abort();
      // A look-up at a host that hangs is not waited for: the next worker makes it again.
      const patience = sleep(second);
      await delivering;
      await Promise.race([others.then(() => client.close()), patience]);
    },
  };
}

/** Members are mailed where the server was told how. */
function mails(
  options: { sql: Database; secret: SecretKey; config: Config },
  signal: AbortSignal,
  job: (name: string, rest: number, work: () => Promise<void>) => Promise<void>,
) {
  const { mail, origin } = options.config;
  if (!mail) return [];
  const mailer = createMailer(mail, origin);
  return [job("mails", minute, () => sendDigests({ ...options, origin, mailer }, signal))];
}

/** Runs again and again with a rest between; a failure is told and does not end it: the database comes back. */
async function keepGoing(signal: AbortSignal, rest: number, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) log.error("the worker goes on after {error}", { error });
    }
    await sleep(rest, undefined, { signal }).catch(() => {});
  }
}

interface Finding {
  findAccounts: FindAccounts;
}

/** Scheduled drafts go out. */
async function publishScheduled(
  { sql, config, secret, findAccounts }: Pick<FederationOptions, "sql" | "config" | "secret"> & Finding,
  signal: AbortSignal,
): Promise<void> {
  const { mediaDir } = config;
  // A worker on another machine has no pictures to look for.
  const hasFiles = async (names: string[]) => !fs.existsSync(mediaDir) || hasMedia(mediaDir, names);
  let published = false;
  while (!signal.aborted && (await publishDue(sql, secret, { hasFiles, findAccounts }))) published = true;
  if (published) await settlePublished(sql, config, secret);
}

/** Followers are reminded of call-outs. */
async function remind(sql: Database, origin: string, signal: AbortSignal): Promise<void> {
  for (let due = true; due && !signal.aborted;) due = await sendReminder(sql, origin);
}

/** Call-outs that are over are unpinned. */
async function unpin(sql: Database, signal: AbortSignal): Promise<void> {
  for (let over = 1; over > 0 && !signal.aborted;) over = await unpinOverCallouts(sql);
}

async function tendHosts(sql: Database): Promise<void> {
  await giveUpOldDeliveries(sql);
  await knock(sql);
}

/** Texts whose HTML an earlier version made, or none, bit by bit. */
async function renderEarlier(sql: Database, signal: AbortSignal): Promise<void> {
  for (let rendered = 1; rendered > 0 && !signal.aborted;) rendered = await renderAgain(sql);
}

/** Posts from before there was a search, bit by bit. */
async function index(sql: Database, signal: AbortSignal): Promise<void> {
  for (let indexed = 1; indexed > 0 && !signal.aborted;) indexed = await indexOldPosts(sql);
}

/** What goes by its age. Actors come after what they said. */
const forgotten = [
  removeOldReceived,
  (sql: Database) => removeSurplusReceived(sql),
  removeOldGone,
  (sql: Database) => removeSurplusGone(sql),
  removeExpired,
  removeOldAlliedPosts,
  removeOldHeldReplies,
  removeOldEarlyReplies,
  removeOldFlags,
  removeOldAnswers,
  removeOldDepartures,
  removeOldMoves,
  removeOldSignIns,
  removeOldInvitations,
  removeOldDecisions,
  removeOldEntries,
  removeOldDrafts,
  forgetWriters,
  removeOldSentForms,
  removeForgottenActors,
  removeDeadHosts,
];

/** What goes within a minute: who has something open, and what there is too much of. */
const soon = [
  removeOldEditors,
  (sql: Database) => removeSurplusReplies(sql, "held"),
  (sql: Database) => removeSurplusReplies(sql, "pending"),
  removeSurplusAlliedPosts,
  removeSurplusEarlyReplies,
  removeSurplusFlags,
  removeSurplusActors,
];

/** Bit by bit, so that no statement holds others up. */
async function removeAll(
  removals: ((sql: Database) => Promise<number>)[],
  sql: Database,
  signal: AbortSignal,
): Promise<void> {
  for (const remove of removals) {
    for (let removed = 1; removed > 0 && !signal.aborted;) removed = await remove(sql);
  }
}

/** What the lists of posts say of deliveries. While a post goes out it changes all the time: each is counted once. */
async function countAnew(sql: Database, signal: AbortSignal): Promise<void> {
  const limit = 20;
  while (!signal.aborted && (await keepDeliveryCounts(sql, limit)) === limit);
}

/** Backups find the files of what has been published. */
function settlePublished(sql: Database, { mediaDir }: Config, secret: SecretKey): Promise<void> {
  return settleWaiting(mediaDir, secret, (names) => findFiles(sql, names));
}

async function forget(
  { sql, config, secret }: { sql: Database; config: Config; secret: SecretKey },
  signal: AbortSignal,
): Promise<void> {
  await recheckHandles(sql);
  await removeAll(forgotten, sql, signal);
  await removeOldSessions(sql);
  await removeOldBrowsers(sql);
  await removeDeadWorkers(sql);
  // A worker on another machine has no pictures; to forget a row there would leave its files here.
  if (fs.existsSync(config.mediaDir)) {
    await removeUnusedPictures(sql);
    await discardFiles(sql, (names) => removePicture(config.mediaDir, names));
    await settlePublished(sql, config, secret);
    await tellLost(sql, config, signal);
  }
}

/** Files and rows of pictures belong together, whatever failed between them. */
async function tellLost(sql: Database, { mediaDir }: Config, signal: AbortSignal): Promise<void> {
  const strays = await sweepPublished(mediaDir, (names) => findFiles(sql, names), signal);
  if (strays > 0) {
    log.error(
      "of the files in {dir} most are of no picture in the database: {strays}. Is it the right one? They are left where they are.",
      { strays, dir: mediaDir },
    );
  }
  const lost = await findLost(mediaDir, (after, limit) => listPublishedFiles(sql, after, limit), signal);
  if (lost.length > 0) {
    log.error(
      "files of published pictures are not in {dir}: {count}, such as {name}. Put them back from a backup.",
      {
        count: lost.length,
        dir: mediaDir,
        name: lost[0],
      },
    );
  }
  await rewriteErased(sql);
}
