import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { removeOldDecisions } from "../../src/store/decisions.ts";
import { findPage, listPages } from "../../src/store/pages.ts";
import type { Member } from "../../src/store/members.ts";
import { confirmSecondFactor, findOfferedSecret, offerSecondFactor } from "../../src/store/second-factors.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { type Browser, membersSide, type MembersSide, passphrase } from "./members-side.ts";

let side: MembersSide;
let members: Record<"ada" | "bea" | "edo" | "wanda", Member>;
let ada: Browser;
let bea: Browser;
let edo: Browser;

beforeAll(async () => {
  side = await membersSide();
  members = {
    ada: await side.join("ada", "admin"),
    bea: await side.join("bea", "admin"),
    edo: await side.join("edo", "editor"),
    wanda: await side.join("wanda", "writer"),
  };
});
afterAll(() => side.stop());

/** A collective of some weeks, in which nobody was let in lately. */
beforeEach(async () => {
  const { sql } = side;
  await sql`truncate decision, audit, page, invitation, second_factor cascade`;
  await sql`
    update collective
    set two_person = true, retention_days = 90, panicked_at = null, created_at = now() - interval '30 days'`;
  await sql`update member set let_in_at = now() - interval '20 days', suspended_at = null`;
  for (const { id, role } of Object.values(members))
    await sql`update member set role = ${role} where id = ${id}`;
  [ada, bea, edo] = (await Promise.all([members.ada, members.bea, members.edo].map(side.browse))) as [
    Browser,
    Browser,
    Browser,
  ];
});

const pathOf = (response: Response) => response.headers.get("location")!.split("?")[0]!;
const page = { name: "How to give", slug: "give", language: "en", source: "By post.", inMenu: "on" };
const chosen = async () => {
  const [row] = await side.sql`
    select two_person as two, retention_days as days, panicked_at is not null as panicked from collective`;
  return row!;
};

/** What one member alone must not do: how it is proposed, and whether it was done. */
const kinds: Record<string, { propose: () => Promise<Response>; done: () => Promise<boolean> }> = {
  "opening again after an emergency": {
    async propose() {
      await side.sql`update collective set panicked_at = now()`;
      return ada.post("/admin/panic/lift");
    },
    done: async () => !(await chosen()).panicked,
  },
  "a new admin by another role": {
    propose: () => ada.post("/admin/members/role", { id: members.edo.id, role: "admin" }),
    done: async () =>
      (await side.sql`select 1 from member where id = ${members.edo.id} and role = 'admin'`).length > 0,
  },
  "a new admin by an invitation": {
    propose: () => ada.post("/admin/members/invitations", { role: "admin" }),
    done: async () => (await side.sql`select 1 from invitation where role = 'admin'`).length > 0,
  },
  "turning the two-person rule off": {
    propose: () => ada.post("/admin/settings/rules", { retentionDays: "90", roundingMinutes: "0" }),
    done: async () => !(await chosen()).two,
  },
  "keeping the log for less than a week": {
    propose: () =>
      ada.post("/admin/settings/rules", { twoPerson: "on", retentionDays: "6", roundingMinutes: "0" }),
    done: async () => (await chosen()).days === 6,
  },
  "a standing page": {
    propose: () => ada.post("/admin/pages", page),
    done: async () => (await findPage(side.sql, "give", "en")) !== undefined,
  },
};

