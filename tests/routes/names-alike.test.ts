import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issueInvitation } from "../../src/store/invitations.ts";
import { lookAtNames } from "../../src/store/members-alike.ts";
import { addMember, findMemberByPassphrase, listMembers } from "../../src/store/members.ts";
import { migrate } from "../../src/store/migrate.ts";
import { addReply } from "../../src/store/replies.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { testDatabase } from "../support/database.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";
import { formData, membersSide, type MembersSide, origin, passphrase, stranger } from "./members-side.ts";

let side: MembersSide;
beforeAll(async () => {
  side = await membersSide();
  await side.join("ana", "admin");
});
afterAll(() => side.stop());

const names = async () => (await listMembers(side.sql)).map(({ name }) => name);

describe("a name that looks like another member's", () => {
  test("is refused to whoever comes by an invitation, with what was typed still there", async () => {
    for (const name of ["an\u200ba", "аnа", "ａｎａ", "𝓪na", "ana\u0301", "ANA ", "a.n.a"]) {
      const { token } = await issueInvitation(side.sql, readSecretKey(side.config.secretKeyFile), "writer");
      const body = formData({ memberName: name, passphrase, passphraseAgain: passphrase });
      const refused = await side.app.request(`/invitation/${token}`, {
        method: "POST",
        body,
        headers: { origin },
      });
      const page = await refused.text();
      expect([name, refused.status]).toEqual([name, 422]);
      expect(page).toContain("or with one that looks like it");
    }
    expect(await names()).toEqual(["ana"]);
  });

  test("is refused to one of two who come at once", async () => {
    const both = await Promise.allSettled(
      ["paul", "pau1", "раul", "PAUL"].map((name) => side.join(name, "writer")),
    );
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await side.sql`delete from member where name <> 'ana'`;
  });

  test("is refused by the database, whoever asks it", async () => {
    await expect(
      side.sql`insert into member (id, name, role, passphrase_hash, skeleton) values ('x', 'аna', 'writer', '', 'ana')`,
    ).rejects.toThrow("duplicate key");
  });

  test("is kept without what cannot be seen where nobody has it, so that its member can type it", async () => {
    const { name } = await side.join("o\u200bmar\u202e", "writer");
    expect(name).toBe("omar");
    expect(await findMemberByPassphrase(side.sql, "Omar", passphrase)).toBeDefined();
  });
});

test("of an account elsewhere that looks like the collective's own, members are told before they show what it wrote", async () => {
  const { sql } = side;
  const admin = await side.browse((await listMembers(sql)).find(({ name }) => name === "ana")!);
  for (const [at, name] of ["Hаrbour Street", "Somebody"].entries()) {
    const actor = await stranger(sql, `someone${at}`, "evil.example");
    await sql`update actor set name = ${name} where id = ${actor.id}`;
    const id = `${actor.id}/1`;
    await addReply(sql, {
      id,
      actorId: actor.id,
      postId: null,
      inReplyTo: null,
      summary: "",
      content: "<p>Give here.</p>",
      language: null,
      url: id,
      visibility: "public",
      published: new Date(),
    });
  }
  const page = await admin.read("/admin/replies?tab=mentions");
  expect(page.match(/account’s name looks like yours/g)).toHaveLength(1);
});

test("members from before who look alike stay, the admins are told, and nobody else joins them", async () => {
  const database = await testDatabase({ empty: true });
  const dir = temporaryDirectory();
  const sqlDirectory = path.resolve(import.meta.dirname, "../../sql");
  for (const name of fs.readdirSync(sqlDirectory).filter((name) => name < "0047"))
    fs.copyFileSync(path.join(sqlDirectory, name), path.join(dir, name));
  await migrate(database.sql, dir);
  for (const [at, name] of ["rosa", "rоsa", "r0sa", "bo"].entries()) {
    await database.sql`
      insert into member (id, name, role, passphrase_hash, created_at)
      values (${name}, ${name}, 'admin', '', ${new Date(2026, 0, at + 1)})`;
  }
  await migrate(database.sql);
  expect(await lookAtNames(database.sql)).toBe(true);
  expect(await lookAtNames(database.sql)).toBe(false);
  const before = await membersSide({ database });
  const { sql } = before;
  const admin = await before.browse((await listMembers(sql)).find(({ name }) => name === "bo")!);
  expect(await admin.read("/admin/members")).toContain(
    "These names look alike, so that one member can pass for the other: rosa, rоsa, r0sa.",
  );
  await sql`delete from member where name = 'rosa'`;
  await expect(addMember(sql, { name: "rosa", role: "writer", passphrase })).rejects.toThrow(
    "looks the same",
  );
  expect((await listMembers(sql)).map(({ name }) => name).toSorted()).toEqual(["bo", "r0sa", "rоsa"]);
  await before.stop();
  removeDirectory(dir);
});

test("what an admin decides about a member goes by the id, not by a name", async () => {
  const admin = await side.browse((await listMembers(side.sql)).find(({ name }) => name === "ana")!);
  const sam = await side.join("sam", "writer");
  expect((await admin.post("/admin/members/remove", { name: "sam" })).status).toBe(404);
  expect(await admin.read("/admin/members")).not.toMatch(/type="hidden" name="name"/);
  expect((await admin.post("/admin/members/suspend", { id: sam.id })).status).toBe(303);
  expect((await side.entries()).at(-1)).toMatchObject({ act: "suspendMember", object: "sam" });
});
