import { afterAll, beforeAll, expect, test } from "vitest";
import { type Entering, passphraseCheck } from "../../src/routes/passphrase.ts";
import { steps } from "../../src/routes/tickets.ts";
import { formData, hiddenFields, membersSide, type MembersSide, origin, passphrase } from "./members-side.ts";

let side: MembersSide;
beforeAll(async () => {
  side = await membersSide();
  await side.join("ines", "admin");
});
afterAll(() => side.stop());

const wrong = "wrong passphrase";
const send = (fields: Record<string, string>) =>
  side.app.request("/login", { method: "POST", body: formData(fields), headers: { origin } });
const open = async () => (await side.app.request("/login")).text();
const pictures = (page: string) =>
  [...page.matchAll(/<img src="(\/login\/step\/[^"]+)" alt="" width="1" height="1"/g)].map(([, src]) => src!);

test("in quiet the sign-in has a ticket and nothing to fetch, and goes without the ticket as well", async () => {
  const page = await open();
  expect(hiddenFields(page, "/login")["ticket"]).toMatch(/^[\w-]{43}$/);
  expect(pictures(page)).toEqual([]);
  expect((await send({ name: "ines", passphrase })).status).toBe(303);
});

test("a crowded door gives the form pictures to fetch, and lets in who has fetched them, without a script", async () => {
  const crowd = Array.from({ length: 40 }, (_, at) => send({ name: `crowd${at}`, passphrase: wrong }));
  await expect.poll(async () => pictures(await open()).length, { timeout: 20_000 }).toBe(steps);
  const page = await open();
  const fetched = await Promise.all(pictures(page).map((address) => side.app.request(address)));
  expect(new Set(fetched.map(({ status, headers }) => `${status} ${headers.get("content-type")}`))).toEqual(
    new Set(["200 image/gif"]),
  );
  expect(fetched[0]!.headers.get("cache-control")).toBe("no-store");
  const { ticket = "" } = hiddenFields(page, "/login");
  expect((await send({ name: "ines", passphrase, ticket })).status).toBe(303);
  const statuses = (await Promise.all(crowd)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([403, 429]));
});

test("those who have shown more are checked before all who wait, and who has gone is not checked", async () => {
  const check = passphraseCheck(side.sql, () => 0);
  const order: string[] = [];
  const enter = async (name: string, rest: Partial<Entering> = {}) => {
    const found = await check({ name, passphrase: wrong, ...rest });
    order.push(`${name}: ${typeof found === "string" ? found : "in"}`);
  };
  const crowd = Array.from({ length: 18 }, (_, at) => enter(`crowd${at}`));
  const shown = { issued: 0, from: 0, stepped: true };
  const gone = enter("gone", { signal: AbortSignal.abort(), shown });
  await enter("ines", { passphrase, shown });
  // The two that were being checked when she came may be done before her.
  expect(order.filter((each) => each.startsWith("crowd")).length).toBeLessThanOrEqual(3);
  await Promise.all([...crowd, gone]);
  expect(order).toContain("ines: in");
  expect(order).toContain("gone: busy");
  expect(order.filter((each) => each.endsWith(": wrong"))).toHaveLength(18);
});

test("what strangers try at a name does not keep its member from changing the passphrase", async () => {
  const member = await side.browse(await side.join("omar", "writer"));
  for (let at = 0; at < 6; at++) await send({ name: "omar", passphrase: wrong });
  expect((await send({ name: "omar", passphrase })).status).toBe(429);
  const fields = {
    present: passphrase,
    passphrase: "another horse battery",
    passphraseAgain: "another horse battery",
  };
  expect((await member.post("/admin/passphrase", fields)).status).toBe(303);
});
