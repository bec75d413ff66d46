import type { Context } from "hono";
import type { Bodies, Share } from "../body.ts";
import { Invalid, Unread } from "../errors.ts";
import type { Spool, Uploads } from "../media/spool.ts";
import { type Arrival, type ArrivalLimits, createArrival } from "./arrival.ts";
import { readFields } from "./form-body.ts";
import { typedLine, typedText, withoutControls } from "../text/typed.ts";

export interface Form {
  data: FormData;
  /** The form was not read to its end; what had come whole before that is in `data`. */
  cut: boolean;
  /** Why: it is too long, too much comes at once, the disk takes nothing, or no more came. */
  end: "whole" | "large" | "full" | "failed" | "late";
}

export interface MemberForm extends Form {
  /** Lets go of its files, and of its place. */
  discard: () => Promise<void>;
}

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
const second = 1000;
const minute = 60 * second;

/** What a form without a picture can hold: the longest text, percent-encoded, and the fields beside it. */
export const textLimit = 3 * megabyte;

/** Lists are longer than any text: redirects by the thousand, percent-encoded. */
const longestList = 2 * textLimit;

/** Eight pictures from a phone. */
export const uploadLimit = 60 * megabyte;

/** What strangers fill in: a name, a passphrase, the profile of a new collective; or a text of moderate length. */
const shortLimit = 64 * kilobyte;

const ofStrangers = { drained: megabyte, longestPause: 10 * second, longest: 10 * second };
/** Beyond so much the connection is given up: the browser shows its own error, and a flood costs us no more. */
const ofKept = { drained: 400 * megabyte, longestPause: 2 * minute, longest: 2 * minute };
/** Eight pictures take a quarter of an hour over half a megabit a second; a phone in a tunnel says nothing for a while. */
const ofMembers = { drained: 400 * megabyte, longestPause: minute, longest: 20 * minute };

/** Forms that one member sends at one time. Of more than these the texts are taken, like those of strangers, and no files. */
const mostAtOnce = 4;

const refusals = { broken: 400, late: 408, large: 413, full: 429, failed: 503 } as const;

export type Forms = ReturnType<typeof createForms>;

/** Reads what people send within limits of size, time and memory: `bodies` is shared by all of them. */
export function createForms({ bodies, spool }: { bodies: Bodies; spool: Spool }) {
  const places = createPlaces(mostAtOnce);
  return {
    /** Reads the short form of somebody who is not signed in. @throws {Unread} {Invalid} */
    async readShort(c: Context): Promise<Form> {
      const form = await read(c, { ...ofStrangers, largest: shortLimit }, { share: bodies.strangers });
      if (form.end !== "whole") throw new Unread(refusals[form.end]);
      return form;
    },

    /**
     * Reads a form whose text comes back to be sent again: of one that is too long, or slow, what came is kept. More of it where
     * the writer was signed in; that can be forged, and then costs the memory set aside for all of them. @throws {Unread} {Invalid}
     */
    async readKept(c: Context, { wasSignedIn }: { wasSignedIn: boolean }): Promise<Form> {
      const largest = wasSignedIn ? textLimit : shortLimit;
      const form = await read(c, { ...ofKept, largest }, { share: bodies.kept });
      if (form.end !== "whole" && [...form.data].length === 0) throw new Unread(refusals[form.end]);
      return form;
    },

    /**
     * Reads the form of a member, whose token stands at its beginning: pages of ours put it there, and nothing large is taken
     * before it or behind another. One that is too long is not refused whole: the fields before the limit are kept, so that nobody loses a text
     * because of a picture. Forms therefore put their texts before their files. @throws {Unread} {Invalid}
     */
    async readMember(
      c: Context,
      { member, isToken }: { member: string; isToken: (token: string) => boolean },
    ): Promise<MemberForm> {
      const arrival = arrivalOf(c, { ...ofMembers, largest: uploadLimit });
      const token = tokenIn(await arrival.peek(beginning));
      if (token === undefined || !isToken(token)) {
        return { ...(await readFrom(c, arrival, { share: bodies.kept })), discard: async () => {} };
      }
      const leave = places.enter(member);
      let uploads: Promise<Uploads | undefined> | undefined;
      const discard = async () => {
        leave?.();
        await (await uploads)?.close();
      };
      const upload = async () => (leave ? ((await (uploads ??= spool.open()))?.begin() ?? "failed") : "full");
      const taken = leave ? { share: bodies.members, longest: longestList } : { share: bodies.kept };
      try {
        return { ...(await readFrom(c, arrival, { ...taken, upload })), discard };
      } catch (error) {
        await discard();
        throw error;
      }
    },

    figures: { held: bodies.held, uploads: spool.held },
  };
}