describe.for(Object.entries(kinds))("%s", ([, { propose, done }]) => {
  test("waits for a second person, who finds it on the overview and does it by confirming, and the log names both", async () => {
    const path = pathOf(await propose());
    expect(path).toMatch(/^\/admin\/decisions\/\w+$/);
    expect(await done()).toBe(false);
    expect(await bea.read("/admin")).toContain(`href="${path}"`);
    expect(await bea.read(path)).toContain(`action="${path}/confirm"`);
    expect((await bea.post(`${path}/confirm`)).status).toBeLessThan(400);
    expect(await done()).toBe(true);
    const entries = await side.entries();
    expect(entries.find(({ act }) => act === "propose")).toMatchObject({ name: "ada" });
    expect(entries.find(({ act }) => act === "confirm")).toMatchObject({ name: "bea", object: "ada" });
    expect(entries.filter(({ name }) => name === "bea")).toHaveLength(2);
    expect(await side.sql`select 1 from decision`).toEqual([]);
  });

  test("is not done by whoever proposed it, by any button", async () => {
    const path = pathOf(await propose());
    const shown = await ada.read(path);
    expect(shown).not.toContain(`action="${path}/confirm"`);
    expect(shown).not.toContain(`action="${path}/alone"`);
    expect((await ada.post(`${path}/confirm`)).status).toBe(409);
    expect((await ada.post(`${path}/alone`, { present: passphrase })).status).toBeGreaterThanOrEqual(400);
    expect(await done()).toBe(false);
    await expect(side.sql`update decision set confirmed_by = ${members.ada.id}`).rejects.toThrow(
      "decision_check",
    );
  });

  test("is not done by a second person whom somebody let in, or further in, these days", async () => {
    const path = pathOf(await propose());
    await side.sql`update member set let_in_at = now() - interval '2 days' where name <> 'ada'`;
    expect(await bea.read(path)).toContain("less than three days ago");
    expect((await bea.post(`${path}/confirm`)).status).toBe(409);
    expect(await done()).toBe(false);
  });

  test("is not done by one who reset its proposer's door, and so could be both", async () => {
    const path = pathOf(await propose());
    await side.sql`update member set let_in_at = now() - interval '2 days' where name = 'ada'`;
    expect(await bea.read(path)).toContain("Somebody else let ada in");
    expect((await bea.post(`${path}/confirm`)).status).toBe(409);
    expect(await done()).toBe(false);
  });

  test("can be refused, and is void after a week", async () => {
    const path = pathOf(await propose());
    expect((await edo.post(`${path}/refuse`)).status).toBe(303);
    expect((await bea.post(`${path}/confirm`)).status).toBe(404);
    const again = pathOf(await propose());
    await side.sql`update decision set expires_at = now() - interval '1 second'`;
    expect((await bea.post(`${again}/confirm`)).status).toBe(404);
    expect(await removeOldDecisions(side.sql)).toBe(1);
    expect(await done()).toBe(false);
  });

  test("is nothing for writers, and ends when its proposer is kept out", async () => {
    const path = pathOf(await propose());
    const wanda = await side.browse(members.wanda);
    expect(await wanda.read("/admin")).not.toContain(path);
    expect((await wanda.post(`${path}/confirm`)).status).toBe(403);
    await bea.post("/admin/members/suspend", { id: members.ada.id });
    expect((await bea.post(`${path}/confirm`)).status).toBe(404);
    expect(await done()).toBe(false);
  });
});

/** Ada's second factor, however she came by it. */
async function factor() {
  const key = readSecretKey(side.config.secretKeyFile);
  const { id } = members.ada;
  await offerSecondFactor(side.sql, key, id);
  const offered = new TOTP({ secret: Secret.fromBase32((await findOfferedSecret(side.sql, key, id))!) });
  const at = (step: number) => offered.generate({ timestamp: Date.now() + step * 30_000 });
  await confirmSecondFactor(side.sql, key, { memberId: id, code: at(-1) });
  return at;
}

test("a standing page is published by nobody alone", async () => {
  const { propose, done } = kinds["a standing page"]!;
  await side.sql`update member set suspended_at = now() where name in ('bea', 'edo')`;
  const path = pathOf(await propose());
  expect((await ada.post(`${path}/alone`, { present: passphrase })).status).toBe(409);
  expect(await done()).toBe(false);
});

test.for(Object.entries(kinds).filter(([kind]) => kind !== "a standing page"))(
  "%s is done by one who is alone, after a day, with passphrase and second factor",
  async ([, { propose, done }]) => {
    await side.sql`update member set suspended_at = now() where name = 'bea'`;
    // There, and no second person.
    await side.sql`update member set role = 'writer' where name = 'edo'`;
    const path = pathOf(await propose());
    const code = await factor();
    expect(await ada.read(path)).toContain("From");
    expect((await ada.post(`${path}/alone`, { present: passphrase, code: code(0) })).status).toBe(409);
    await side.sql`update decision set alone_from = now() - interval '1 second'`;
    const wrongs: Record<string, string>[] = [
      { present: "wrong passphrase" },
      { present: passphrase },
      { present: passphrase, code: "000000" },
    ];
    for (const wrong of wrongs) expect((await ada.post(`${path}/alone`, wrong)).status).toBe(422);
    expect(await done()).toBe(false);
    const right = await ada.post(`${path}/alone`, { present: passphrase, code: code(1) });
    expect([right.status < 400, await done()]).toEqual([true, true]);
  },
);

