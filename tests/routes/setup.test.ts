import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCollective } from "../../src/store/collective.ts";
import { listMembers } from "../../src/store/members.ts";
import { issueSetupLink } from "../../src/store/setup.ts";
import { formData, membersSide, type MembersSide, origin, passphrase } from "./members-side.ts";

const typed = {
  name: "Harbour Street",
  handle: "@Harbour",
  description: "We live here.\nAll of us.",
  language: "fr",
  type: "Group",
  memberName: "ines",
  passphrase,
  passphraseAgain: passphrase,
};

let side: MembersSide;
let link: string;
beforeAll(async () => {
  side = await membersSide({ empty: true });
  link = new URL((await issueSetupLink(side.sql, origin))!).pathname;
});
afterAll(() => side.stop());

const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = { origin }) =>
  side.app.request(path, { method: "POST", body: formData(fields), headers });

describe("before it is set up", () => {
  test("a wrong link is answered by a page that says where the right one is", async () => {
    const response = await side.app.request("/setup/AAAA");
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("prints the link in its terminal");
    expect((await send("/setup/AAAA", typed)).status).toBe(404);
    expect(await findCollective(side.sql)).toBeUndefined();
  });

  test("the members' side and the sign-in lead to the home page, which says what to do", async () => {
    for (const path of ["/admin", "/login"]) {
      expect((await side.app.request(path)).headers.get("location")).toBe("/");
    }
  });

  test("the page speaks the browser's language", async () => {
    const french = await side.app.request(link, { headers: { "accept-language": "fr-CA,en;q=0.5" } });
    expect(await french.text()).toMatch(/<html lang="fr"[^]*Préparer le compte/);
  });

  test("a form from another site's page sets nothing up", async () => {
    for (const foreign of ["https://evil.example", "null"]) {
      expect((await send(link, typed, { origin: foreign })).status).toBe(403);
    }
    expect((await send(link, typed, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(await findCollective(side.sql)).toBeUndefined();
  });

  test("everything that is wrong is told next to its field, and all that was typed stays but the passphrases", async () => {
    const wrong = {
      ...typed,
      handle: "Harbour Street",
      language: "klingon!",
      passphrase: "too short",
      memberName: "",
    };
    const response = await send(link, wrong);
    const page = await response.text();
    expect(response.status).toBe(422);
    for (const field of ["handle", "language", "passphrase", "memberName"]) {
      expect(page).toMatch(new RegExp(`aria-describedby="[^"]*${field}-error"`));
      expect(page).toContain(`id="${field}-error"`);
    }
    expect(page).toContain('value="Harbour Street"');
    expect(page).toContain("We live here.\nAll of us.");
    expect(page).not.toContain("too short</");
    expect(page).not.toContain('value="too short"');
    expect(page).not.toContain(passphrase);
    expect(await findCollective(side.sql)).toBeUndefined();
  });

  test("two passphrases that differ are refused", async () => {
    const page = await (await send(link, { ...typed, passphraseAgain: `${passphrase}!` })).text();
    expect(page).toContain('id="passphraseAgain-error"');
  });
});

test("the form sets up the collective and its first admin once, and signs that member in", async () => {
  const answers = await Promise.all([
    send(link, typed),
    send(link, { ...typed, handle: "other", memberName: "eve" }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 404]);
  const done = answers.find(({ status }) => status === 303)!;
  const collective = await findCollective(side.sql);
  const [member, ...others] = await listMembers(side.sql);
  expect(others).toEqual([]);
  expect(member).toMatchObject({ role: "admin" });
  expect(collective).toMatchObject({
    name: typed.name,
    language: "fr",
    type: "Group",
    description: typed.description,
  });
  expect([`harbour ines`, `other eve`]).toContain(`${collective!.handle} ${member!.name}`);

  const cookie = done.headers.get("set-cookie")!.split(";")[0]!;
  const admin = await side.app.request(done.headers.get("location")!, { headers: { cookie } });
  expect(await admin.text()).toContain("Pour commencer");
  expect((await side.app.request(link)).status).toBe(404);
  expect((await send(link, typed)).status).toBe(404);
});
