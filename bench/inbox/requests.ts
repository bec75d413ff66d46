import crypto from "node:crypto";
import { Agent, request } from "undici";
import type { Crowd } from "../../tests/support/crowd.ts";
import { signedHeaders } from "../../tests/support/peer.ts";

export interface Signed {
  body: string;
  headers: Record<string, string>;
}

/** Signed beforehand: what is measured is who receives them. Each actor likes each object once. */
export function signLikes(
  inbox: string,
  { key }: Crowd,
  actors: { id: string; keyId: string }[],
  objects: string[],
): Signed[] {
  return objects.flatMap((object) =>
    actors.map(({ id, keyId }) => {
      const like = { id: `${id}/likes/${crypto.randomUUID()}`, type: "Like", actor: id, object };
      const body = JSON.stringify({ "@context": "https://www.w3.org/ns/activitystreams", ...like });
      return { body, headers: signedHeaders(new URL(inbox), body, { keyId, privateKey: key }) };
    }),
  );
}

/** Posts them all, some at a time, and gives the number of each answer. */
export async function postAll(inbox: string, requests: Signed[]): Promise<Map<number, number>> {
  const agent = new Agent({ connections: 32, pipelining: 1 });
  const answers = new Map<number, number>();
  let next = 0;
  const lane = async () => {
    while (next < requests.length) {
      const { body, headers } = requests[next++]!;
      const response = await request(inbox, { method: "POST", dispatcher: agent, headers, body });
      await response.body.dump();
      answers.set(response.statusCode, (answers.get(response.statusCode) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 32 }, lane));
  await agent.close();
  return answers;
}
