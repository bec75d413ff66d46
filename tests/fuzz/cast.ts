import crypto from "node:crypto";
import { type Crowd, personAt, startCrowd } from "../support/crowd.ts";
import { mutate } from "./mutate.ts";
import { noteOf } from "./notes.ts";
import { createRandom } from "./random.ts";
import type { Scene } from "./scene.ts";

/** The crowd that sends, and what it sends about. */
export interface Cast extends Crowd {
  /** A key that is nobody's. */
  wrongKey: crypto.KeyObject;
  scene: Pick<Scene, "group" | "followers" | "posts">;
}

/**
 * A thousand people on forty hosts: enough that no budget of one of them hides what comes after. Their documents are in order;
 * those under `/odd/` and `/odd-notes/` are not, each in its own way.
 */
export async function startCast(seed: number, scene: Cast["scene"]): Promise<Cast> {
  function documentAt(host: string, path: string, publicKeyPem: string): unknown {
    const [, kind = "", name = ""] = path.split("/");
    const random = createRandom(seed, kind, name);
    if (kind === "odd") return mutate(random, personAt(host + path, host, publicKeyPem));
    if (kind !== "odd-notes") return undefined;
    const actor = `${host}/users/0`;
    const note = noteOf({ ...scene, random, index: Number(name), actor, host, other: actor });
    return mutate(random, { ...note, id: host + path });
  }
  const crowd = await startCrowd({ network: "127.3", hosts: 40, peopleOfHost: 25, documentAt });
  const { privateKey: wrongKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...crowd, wrongKey, scene };
}
