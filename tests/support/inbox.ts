import crypto from "node:crypto";
import http from "node:http";
import { type Peer, type Person, type Signing, signedHeaders } from "./peer.ts";

export interface Sent {
  status: number;
  text: string;
}

/** An activity of a person of the peer, with an id of its own. */
export function activityOf(
  person: Person,
  type: string,
  rest: Record<string, unknown>,
): Record<string, unknown> {
  return {
    "@context": "https://www.w3.org/ns/activitystreams",
    id: `${person.id}/activities/${crypto.randomUUID()}`,
    type,
    actor: person.id,
    ...rest,
  };
}

/** A Note by a person of the peer. */
export function noteBy(person: Person, rest: Record<string, unknown>): Record<string, unknown> {
  return {
    id: `${person.id}/notes/${crypto.randomUUID()}`,
    type: "Note",
    attributedTo: person.id,
    content: "<p>Solidarity!</p>",
    published: new Date().toISOString(),
    to: ["https://www.w3.org/ns/activitystreams#Public"],
    cc: [],
    ...rest,
  };
}

/** Posts bytes with headers as they are: `fetch` would set a Host of its own. */
export function post(
  address: string,
  body: string,
  headers: Record<string, string>,
  target?: string,
): Promise<Sent> {
  const url = new URL(address);
  const path = target ?? url.pathname + url.search;
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: url.hostname, port: url.port, path, method: "POST", headers },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** Signs and posts an activity to an inbox. */
export function sendTo(
  inbox: string,
  peer: Peer,
  person: Person,
  activity: unknown,
  signing: Partial<Signing> = {},
): Promise<Sent> {
  const body = typeof activity === "string" ? activity : JSON.stringify(activity);
  const headers = signedHeaders(new URL(inbox), body, {
    keyId: person.keyId,
    privateKey: peer.privateKey,
    ...signing,
  });
  return post(inbox, body, headers, signing.target);
}
