import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCollective } from "../../src/store/collective.ts";
import { addFollower } from "../../src/store/followers.ts";
import { findMemberByPassphrase, listMembers } from "../../src/store/members.ts";
import { messageLanguages, messages } from "../../src/text/messages.ts";
import {
  type Browser,
  hiddenFields,
  membersSide,
  type MembersSide,
  passphrase,
  stranger,
} from "./members-side.ts";

let side: MembersSide;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  admin = await side.browse(await side.join("ines", "admin"));
});

describe("the accent", () => {
  const sheetOf = (page: string) => /href="(\/assets\/accent\.[^"]+)"/.exec(page)?.[1];

  test("colours the site and the members' side, and costs no request until one is chosen", async () => {
    expect(sheetOf(await admin.read("/"))).toBeUndefined();
    expect((await admin.post("/admin/settings", { ...profile, accent: "#005F73" })).status).toBe(303);
    expect(await findCollective(side.sql)).toMatchObject({ accent: "#005f73" });
    const sheet = sheetOf(await admin.read("/"))!;
    expect(sheetOf(await admin.read("/admin/settings"))).toBe(sheet);
    const response = await side.app.request(sheet);
    expect(response.headers.get("Content-Type")).toBe("text/css; charset=utf-8");
    expect(response.headers.get("Cache-Control")).toContain("immutable");
    expect(await response.text()).toContain("--accent:#005f73");
    expect((await side.app.request(sheet.replace(/[0-9a-f]{12}\.css/, "000000000000.css"))).status).toBe(404);
  });

  test("that is no colour is refused, and stays as it was", async () => {
    const answer = await admin.post("/admin/settings", { ...profile, accent: "#fff;}body{display:none" });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(messages("en").errors.colour);
    expect(await findCollective(side.sql)).toMatchObject({ accent: "#005f73" });
    await expect(side.sql`update collective set accent = 'red'`).rejects.toThrow("collective_accent_check");
  });
});
afterAll(() => side.stop());

const profile = { name: "Harbour", description: "Who *we* are", language: "en", discoverable: "on" };

describe("the profile", () => {
  test("is saved as typed, with its pictures in public, and its followers are told", async () => {
    await addFollower(
      side.sql,
      await stranger(side.sql, "marise", "quai.example"),
      "https://quai.example/f",
      false,
    );
    const image = sharp({ create: { width: 40, height: 40, channels: 3, background: "red" } });
    const icon = new File([new Uint8Array(await image.png().toBuffer())], "icon.png");
    const fields = {
      fieldName0: "Site",
      fieldValue0: "https://harbour.example",
      fieldName2: "When",
      fieldValue2: "8 pm",
    };
    const asked = await admin.post("/admin/settings", { ...profile, ...fields, icon });
    const { iconId = "" } = hiddenFields(await asked.text(), "/admin/settings");
    const answered = { ...profile, ...fields, iconId, [`people-${iconId}`]: "none" };
    expect((await admin.post("/admin/settings", answered)).status).toBe(303);
    const collective = (await findCollective(side.sql))!;
    expect(collective).toMatchObject({
      name: "Harbour",
      description: "Who *we* are",
      discoverable: true,
      indexable: false,
      fields: [
        { name: "Site", value: "https://harbour.example" },
        { name: "When", value: "8 pm" },
      ],
    });
    expect((await side.app.request(`/media/${collective.icon}`)).status).toBe(200);
    const told = await side.sql`
      select inbox from delivery join activity on activity.id = activity_id where type = 'Update'`;
    expect(told).toEqual([{ inbox: "https://quai.example/users/marise/inbox" }]);
  });

  test("that is wrong comes back whole, with a picture that was chosen, and is saved the second time", async () => {
    const image = sharp({ create: { width: 90, height: 30, channels: 3, background: "blue" } });
    const header = new File([new Uint8Array(await image.png().toBuffer())], "header.png");
    const icon = new File(["no picture"], "icon.png");
    const response = await admin.post("/admin/settings", {
      ...profile,
      name: " ",
      fieldName0: "half",
      header,
      icon,
    });
    const page = await response.text();
    expect(response.status).toBe(422);
    for (const field of ["name", "icon"]) expect(page).toContain(`id="${field}-error"`);
    expect(page).toContain('id="fields"');
    expect(page).toContain("Who *we* are</textarea>");
    const { headerId = "" } = hiddenFields(page, "/admin/settings");
    const again = { ...profile, headerId, [`people-${headerId}`]: "agreed" };
    expect((await admin.post("/admin/settings", again)).status).toBe(303);
    expect((await findCollective(side.sql))!.header).not.toBeNull();
  });
});

