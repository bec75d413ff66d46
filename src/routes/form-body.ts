import type { Block } from "../body.ts";
import type { Upload, Written } from "../media/spool.ts";
import type { Arrival } from "./arrival.ts";
import { boundaryOf, mostFields, type PartHead, readParts } from "./multipart.ts";
import { parseUrlencoded } from "./urlencoded.ts";

/** Where the parts of a form go. */
export interface Taking {
  /** For all of its text. */
  text: Block;
  /** For the next file; a word where there is no place for it. Without this, nothing is kept of files but their names. */
  upload?: (() => Promise<Upload | Exclude<Written, "written">>) | undefined;
}

export interface Fields {
  data: FormData;
  /** Whether there was room for all that came. */
  end: "whole" | "large" | Exclude<Written, "written">;
}

const ampersand = 38;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The fields of a form, once it has come; where it is cut, those that came whole. @throws for what is no form, or one of too many fields */
export async function readFields(arrival: Arrival, type: string, taking: Taking): Promise<Fields> {
  const boundary = boundaryOf(type);
  if (boundary !== undefined) return readMultipart(arrival, boundary, taking);
  const { text } = taking;
  let end: Fields["end"] = "whole";
  for (let piece = await arrival.next(); piece; piece = await arrival.next()) {
    end = text.add(piece);
    if (end !== "whole") break;
  }
  const bytes = text.taken();
  if (bytes.length > 0 && !/^ *application\/x-www-form-urlencoded *(;|$)/i.test(type)) {
    throw new Error("no form");
  }
  await arrival.drain();
  const cut = end !== "whole" || arrival.end() !== "whole";
  return { data: parseFields(cut ? bytes.subarray(0, bytes.lastIndexOf(ampersand) + 1) : bytes), end };
}

function parseFields(bytes: Uint8Array): FormData {
  const fields = parseUrlencoded(bytes, mostFields);
  if (!fields) throw new Error(`more than ${mostFields} fields`);
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

async function readMultipart(arrival: Arrival, boundary: string, taking: Taking): Promise<Fields> {
  const parts = createParts(taking);
  let closed = false;
  for await (const event of readParts(arrival.next, boundary)) {
    if (event.is === "head") parts.begin(event.head);
    else if (event.is === "bytes") await parts.add(event.bytes);
    else if (event.is === "end") parts.finish();
    else closed = true;
    if (!parts.wanted()) break;
  }
  await arrival.drain();
  if (!closed && parts.wanted() && arrival.end() === "whole") throw new Error("a form without an end");
  return parts.taken();
}

interface Part {
  name: string;
  file: string | undefined;
  type: string;
  /** Where its text begins. */
  from: number;
  upload: Upload | undefined;
  came: Written;
}

/** Keeps the text of parts where it is counted, and makes strings of it only when all has come. */
function createParts({ text, upload: place }: Taking) {
  const whole: [name: string, value: File | { from: number; to: number }][] = [];
  let end: Fields["end"] = "whole";
  let filesLeft: Exclude<Written, "written"> | undefined;
  let part: Part;

  return {
    begin(head: PartHead): void {
      // Names count like what they name.
      end = text.add(Buffer.from(head.name + (head.file ?? "") + head.type));
      part = { ...head, from: text.taken().length, upload: undefined, came: "written" };
    },
    async add(bytes: Uint8Array): Promise<void> {
      if (part.file === undefined) end = text.add(bytes);
      else if (place && part.came === "written") {
        const found = part.upload ?? (await place());
        part.upload = typeof found === "string" ? undefined : found;
        part.came = typeof found === "string" ? found : await found.write(bytes);
      }
    },
    finish(): void {
      const { name, file, type, from, upload, came } = part;
      // What stands behind a picture that found no room is read all the same.
      if (came !== "written") {
        upload?.drop();
        filesLeft = came;
      } else if (file === undefined) whole.push([name, { from, to: text.taken().length }]);
      else whole.push([name, upload?.finish(file, type) ?? new File([], file, { type })]);
    },
    /** Whether there is room for more. */
    wanted: () => end === "whole",
    taken(): Fields {
      const data = new FormData();
      const bytes = text.taken();
      for (const [name, value] of whole) {
        data.append(
          name,
          value instanceof File ? value : decoder.decode(bytes.subarray(value.from, value.to)),
        );
      }
      return { data, end: end === "whole" ? (filesLeft ?? end) : end };
    },
  };
}
