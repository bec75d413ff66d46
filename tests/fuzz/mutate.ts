import { hostileAddress, hostileText, hostileValue, longRun } from "./hostile.ts";
import type { Random } from "./random.ts";

export type Json = Record<string, unknown>;

interface Place {
  parent: Json;
  key: string;
}

/** Enough to choose from; documents of more places are rather large already. */
const mostPlaces = 1000;

/** Places in the document: a parent, and the key under which something hangs there. */
function placesOf(document: unknown): Place[] {
  const places: Place[] = [];
  const parents = [document];
  while (parents.length > 0 && places.length < mostPlaces) {
    const parent = parents.pop();
    if (typeof parent !== "object" || parent === null) continue;
    for (const key of Object.keys(parent).slice(0, mostPlaces)) {
      places.push({ parent: parent as Json, key });
      parents.push((parent as Json)[key]);
    }
  }
  return places;
}

const odd = [
  "__proto__",
  "constructor",
  "@graph",
  "@reverse",
  "@included",
  "@id",
  "@type",
  "@context",
  "",
  "\0",
];

/** Changes the document in a few places: types, values, keys, lists. */
export function mutate(random: Random, document: Json): unknown {
  const changed = structuredClone(document);
  const times = random.pick([1, 1, 1, 2, 3, 8]);
  for (let time = 0; time < times; time++) {
    const places = placesOf(changed);
    if (places.length === 0) break;
    const { parent, key } = random.pick(places);
    change(random, parent, key);
  }
  return changed;
}

/** Puts a text that is as long as a document may be into one of its fields, whichever that is; the rest stays as it was. */
export function lengthen(random: Random, document: Json): Json {
  const changed = structuredClone(document);
  const places = placesOf(changed).filter(({ parent, key }) => typeof parent[key] === "string");
  if (places.length === 0) return changed;
  const { parent, key } = random.pick(places);
  const value = parent[key] as string;
  const run = longRun(random);
  parent[key] = random.pick([run, value + run, run + value, `\u21a9${run}${value}`]);
  return changed;
}

function change(random: Random, parent: Json, key: string): void {
  const value = parent[key];
  switch (random.below(11)) {
    case 0:
      delete parent[key];
      return;
    case 1:
      parent[key] = [value, value];
      return;
    case 2:
      parent[key] = { id: value, type: "Object" };
      return;
    case 3:
      parent[key] = typeof value === "string" ? value + hostileText(random).slice(0, 200) : [];
      return;
    case 4:
      parent[key] = typeof value === "string" ? hostileText(random).slice(0, 20) + value : {};
      return;
    case 5:
      // A place of its own for a key that means something to JSON-LD or to JavaScript.
      Object.defineProperty(parent, random.pick(odd), {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      return;
    case 6:
      parent[key] = typeof value === "string" ? hostileAddress(random) : JSON.stringify(value);
      return;
    case 7:
      parent[key] =
        typeof value === "string" && value.length > 0 ? value.slice(0, random.below(value.length)) : null;
      return;
    default:
      parent[key] = hostileValue(random);
  }
}

/** Turns text into bytes that are not quite JSON, or not quite UTF-8. */
export function breakBytes(random: Random, text: string): Buffer {
  const bytes = Buffer.from(text);
  const at = random.below(bytes.length + 1);
  switch (random.below(9)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([random.below(256)]), bytes.subarray(at)]);
    case 2:
      return Buffer.from(text, "utf16le");
    case 3:
      return Buffer.from(text, "latin1");
    case 4:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    case 5:
      return Buffer.concat([bytes, bytes]);
    case 6:
      return Buffer.from("[".repeat(random.pick([31, 40, 20_000])) + text);
    case 7:
      return Buffer.from(Array.from({ length: random.below(2000) }, () => random.below(256)));
    default:
      return Buffer.from(text.replaceAll('"', random.pick(["'", "\\", '""', "“"])));
  }
}
