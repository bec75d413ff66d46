import { randomBytes } from "node:crypto";
import fs from "node:fs";
import stream from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBodies } from "../../src/body.ts";
import { Invalid, Unread } from "../../src/errors.ts";
import { createSpool } from "../../src/media/spool.ts";
import { createArrival } from "../../src/routes/arrival.ts";
import { readFields } from "../../src/routes/form-body.ts";
import {
  createForms,
  filesOf,
  type MemberForm,
  textOf,
  textsOf,
  uploadLimit,
} from "../../src/routes/form.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";

let dir: string;
beforeAll(() => (dir = temporaryDirectory()));
afterAll(() => removeDirectory(dir));

const megabyte = 1024 * 1024;
const token = "a-good-token";
const urlencoded = "application/x-www-form-urlencoded";

/** A server that reads forms of members, and of each what its handler gets. */
function reader(limits?: { most: number }) {
  const bodies = createBodies();
  const spool = createSpool(dir, limits);
  const forms = createForms({ bodies, spool });
  const app = new Hono();
  let form: MemberForm | undefined;
  app.onError((error, c) =>
    c.text("", error instanceof Unread ? error.status : error instanceof Invalid ? 422 : 500),
  );
  app.post("/", async (c) => {
    form = await forms.readMember(c, {
      member: c.req.header("member")!,
      isToken: (given) => given === token,
    });
    return c.text("");
  });
  return {
    bodies,
    spool,
    async read(body: BodyInit, type = "", member = "ines"): Promise<MemberForm | number> {
      const headers = new Headers({ member, ...(type !== "" && { "Content-Type": type }) });
      const request = new Request("http://localhost/", {
        method: "POST",
        body,
        headers,
        duplex: "half",
      } as RequestInit);
      const { status } = await app.request(request);
      return status === 200 ? form! : status;
    },
  };
}

const read = (body: BodyInit, type?: string) => reader().read(body, type) as Promise<MemberForm>;

function withToken(first = token): FormData {
  const data = new FormData();
  data.append("csrf", first);
  return data;
}

describe.each([
  ["small", 1000],
  ["large", 6 * megabyte + 1],
])("a form that is %s", (_, size) => {
  const bytes = randomBytes(size);
  const file = new File([bytes], "a “march”.png", { type: "image/png" });

  function sent(): FormData {
    const data = withToken();
    data.append("name", 'L’été\r\n"à" deux');
    data.append("tag", "one");
    data.append("tag", "two");
    data.append('odd "name"\n', "");
    data.append("file", file);
    data.append("file", new File([], ""));
    data.append("after", "x\0");
    return data;
  }

  test("comes as it was sent, its files to the last byte", async () => {
    const form = await read(sent());
    expect(form.end).toBe("whole");
    expect(textOf(form, "name")).toBe('L’été\r\n"à" deux');
    expect(textsOf(form, "tag")).toEqual(["one", "two"]);
    expect(form.data.has('odd "name"\r\n')).toBe(true);
    const [received, ...others] = filesOf(form, "file");
    expect(others).toEqual([]);
    expect(received).toMatchObject({ name: file.name, type: "image/png", size });
    expect(Buffer.from(await received!.arrayBuffer()).equals(bytes)).toBe(true);
    const part = Buffer.from(await received!.slice(100, 117).slice(1).arrayBuffer());
    expect(part.equals(bytes.subarray(101, 117))).toBe(true);
    expect(textOf(form, "after")).toBe("x");
    await form.discard();
  });

  test("has each of its files apart", async () => {
    const data = withToken();
    const all = [size, 3, size - 1].map((length) => randomBytes(length));
    for (const each of all) data.append("file", new File([each], "a.png"));
    const form = await read(data);
    const files = await Promise.all(filesOf(form, "file").map((each) => each.arrayBuffer()));
    expect(files.map((each, at) => Buffer.from(each).equals(all[at]!))).toEqual([true, true, true]);
    await form.discard();
  });

  test("is refused when it is none", async () => {
    const type = "multipart/form-data; boundary=b";
    expect(await read("x".repeat(size), type)).toBe(422);
    expect(await read("x".repeat(size), "application/json")).toBe(422);
  });

  test("comes in however small pieces", async () => {
    const whole = new Uint8Array(await new Response(sent()).arrayBuffer());
    const type = `multipart/form-data; boundary=${Buffer.from(whole.subarray(2, 60)).toString().split("\r\n")[0]}`;
    const step = size > megabyte ? 65_521 : 1;
    const pieces = Array.from({ length: Math.ceil(whole.length / step) }, (_, at) =>
      whole.subarray(at * step, (at + 1) * step),
    );
    const form = await read(streamOf(pieces), type);
    expect([...form.data].map(([name]) => name)).toEqual(
      [...sent()].map(([name]) => name.replace("\n", "\r\n")),
    );
    const [received] = filesOf(form, "file");
    expect(Buffer.from(await received!.arrayBuffer()).equals(bytes)).toBe(true);
    await form.discard();
  });
});

