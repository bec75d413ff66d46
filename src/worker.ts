import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "./config.ts";
import { createClient } from "./federation/client.ts";
import { deliver } from "./federation/delivery/worker.ts";
import { followRequested } from "./federation/following.ts";
import { createTocsinFederation } from "./federation/index.ts";
import { logger } from "./log.ts";
import { removePicture } from "./media/files.ts";
import { removeOldAlliedPosts } from "./store/allied-posts.ts";
import { removeExpired } from "./store/kv.ts";
import { removeUnusedPictures } from "./store/pictures.ts";
import { removeOldReceived } from "./store/received.ts";
import { openSecretKey } from "./store/keys.ts";
import { removeOldSessions } from "./store/sessions.ts";
import type { Database } from "./store/sql.ts";

const log = logger("worker");

const afterFailure = 2000;
const lookUpEvery = 1000;
const hour = 3_600_000;

export interface Worker {
  /** Finishes what is under way, gives back the rest. */
  stop(): Promise<void>;
}

/** What happens without a visitor: deliveries, look-ups of accounts to follow, and forgetting what is old. */
export async function startWorker({ sql, config }: { sql: Database; config: Config }): Promise<Worker> {
  const secret = await openSecretKey(sql, config.secretKeyFile);
  const client = createClient({ sql, config, secret });
  const options = { sql, config, secret, client };
  const { renderer } = createTocsinFederation(options);
  const stopping = new AbortController();
  const { signal } = stopping;
  const loops = Promise.all([
    keepGoing(signal, afterFailure, () => deliver({ ...options, renderer }, signal)),
    keepGoing(signal, lookUpEvery, () => followRequested(options)),
    keepGoing(signal, hour, () => forget(sql, config)),
  ]);
  return {
    async stop() {
      stopping.abort();
      await loops;
      await client.close();
    },
  };
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

async function forget(sql: Database, config: Config): Promise<void> {
  await removeOldReceived(sql);
  await removeOldSessions(sql);
  await removeOldAlliedPosts(sql);
  await removeExpired(sql);
  await removePicture(config.mediaDir, await removeUnusedPictures(sql));
}