describe("the settings that two admins save", () => {
  test("come back to the second with what both typed, and are lost by nobody in silence", async () => {
    const { version } = hiddenFields(await admin.read("/admin/settings"), "/admin/settings") as {
      version: string;
    };
    const first = { ...profile, name: "Harbour & Quay", accent: "#005f73", version };
    const second = { ...profile, description: "Tenants of the harbour", accent: "#005f73", version };
    expect((await admin.post("/admin/settings", first)).status).toBe(303);
    const refused = await admin.post("/admin/settings", second);
    const page = await refused.text();
    expect(refused.status).toBe(409);
    expect(page).toContain(messages("en").settings.changedMeanwhile);
    expect(page).toContain("Harbour &amp; Quay</dd>");
    expect(page).not.toContain("#005f73</dd>");
    expect(page).toContain("Tenants of the harbour</textarea>");
    expect(await findCollective(side.sql)).toMatchObject({
      name: "Harbour & Quay",
      description: "Who *we* are",
    });

    const present = hiddenFields(page, "/admin/settings").version!;
    expect(present).not.toBe(version);
    expect((await admin.post("/admin/settings", { ...second, version: present })).status).toBe(303);
    expect(await findCollective(side.sql)).toMatchObject({ description: "Tenants of the harbour" });
  });
});

describe("the handle", () => {
  test("changes until the first follower, and then the page says why it cannot", async () => {
    await side.sql`update collective set first_followed_at = null`;
    expect((await admin.post("/admin/settings/handle", { handle: "not one" })).status).toBe(422);
    expect((await admin.post("/admin/settings/handle", { handle: "@Quay" })).status).toBe(303);
    expect((await findCollective(side.sql))!.handle).toBe("quay");
    await side.sql`update collective set first_followed_at = now()`;
    expect(await admin.read("/admin/settings")).toContain("would lose you");
    expect((await admin.post("/admin/settings/handle", { handle: "other" })).status).toBe(422);
    expect((await findCollective(side.sql))!.handle).toBe("quay");
  });
});

describe("members", () => {
  const names = async () => (await listMembers(side.sql)).map(({ name }) => name);

  test("change their own passphrase by telling the present one, which ends their other sessions", async () => {
    const omar = await side.join("omar", "editor");
    const [here, elsewhere] = [await side.browse(omar), await side.browse(omar)];
    const next = "four other words here";
    const wrong = { present: "not the present one", passphrase: next, passphraseAgain: next };
    expect((await side.browse(omar).then((b) => b.post("/admin/passphrase", wrong))).status).toBe(422);
    const session = await side.browse(omar);
    const response = await session.post("/admin/passphrase", { ...wrong, present: passphrase });
    expect(response.status).toBe(303);
    expect((await here.get("/admin")).status).toBe(302);
    expect((await elsewhere.get("/admin")).status).toBe(302);
    const cookie = response.headers.get("set-cookie")!.split(";")[0]!;
    expect((await side.app.request("/admin", { headers: { cookie } })).status).toBe(200);
    expect(await findMemberByPassphrase(side.sql, "omar", next)).toBeDefined();
  });

  test.each([
    ["eleven char", "too short"],
    ["omar password 2026", "easy to guess"],
    ["harbour-2026-omar", "easy to guess"],
  ])("do not get a passphrase as weak as %s", async (weak, said) => {
    const omar = await side.browse((await listMembers(side.sql)).find(({ name }) => name === "omar")!);
    const typed = { present: passphrase, passphrase: weak, passphraseAgain: weak };
    for (const response of [
      await omar.post("/admin/passphrase", typed),
      await admin.post("/admin/members/passphrase", { ...(await side.ref("omar")), newPassphrase: weak }),
    ]) {
      expect([response.status, await response.text()]).toEqual([422, expect.stringContaining(said)]);
    }
  });

  test("who forgot their passphrase get a new one from an admin", async () => {
    await admin.post("/admin/members/passphrase", { ...(await side.ref("omar")), newPassphrase: passphrase });
    expect(await findMemberByPassphrase(side.sql, "omar", passphrase)).toBeDefined();
  });

  test("are removed, but never the last admin", async () => {
    await admin.post("/admin/members/remove", await side.ref("omar"));
    const response = await admin.post("/admin/members/remove", await side.ref("ines"));
    expect([response.status, await names()]).toEqual([422, ["ines"]]);
  });
});

describe("every page of the members' side", () => {
  const paths = [
    "",
    "/posts",
    "/posts/new",
    "/drafts",
    "/replies",
    "/followers",
    "/following",
    "/allies",
    "/blocks",
    "/reports",
  ];
  const all = [...paths, "/settings", "/members", "/passphrase"].map((path) => `/admin${path}`);

  test.each(all)(
    "%s speaks the member's language, has one first heading, and ties each label to a field",
    async (path) => {
      for (const language of messageLanguages) {
        const page = await (await admin.get(path, { "accept-language": language })).text();
        expect(page).toContain(`<html lang="${language}"`);
        expect(page).toContain(messages(language).admin.signOut);
        expect(page.match(/<h1/g)).toHaveLength(1);
        const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [, id] of page.matchAll(/<label for="([^"]+)"/g)) expect(ids).toContain(id);
        for (const [, tied = ""] of page.matchAll(/aria-(?:describedby|labelledby)="([^"]+)"/g)) {
          for (const id of tied.split(" ")) expect(ids).toContain(id);
        }
        expect(page).not.toMatch(
          /<script(?! type="module" src="\/assets\/)|\son\w+=|\sstyle=|undefined|\[object/,
        );
      }
    },
  );
});