test("what came whole before the limit is kept, and what comes after it is not", async () => {
  const data = withToken();
  data.append("name", "Kept");
  for (let at = 0; at < 4; at++)
    data.append("file", new File([new Uint8Array(uploadLimit / 4)], `${at}.jpg`));
  data.append("after", "x");
  const form = await read(data);
  expect([form.end, textOf(form, "name"), form.data.has("after")]).toEqual(["large", "Kept", false]);
  expect(filesOf(form, "file").map(({ name }) => name)).toEqual(["0.jpg", "1.jpg", "2.jpg"]);
  await form.discard();
});

test("fields in percent-encoding are read as browsers write them", async () => {
  const type = `${urlencoded};charset=UTF-8`;
  for (const body of [
    "name=L%E2%80%99%C3%A9t%C3%A9+%2B+%e2%82%ac&tag=one&tag=two",
    "&&a&=b&c=&d==e&f=%&g=%4&h=%zz&i=%ff&j=%00&%6B+=%26%3D",
    "a=\ufeffbom\u00e9&",
  ]) {
    expect([...(await read(body, type)).data]).toEqual([...new URLSearchParams(body)]);
  }
});

test("a form of more fields than any page has is refused", async () => {
  expect(await read("a&".repeat(2001), urlencoded)).toBe(422);
  expect([...(await read("a&".repeat(2000), urlencoded)).data]).toHaveLength(2000);
  const data = new FormData();
  for (let at = 0; at < 2001; at++) data.append("a", "");
  expect(await read(data)).toBe(422);
});

describe("files", () => {
  const picture = (size = megabyte) => new File([randomBytes(size)], "march.jpg", { type: "image/jpeg" });
  function withPicture(first = token, file = picture()): FormData {
    const data = withToken(first);
    data.append("source", "We meet at noon.");
    data.append("file", file);
    return data;
  }

  test("are taken only behind the token; of others the texts are kept, and the names", async () => {
    const { read, spool } = reader();
    for (const data of [withPicture("guessed"), withPicture("")]) {
      const form = (await read(data)) as MemberForm;
      expect(textOf(form, "source")).toBe("We meet at noon.");
      expect(filesOf(form, "file").map(({ name, size }) => [name, size])).toEqual([["march.jpg", 0]]);
      expect(spool.held()).toBe(0);
    }
    const pressed = new FormData();
    for (const [name, value] of [["intent", "preview"], ...withPicture()] as [string, string][]) {
      pressed.append(name, value);
    }
    const taken = (await read(pressed)) as MemberForm;
    expect(filesOf(taken, "file").map(({ size }) => size)).toEqual([megabyte]);
    await taken.discard();
    const late = new FormData();
    late.append("file", picture());
    late.append("csrf", token);
    const form = (await read(late)) as MemberForm;
    expect(textOf(form, "csrf")).toBe(token);
    expect(filesOf(form, "file").map(({ size }) => size)).toEqual([0]);
  });

  test("lie on the disk without a name, and not as they were sent", async () => {
    const { read, spool } = reader();
    const canary = "GPS 45.9,6.9 ".repeat(10_000);
    const form = (await read(withPicture(token, new File([canary], "march.jpg")))) as MemberForm;
    expect(fs.readdirSync(dir)).toEqual([]);
    expect(spool.held()).toBe(canary.length);
    expect(nameless(dir).map((bytes) => bytes.length)).toEqual(onLinux ? [canary.length] : []);
    expect(nameless(dir).filter((bytes) => bytes.includes("GPS 45.9"))).toEqual([]);
    expect(await filesOf(form, "file")[0]!.text()).toBe(canary);
    await form.discard();
    expect([spool.held(), nameless(dir)]).toEqual([0, []]);
  });

  test("of one member come in so many forms at once; of more the texts are taken, and others are not held up", async () => {
    const { read, bodies } = reader();
    const forms = Array.from({ length: 4 }, () => begun(5000));
    const reading = forms.map(({ body }) => read(body, urlencoded));
    await expect.poll(() => bodies.members.held()).toBeGreaterThan(4000);
    const fifth = (await read(withPicture())) as MemberForm;
    expect([fifth.end, fifth.cut, textOf(fifth, "source")]).toEqual(["full", true, "We meet at noon."]);
    expect(filesOf(fifth, "file")).toEqual([]);
    const ofAnother = (await read(withPicture(), "", "omar")) as MemberForm;
    expect([ofAnother.end, filesOf(ofAnother, "file")[0]!.size]).toEqual(["whole", megabyte]);
    for (const { goOn } of forms) goOn();
    for (const form of await Promise.all(reading)) await (form as MemberForm).discard();
    const later = (await read(withPicture())) as MemberForm;
    expect(later.end).toBe("whole");
    await Promise.all([ofAnother.discard(), later.discard()]);
  });

  test("of all take no more of the disk than there is for them, and what found no room gives back what it had", async () => {
    const { read, spool } = reader({ most: 2.5 * megabyte });
    const data = withPicture();
    data.append("file", picture(2 * megabyte));
    data.append("file", picture(megabyte));
    data.append("after", "x");
    const form = (await read(data)) as MemberForm;
    expect([form.end, textOf(form, "after")]).toEqual(["full", "x"]);
    expect(filesOf(form, "file").map(({ size }) => size)).toEqual([megabyte, megabyte]);
    expect(spool.held()).toBe(2 * megabyte);
    await form.discard();
    expect(spool.held()).toBe(0);
  });
});

