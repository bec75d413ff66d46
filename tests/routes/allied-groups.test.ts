import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addAlly, listAllies } from "../../src/store/allies.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("ines", "editor"));
});
afterAll(() => side.stop());
afterEach(() => side.sql`truncate ally`);

const ally = {
  name: "Quay Aid",
  description: "They mend boats.",
  handle: "@aid@quay.example",
  link: "https://quay.example",
};
const read = async (path: string) => (await side.app.request(path)).text();
const names = async () => (await listAllies(side.sql)).map(({ name }) => name);

describe("the public page", () => {
  test("names the allies with what they do, their handle and a link that tells nobody", async () => {
    await addAlly(side.sql, ally);
    const page = await read("/allies");
    expect(page).toMatch(
      /<a href="https:\/\/quay\.example" rel="noopener noreferrer"\s*><bdi>Quay Aid<\/bdi><\/a/,
    );
    expect(page).toContain("They mend boats.");
    expect(page).toContain('<code class="copy">@aid@quay.example</code>');
  });

  test("is in the menu, and there at all, only when an ally is named", async () => {
    expect((await side.app.request("/allies")).status).toBe(404);
    expect(await read("/")).not.toContain('href="/allies"');
    await addAlly(side.sql, ally);
    expect(await read("/")).toContain('href="/allies"');
  });

  test("shows names as words, whatever they are", async () => {
    await addAlly(side.sql, { ...ally, name: "<script>alert(1)</script>", description: '"><img src=x>' });
    expect(await read("/allies")).not.toMatch(/<script|<img src=x/i);
  });
});

describe("members", () => {
  test("add, edit, order and remove allies", async () => {
    for (const name of ["A", "B", "C"]) await editor.post("/admin/allied-groups", { ...ally, name });
    expect(await names()).toEqual(["A", "B", "C"]);
    const [a, b] = await listAllies(side.sql);
    await editor.post("/admin/allied-groups/order", { id: a!.id, direction: "down" });
    expect(await names()).toEqual(["B", "A", "C"]);
    expect(await editor.read(`/admin/allied-groups/${b!.id}`)).toContain('value="B"');
    await editor.post(`/admin/allied-groups/${b!.id}`, { ...ally, name: "Bee", handle: "bee@quay.example" });
    expect((await listAllies(side.sql))[0]).toMatchObject({ name: "Bee", handle: "@bee@quay.example" });
    await editor.post("/admin/allied-groups/remove", { id: a!.id });
    expect(await names()).toEqual(["Bee", "C"]);
    expect((await editor.post("/admin/allied-groups/remove", { id: a!.id })).status).toBe(404);
  });

  test("may leave out all but the name", async () => {
    await editor.post("/admin/allied-groups", { name: "Only a name" });
    expect(await read("/allies")).toContain("<h2><bdi>Only a name</bdi></h2>");
  });

  test.each([
    ["name", ""],
    ["name", "n".repeat(101)],
    ["description", "d".repeat(1001)],
    ["handle", "quay.example"],
    ["handle", "@a@b@c"],
    ["link", "javascript:alert(1)"],
    ["link", "ftp://quay.example"],
    ["link", "https://"],
    ["link", "//quay.example"],
  ])("are told that a %s cannot be %j, and lose nothing", async (field, value) => {
    const response = await editor.post("/admin/allied-groups", {
      ...ally,
      description: "Kept words",
      [field]: value,
    });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain(`id="${field}-error"`);
    expect(page).toMatch(field === "description" ? /d{1001}<\/textarea>/ : /Kept words<\/textarea>/);
    expect(await names()).toEqual([]);
  });
});
