import type { Json } from "./mutate.ts";
import type { Random } from "./random.ts";

/** Who sends, and what there is to speak about. */
export interface Scene {
  random: Random;
  /** The number of the input: ids made of it are new each time. */
  index: number;
  /** Ids of ours: the account, its followers, posts that stand, are withdrawn, or never were. */
  group: string;
  followers: string;
  posts: string[];
  /** The sender, and somebody on another host. */
  actor: string;
  host: string;
  other: string;
}

export const publicId = "https://www.w3.org/ns/activitystreams#Public";

export function idAt({ host, index }: Scene, path: string): string {
  return `${host}/${path}/${index}`;
}

/** Some earlier input's id: activities that repeat, take back or change what may be there. */
export function earlier({ host, index, random }: Scene, path: string): string {
  return `${host}/${path}/${Math.max(0, index - random.below(400))}`;
}

export function activity(scene: Scene, type: string, object: unknown, rest: Json = {}): Json {
  return {
    "@context": "https://www.w3.org/ns/activitystreams",
    id: idAt(scene, "activities"),
    type,
    actor: scene.actor,
    object,
    ...rest,
  };
}

export const target = ({ random, posts }: Scene): string => random.pick(posts);

export function when(random: Random): string {
  return new Date(1.7e12 + random.below(1e11)).toISOString();
}