describe("whoever is alone", () => {
  test("has to wait a day again after each member they kept out, and needs a second factor", async () => {
    await side.sql`update collective set panicked_at = now()`;
    const path = pathOf(await ada.post("/admin/panic/lift"));
    await side.sql`update decision set alone_from = now() - interval '1 second'`;
    await ada.post("/admin/members/suspend", { id: members.bea.id });
    await ada.post("/admin/members/remove", { id: members.edo.id });
    const [{ soon } = { soon: true }] = await side.sql`
      select alone_from < now() + interval '23 hours' as soon from decision`;
    expect(soon).toBe(false);
    await side.sql`update decision set alone_from = now() - interval '1 second'`;
    const refused = await ada.post(`${path}/alone`, { present: passphrase });
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining("You have no second factor yet"),
    ]);
    expect((await chosen()).panicked).toBe(true);
    members.edo = await side.join("edo", "editor");
  });

  test("is not alone by having reset the others' doors", async () => {
    const path = pathOf(await ada.post("/admin/members/invitations", { role: "admin" }));
    for (const { id } of [members.bea, members.edo])
      await ada.post("/admin/members/passphrase", { id, newPassphrase: `${passphrase} of ada's` });
    await side.sql`update decision set alone_from = now() - interval '1 second'`;
    expect((await ada.post(`${path}/alone`, { present: passphrase })).status).toBeGreaterThanOrEqual(400);
    const asBea = await side.browse(members.bea);
    expect((await asBea.post(`${path}/confirm`)).status).toBe(409);
    expect(await side.sql`select 1 from invitation`).toEqual([]);
  });

  test("needs no waiting in the first days of a collective", async () => {
    await side.sql`update collective set created_at = now()`;
    await side.sql`update member set let_in_at = now()`;
    const path = pathOf(await ada.post("/admin/members/invitations", { role: "admin" }));
    const issued = await ada.post(`${path}/alone`, { present: passphrase });
    expect([issued.status, await issued.text()]).toEqual([200, expect.stringContaining("/invitation/")]);
  });
});

test("what a proposal says lies in no table in clear, and a panic ends what waits", async () => {
  await ada.post("/admin/pages", { ...page, source: "CANARYPAGE" });
  const rows = await side.sql<{ row: string }[]>`select t::text as row from decision t`;
  expect(rows.map(({ row }) => row).join()).not.toMatch(/CANARYPAGE|give/);
  await edo.post("/admin/panic", { sure: "yes" });
  expect(await side.sql`select 1 from decision`).toEqual([]);
});

test("under the rule a page shows who confirms what it says now and then, and one that changed meanwhile is not written over", async () => {
  const { sql } = side;
  await bea.post(`${pathOf(await ada.post("/admin/pages", page))}/confirm`);
  const path = "/admin/pages/give/en";
  const changed = await ada.post(path, { ...page, source: "By bank.", version: "1" });
  const shown = await bea.read(pathOf(changed));
  expect(shown).toContain(">\nBy bank.</textarea>");
  expect(shown).toContain(">\nBy post.</textarea>");
  await sql`update page set version = 2`;
  expect((await bea.post(`${pathOf(changed)}/confirm`)).status).toBe(409);
  expect((await findPage(sql, "give", "en"))!.source).toBe("By post.");
  for (const [way, fields] of [
    [`${path}/remove`, {}],
    ["/admin/pages/order", { slug: "give", direction: "up" }],
  ] as const) {
    expect(pathOf(await ada.post(way, fields))).toMatch(/^\/admin\/decisions\//);
  }
  expect(await findPage(sql, "give", "en")).toBeDefined();
});

test("under the rule pages change their places, and go, once a second person says so", async () => {
  for (const slug of ["give", "help"])
    await bea.post(`${pathOf(await ada.post("/admin/pages", { ...page, slug }))}/confirm`);
  const order = async () => (await listPages(side.sql)).map(({ slug }) => slug);
  const moved = await ada.post("/admin/pages/order", { slug: "help", direction: "up" });
  expect(await order()).toEqual(["give", "help"]);
  await bea.post(`${pathOf(moved)}/confirm`);
  expect(await order()).toEqual(["help", "give"]);
  await bea.post(`${pathOf(await ada.post("/admin/pages/help/en/remove"))}/confirm`);
  expect(await order()).toEqual(["give"]);
});

test("what becomes stricter is saved at once beside what waits", async () => {
  const response = await ada.post("/admin/settings/rules", { retentionDays: "30", roundingMinutes: "15" });
  expect(pathOf(response)).toMatch(/^\/admin\/decisions\//);
  expect(await chosen()).toMatchObject({ two: true, days: 30 });
});
