// A thread of its own: signing takes milliseconds, in which whoever measures would wait for themselves.
import crypto from "node:crypto";
import http from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import type { Crowd } from "../support/crowd.ts";
import { activityOf, noteBy } from "../support/inbox.ts";
import { signedHeaders } from "../support/peer.ts";

/** Everybody replies to one post, so many times each. */
export interface Raid {
  post: string;
  inbox: string;
  people: Crowd["people"];
  /** The one key of all of them. */
  keyPem: string;
  replies: number;
  shout: string;
}

const sendersAtOnce = 100;

const { post, inbox, people, keyPem, replies, shout } = workerData as Raid;
const key = crypto.createPrivateKey(keyPem);
const agent = new http.Agent({ keepAlive: true });
/** By status; those with a Retry-After as "429, later". */
const answers = new Map<string, number>();
const total = people.length * replies;
let next = 0;

const lane = async () => {
  while (next < total) {
    const { id, keyId } = people[next++ % people.length]!;
    const person = { id, keyId, inbox: `${id}/inbox`, document: {} };
    const note = noteBy(person, { inReplyTo: post, content: `<p>${shout}, ${crypto.randomUUID()}</p>` });
    const body = JSON.stringify(activityOf(person, "Create", { object: note }));
    const name = await answerTo(body, signedHeaders(new URL(inbox), body, { keyId, privateKey: key }));
    answers.set(name, (answers.get(name) ?? 0) + 1);
  }
};
await Promise.all(Array.from({ length: sendersAtOnce }, lane));
agent.destroy();
parentPort!.postMessage(answers, []);

function answerTo(body: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const request = http.request(inbox, { agent, method: "POST", headers }, (response) => {
      const later = response.headers["retry-after"] === undefined ? "" : ", later";
      response.resume().on("end", () => resolve(`${response.statusCode}${later}`));
    });
    request.on("error", (error) => resolve(error.message));
    request.end(body);
  });
}
