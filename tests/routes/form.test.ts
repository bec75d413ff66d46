import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { Invalid } from "../../src/errors.ts";
import { filesOf, type Form, readForm, textLimit, textOf, textsOf } from "../../src/routes/form.ts";

async function read(
  body: FormData | string,
  { limit = 60_000_000, type = "" } = {},
): Promise<Form | "invalid"> {
  const app = new Hono();
  let form: Form | undefined;
  app.onError((error, c) => c.text("", error instanceof Invalid ? 422 : 500));
  app.post("/", async (c) => {
    form = await readForm(c, limit);
    return c.text("");
  });
  const headers = new Headers(type === "" ? [] : [["Content-Type", type]]);
  const answer = await app.request("/", { method: "POST", body, headers });
  if (answer.status === 422) return "invalid";
  if (answer.status !== 200) throw new Error(`The form was answered with ${answer.status}.`);
  return form!;
}

const large = 2 * textLimit;

describe.each([
  ["small", 1000],
  ["large, and so parsed in a thread of its own", large],
])("a form that is %s", (_, size) => {
  const bytes = randomBytes(size);
  const file = new File([bytes], "a “march”.png", { type: "image/png" });

  async function sent(limit?: number): Promise<Form> {
    const data = new FormData();
    data.append("name", 'L’été\r\n"à" deux');
    data.append("tag", "one");
    data.append("tag", "two");
    data.append("file", file);
    data.append("file", new File([], ""));
    data.append("after", "x\0");
    return (await read(data, limit === undefined ? {} : { limit })) as Form;
  }

  test("comes as it was sent, its files to the last byte", async () => {
    const form = await sent();
    expect(form.cut).toBe(false);
    expect(textOf(form, "name")).toBe('L’été\r\n"à" deux');
    expect(textsOf(form, "tag")).toEqual(["one", "two"]);
    const [received, ...others] = filesOf(form, "file");
    expect(others).toEqual([]);
    expect(received).toMatchObject({ name: file.name, type: "image/png", size });
    expect(Buffer.from(await received!.arrayBuffer()).equals(bytes)).toBe(true);
    expect(textOf(form, "after")).toBe("x");
  });

  test("keeps what came whole when it is cut", async () => {
    const form = await sent(size);
    expect(form.cut).toBe(true);
    expect(textsOf(form, "tag")).toEqual(["one", "two"]);
    expect(filesOf(form, "file")).toEqual([]);
  });

  test("is refused when it is none", async () => {
    const type = "multipart/form-data; boundary=b";
    expect(await read("x".repeat(size), { type })).toBe("invalid");
    expect(await read("x".repeat(size), { type: "application/json" })).toBe("invalid");
  });
});

test("fields in percent-encoding are read as browsers write them", async () => {
  const type = "application/x-www-form-urlencoded;charset=UTF-8";
  for (const body of [
    "name=L%E2%80%99%C3%A9t%C3%A9+%2B+%e2%82%ac&tag=one&tag=two",
    "&&a&=b&c=&d==e&f=%&g=%4&h=%zz&i=%ff&j=%00&%6B+=%26%3D",
    "a=\ufeffbom\u00e9&",
  ]) {
    const form = (await read(body, { type })) as Form;
    expect([...form.data]).toEqual([...new URLSearchParams(body)]);
  }
});

test("a form of more fields than any page has is refused", async () => {
  const type = "application/x-www-form-urlencoded";
  expect(await read("a&".repeat(2001), { type })).toBe("invalid");
  expect([...((await read("a&".repeat(2000), { type })) as Form).data]).toHaveLength(2000);
  const data = new FormData();
  for (let at = 0; at < 2001; at++) data.append("a", "");
  expect(await read(data)).toBe("invalid");
});

test("several large forms at once wait for each other, and all are read", async () => {
  const texts = ["a", "b", "c", "d"].map((letter) => letter.repeat(large));
  const forms = await Promise.all(
    texts.map((text) => {
      const data = new FormData();
      data.append("text", text);
      return read(data);
    }),
  );
  expect(forms.map((form) => textOf(form as Form, "text").at(-1))).toEqual(["a", "b", "c", "d"]);
});
