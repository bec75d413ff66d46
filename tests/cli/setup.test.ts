import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSession } from "../../src/store/sessions.ts";
import { findMemberByPassphrase } from "../../src/store/members.ts";
import { openSite, refusal, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await openSite({ setUp: false });
});
afterEach(() => site.end());

const setup = ["setup", "--handle", "solidarity", "--name", "Channel Solidarity", "--language", "en"];
const passphrase = "a kettle on a cold stove";

const addMember = (name: string, role: string, typed = `${passphrase}\n`) =>
  site.tocsin(["member", "add", name, "--role", role, "--password-stdin"], typed);

describe("tocsin setup", () => {
  test("makes the collective with its keys, and says what to do next", async () => {
    const { code, stdout, stderr } = await site.tocsin([
      ...setup,
      "--description",
      "We answer.",
      "--type",
      "group",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("@solidarity@tocsin.example");
    expect(stdout).toContain("bin/tocsin.js member add NAME --role admin --password-stdin");
    const made = await site.sql`select handle, name, type, language, description, origin from collective`;
    expect(made).toMatchObject([
      {
        handle: "solidarity",
        name: "Channel Solidarity",
        type: "Group",
        language: "en",
        description: "We answer.",
        origin: "https://tocsin.example",
      },
    ]);
    expect(await site.sql`select actor from signing_key`).toHaveLength(4);
  });

  test("is done once", async () => {
    expect(await site.json(setup)).toEqual({
      handle: "solidarity",
      address: "@solidarity@tocsin.example",
      actor: "https://tocsin.example/actors/group",
    });
    expect(refusal(await site.tocsin([...setup, "--handle", "other"]))).toEqual({
      code: 1,
      stdout: "",
      line: "This server is set up already.",
    });
    expect(await site.sql`select handle from collective`).toEqual([{ handle: "solidarity" }]);
  });

  test("spends the link of the set-up page", async () => {
    await site.sql`insert into setup_link (token_hash) values ('x')`;
    await site.json(setup);
    expect(await site.sql`select 1 from setup_link`).toEqual([]);
  });

  test("refuses values that cannot be meant with status 2, in one line that names the option", async () => {
    for (const [option, value] of [
      ["--handle", "soli darity"],
      ["--handle", "so-lid"],
      ["--name", "n".repeat(101)],
      ["--language", "english"],
      ["--type", "Robot"],
    ] as const) {
      const { code, stdout, line } = refusal(await site.tocsin([...setup, option, value]));
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(line).toMatch(new RegExp(`^${option}[^\\n]*$`));
    }
    expect(await site.sql`select 1 from collective`).toEqual([]);
  });

  test("asks for what is missing, with status 2", async () => {
    const { code, line } = refusal(await site.tocsin(["setup", "--handle", "solidarity"]));
    expect({ code, line }).toEqual({ code: 2, line: "--handle, --name and --language are needed." });
  });
});

test.each([
  ["post", "list"],
  ["replies", "list"],
  ["deliveries", "x"],
  ["blocks", "add", "bad.example"],
])("before the set-up, tocsin %s %s says that it is missing", async (...args) => {
  const { code, line } = refusal(await site.tocsin(args));
  expect(code).toBe(1);
  expect(line).toMatch(/^This server is not set up yet: run bin\/tocsin\.js setup[^\n]*$/);
});

describe("tocsin member", () => {
  test("adds a member, who can sign in with the passphrase from standard input", async () => {
    const { code, stdout } = await addMember("Ana", "editor");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "Ana is a member, as editor.\n" });
    expect(await findMemberByPassphrase(site.sql, "ana", passphrase)).toMatchObject({
      name: "Ana",
      role: "editor",
    });
    expect(await site.json(["member", "list"])).toMatchObject([
      { name: "Ana", role: "editor", suspended: null },
    ]);
  });

  test("takes the passphrase as its line ends on any system", async () => {
    await addMember("Ana", "editor", `${passphrase}\r\n`);
    await addMember("Bo", "editor", passphrase);
    expect(await findMemberByPassphrase(site.sql, "Ana", passphrase)).toBeDefined();
    expect(await findMemberByPassphrase(site.sql, "Bo", passphrase)).toBeDefined();
  });

  test("refuses a short passphrase, a taken name and a name of nothing", async () => {
    expect(refusal(await addMember("Ana", "editor", "short\n"))).toEqual({
      code: 1,
      stdout: "",
      line: "The passphrase is too short: at least 12 characters.",
    });
    await addMember("Ana", "editor");
    expect(refusal(await addMember("ANA", "writer"))).toMatchObject({
      code: 1,
      line: expect.stringContaining("ANA"),
    });
    expect(refusal(await addMember(" ", "writer"))).toMatchObject({
      code: 1,
      line: "The name has 1 to 60 characters.",
    });
    expect(await site.json(["member", "list"])).toHaveLength(1);
  });

  test("takes no passphrase from the command line, and no unknown role", async () => {
    expect(refusal(await site.tocsin(["member", "add", "Ana", "--role", "admin"]))).toMatchObject({
      code: 2,
      line: expect.stringMatching(/^--password-stdin is needed[^\n]*$/),
    });
    expect(refusal(await site.tocsin(["member", "add", "Ana", passphrase, "--role", "admin"])).code).toBe(2);
    expect(refusal(await addMember("Ana", "chief"))).toMatchObject({
      code: 2,
      line: "--role chief: use writer, editor, admin.",
    });
    expect(await site.json(["member", "list"])).toEqual([]);
  });

  test("a new passphrase takes the place of the old one and ends the member's sessions, not those of others", async () => {
    await addMember("Ana", "admin");
    await addMember("Bo", "editor");
    const ana = await findMemberByPassphrase(site.sql, "Ana", passphrase);
    const bo = await findMemberByPassphrase(site.sql, "Bo", passphrase);
    await openSession(site.sql, ana!.id);
    await openSession(site.sql, bo!.id);

    const { code } = await site.tocsin(
      ["member", "passphrase", "ANA", "--password-stdin"],
      "rain on the window\n",
    );
    expect(code).toBe(0);
    expect(await findMemberByPassphrase(site.sql, "Ana", passphrase)).toBeUndefined();
    expect(await findMemberByPassphrase(site.sql, "Ana", "rain on the window")).toBeDefined();
    expect(await site.sql`select member_id from session`).toEqual([{ member_id: bo!.id }]);
  });

  test("a passphrase for nobody, or too short, changes nothing", async () => {
    await addMember("Ana", "admin");
    const change = (name: string, typed: string) =>
      site.tocsin(["member", "passphrase", name, "--password-stdin"], typed);
    expect(refusal(await change("Bo", "rain on the window\n"))).toMatchObject({
      code: 1,
      line: "There is no member named Bo.",
    });
    expect((await change("Ana", "short\n")).code).toBe(1);
    expect(await findMemberByPassphrase(site.sql, "Ana", passphrase)).toBeDefined();
  });

  test("removes a member, but never the last admin", async () => {
    await addMember("Ana", "admin");
    await addMember("Bo", "editor");
    expect(refusal(await site.tocsin(["member", "remove", "Ana"]))).toMatchObject({
      code: 1,
      line: "The last admin can be neither removed nor suspended, and stays an admin.",
    });
    await site.json(["member", "role", "bo", "admin"]);
    await site.json(["member", "suspend", "bo"]);
    expect(refusal(await site.tocsin(["member", "remove", "Ana"])).code).toBe(1);
    expect((await site.tocsin(["member", "remove", "bo"])).code).toBe(0);
    expect(await site.json(["member", "list"])).toMatchObject([{ name: "Ana" }]);
    expect(refusal(await site.tocsin(["member", "remove", "bo"])).code).toBe(1);
  });

  test("suspends a member and lets them back in, and changes a role", async () => {
    await addMember("Ana", "admin");
    await addMember("Bo", "editor");
    const signIn = () => findMemberByPassphrase(site.sql, "Bo", passphrase);
    await openSession(site.sql, (await signIn())!.id);
    expect(await site.json(["member", "suspend", "bo"])).toEqual({ name: "bo", suspended: true });
    expect(await signIn()).toBeUndefined();
    expect(await site.sql`select 1 from session`).toEqual([]);
    const [, bo] = await site.json<{ suspended: string | null }[]>(["member", "list"]);
    expect(bo!.suspended).toMatch(/^\d{4}-/);
    expect(await site.json(["member", "restore", "bo"])).toEqual({ name: "bo", suspended: false });
    await openSession(site.sql, (await signIn())!.id);
    expect(await site.json(["member", "role", "bo", "writer"])).toEqual({ name: "bo", role: "writer" });
    expect(await signIn()).toMatchObject({ role: "writer" });
    expect(await site.sql`select 1 from session`).toEqual([]);
  });

  test.each([
    [
      ["role", "Ana", "editor"],
      1,
      "The last admin can be neither removed nor suspended, and stays an admin.",
    ],
    [["suspend", "Ana"], 1, "The last admin can be neither removed nor suspended, and stays an admin."],
    [["suspend", "Bo"], 1, "There is no member named Bo."],
    [["restore", "Bo"], 1, "There is no member named Bo."],
    [["role", "Ana", "chief"], 2, "ROLE chief: use writer, editor, admin."],
  ])("refuses %j", async (words, code, line) => {
    await addMember("Ana", "admin");
    expect(refusal(await site.tocsin(["member", ...words]))).toMatchObject({ code, line });
    expect(await site.json(["member", "list"])).toMatchObject([{ role: "admin", suspended: null }]);
  });
});