const onLinux = process.platform === "linux";

/** What this process has open in a folder that no longer stands in it. */
function nameless(folder: string): Buffer[] {
  if (!onLinux) return [];
  return fs.readdirSync("/proc/self/fd").flatMap((fd) => {
    const target = tryRead(() => fs.readlinkSync(`/proc/self/fd/${fd}`)) ?? "";
    return target.startsWith(folder) && target.endsWith(" (deleted)")
      ? [fs.readFileSync(`/proc/self/fd/${fd}`)]
      : [];
  });
}

function tryRead<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** A form that is begun, and goes on when it is told. */
function begun(size: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const bytes = new TextEncoder().encode(`csrf=${token}&source=${"a".repeat(size)}`);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    await promise;
    yield Buffer.from("&end=x");
  }
  return { body: streamOf(pieces()), goOn: resolve };
}

const streamOf = (pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) =>
  stream.Readable.toWeb(stream.Readable.from(pieces, { objectMode: true })) as unknown as BodyInit;

test("the memory of bodies that are being read has one bound, and short texts are taken even then", async () => {
  const { read, bodies } = reader();
  const forms = Array.from({ length: 60 }, () => begun(3 * megabyte));
  const reading = forms.map(({ body }, at) => read(body, urlencoded, `member ${at % 20}`));
  await expect.poll(() => bodies.members.held(), { timeout: 20_000 }).toBeGreaterThan(30 * megabyte);
  const small = (await read(`csrf=${token}&source=${"a".repeat(60_000)}`, urlencoded)) as MemberForm;
  expect([small.end, textOf(small, "source").length]).toEqual(["whole", 60_000]);
  expect(bodies.members.held()).toBeLessThanOrEqual(bodies.members.bound);
  for (const { goOn } of forms) goOn();
  for (const form of await Promise.all(reading)) {
    expect(["whole", "full"]).toContain((form as MemberForm).end);
    expect(textOf(form as MemberForm, "csrf")).toBe(token);
  }
  expect(bodies.held()).toBe(0);
  expect(bodies.bound).toBeLessThan(200 * megabyte);
});

test("a form that stops coming is waited for so long, and what came whole is kept", async () => {
  const type = "multipart/form-data; boundary=b";
  const part = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const limits = { largest: megabyte, drained: megabyte };
  const never = new Promise<IteratorResult<Uint8Array>>(() => {});
  async function ended(pieces: string[], pause: number, { longestPause = 40, longest = 60_000 } = {}) {
    const left = [...pieces];
    const body = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          const piece = left.shift();
          if (piece === undefined) return never;
          await sleep(pause);
          return { done: false as const, value: Buffer.from(piece) };
        },
      }),
    };
    const arrival = createArrival(body, undefined, { ...limits, longestPause, longest });
    const text = createBodies().members.block(megabyte);
    const { data } = await readFields(arrival, type, { text });
    return [arrival.end(), ...[...data].map(([name]) => name)];
  }
  const pieces = [part("csrf", token), part("source", "We meet."), part("name", "Half").slice(0, -3)];
  expect(await ended(pieces, 0)).toEqual(["late", "csrf", "source"]);
  const dribble = Array.from({ length: 10_000 }, (_, at) => part(`a${at}`, ""));
  expect((await ended(dribble, 10, { longestPause: 10_000, longest: 100 }))[0]).toBe("late");
});
