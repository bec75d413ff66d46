import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeOldEntries } from "../../src/store/audit.ts";
import { findCollective } from "../../src/store/collective.ts";
import { type Browser, decideAlone, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  admin = await side.browse(await side.join("ines", "admin"));
});
afterAll(() => side.stop());

const path = "/admin/settings/rules";
const chosen = async () => {
  const { twoPerson, retentionDays, roundingMinutes } = (await findCollective(side.sql))!;
  return { twoPerson, retentionDays, roundingMinutes };
};

describe("the rules among members", () => {
  test("are those of a new collective until an admin changes them, which the log says", async () => {
    expect(await chosen()).toEqual({ twoPerson: false, retentionDays: 90, roundingMinutes: 0 });
    expect(await admin.read("/admin/settings")).toContain(`href="${path}"`);
    const changed = { twoPerson: "on", retentionDays: "30", roundingMinutes: "15" };
    expect((await admin.post(path, changed)).status).toBe(303);
    expect(await chosen()).toEqual({ twoPerson: true, retentionDays: 30, roundingMinutes: 15 });
    const page = await admin.read(path);
    expect(page).toMatch(/id="twoPerson"[^>]* checked/);
    expect(page).toMatch(/id="retentionDays"[^>]* value="30"/);
    expect(page).toMatch(/<option value="15"\s+selected>/);
    expect(await admin.read("/admin/log")).toContain("changed the rules among you");
  });

  test("are told to nobody", async () => {
    const told = await side.sql`select 1 from activity`;
    expect((await admin.post(path, { retentionDays: "31", roundingMinutes: "0" })).status).toBe(303);
    expect(await side.sql`select 1 from activity`).toEqual(told);
  });

  test.each(["", "-1", "366", "1.5", "9e1", "days"])(
    "hold as they were after %j days were asked for, which come back to be mended",
    async (retentionDays) => {
      const before = await chosen();
      const answer = await admin.post(path, { twoPerson: "on", retentionDays, roundingMinutes: "0" });
      const page = await answer.text();
      expect([answer.status, await chosen()]).toEqual([422, before]);
      expect(page).toContain('id="retentionDays-error"');
      expect(page).toMatch(/id="twoPerson"[^>]* checked/);
    },
  );

  test("round to nothing else than what is offered", async () => {
    const before = await chosen();
    const answer = await admin.post(path, { retentionDays: "30", roundingMinutes: "7" });
    expect([answer.status, await chosen()]).toEqual([422, before]);
    expect(await answer.text()).toContain('id="roundingMinutes-error"');
    await expect(side.sql`update collective set rounding_minutes = 7`).rejects.toThrow(
      "rounding_minutes_check",
    );
  });

  test("say when who did what is forgotten, down to the hour", async () => {
    const left = async () => (await side.sql`select 1 from audit where act = 'publish'`).length;
    await side.sql`
      insert into audit (role, act, who_jwe, happened_at)
      select 'editor', 'publish', (select who_jwe from audit limit 1), now() - days * interval '1 day' from unnest(array[0.1, 9, 11]) as days`;
    await admin.post(path, { retentionDays: "10", roundingMinutes: "0" });
    expect(await admin.read("/admin/log")).toContain("erased after 10 days");
    await removeOldEntries(side.sql);
    expect(await left()).toBe(2);
    await decideAlone(admin, await admin.post(path, { retentionDays: "0", roundingMinutes: "0" }));
    expect(await admin.read("/admin/log")).toContain("erased within the hour");
    await removeOldEntries(side.sql);
    expect(await left()).toBe(0);
  });
});