/** Counts what each member is sending: a stolen cookie must not take the others' room. */
function createPlaces(most: number) {
  const taken = new Map<string, number>();
  return {
    /** A place to be left again; undefined where the member has as many as one may have. */
    enter(member: string): (() => void) | undefined {
      const before = taken.get(member) ?? 0;
      if (before >= most) return undefined;
      taken.set(member, before + 1);
      return () => {
        const left = taken.get(member)! - 1;
        if (left === 0) taken.delete(member);
        else taken.set(member, left);
      };
    },
  };
}

/** The token, and the button that was pressed, which browsers write where it stands on the page. */
const beginning = 2048;

/** The field `csrf`, where it is among the first. */
function tokenIn(bytes: Buffer): string | undefined {
  const text = bytes.toString("latin1", 0, beginning);
  const [, token] =
    /^(?:[^&]*&){0,3}csrf=([\w-]{0,100})(?:&|$)/.exec(text) ??
    /name="csrf"\r\n\r\n([\w-]{0,100})\r\n--/.exec(text) ??
    [];
  return token;
}

interface Taken {
  share: Share;
  /** Of all text together. */
  longest?: number;
  upload?: NonNullable<Parameters<typeof readFields>[2]["upload"]>;
}

const arrivalOf = (c: Context, limits: ArrivalLimits) =>
  createArrival(c.req.raw.body ?? undefined, c.req.header("Content-Length"), limits);

const read = (c: Context, limits: ArrivalLimits, taken: Taken) => readFrom(c, arrivalOf(c, limits), taken);

async function readFrom(
  c: Context,
  arrival: Arrival,
  { share, longest = textLimit, upload }: Taken,
): Promise<Form> {
  const text = share.block(longest);
  try {
    const fields = await readFields(arrival, c.req.header("Content-Type") ?? "", { text, upload });
    const came = arrival.end();
    if (came === "broken") throw new Unread(refusals.broken);
    const end = came === "whole" ? fields.end : came;
    return { data: fields.data, end, cut: end !== "whole" };
  } catch (error) {
    if (error instanceof Unread) throw error;
    await arrival.drain();
    const came = arrival.end();
    if (came !== "whole") throw new Unread(refusals[came]);
    throw new Invalid("invalid");
  } finally {
    text.release();
  }
}

/** The field's text; empty when it is absent. */
export function textOf(form: Form, name: string): string {
  return textsOf(form, name)[0] ?? "";
}

/** The field as one line for others to read. */
export const lineOf = (form: Form, name: string) => typedLine(textOf(form, name));

/** The field as a text of several lines. */
export const linesOf = (form: Form, name: string) => typedText(textOf(form, name)).trim();

export function textsOf({ data }: Form, name: string): string[] {
  return data
    .getAll(name)
    .filter((value) => typeof value === "string")
    .map(withoutControls);
}

/** The files chosen; browsers send an empty one where none is. */
export function filesOf({ data }: Form, name: string): File[] {
  const values: unknown[] = data.getAll(name);
  return values.filter((value) => value instanceof File && (value.size > 0 || value.name !== "")) as File[];
}
