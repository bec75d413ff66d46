import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCollective } from "../../src/store/collective.ts";
import { addMember } from "../../src/store/members.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { openSession } from "../../src/store/sessions.ts";
import { editProfile, editPost } from "../support/written.ts";
import { openPublicSite, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

async function filesOf(picture: string): Promise<{ full: string; small: string }> {
  const rows = await site.sql<{ variant: string; name: string }[]>`
    select variant, name from picture_file where picture_id = ${picture}`;
  const name = (variant: string) => `/media/${rows.find((row) => row.variant === variant)!.name}`;
  return { full: name("full"), small: name("small") };
}

/** A picture that is on a post. */
async function published(): Promise<{ post: string; full: string; small: string }> {
  const picture = await site.picture();
  const post = await site.publish({ pictures: [{ id: picture, description: "" }] });
  return { post, ...(await filesOf(picture)) };
}

async function memberCookie(): Promise<string> {
  const member = {
    name: `Member ${Math.random()}`,
    role: "writer",
    passphrase: "a long passphrase",
  } as const;
  const { id } = await addMember(site.sql, member);
  return `__Host-session=${await openSession(site.sql, id)}`;
}

describe("a published picture", () => {
  test("is sent as JPEG and WebP, kept for ever, and can be read as nothing else", async () => {
    const { full, small } = await published();
    for (const [path, type, magic] of [
      [full, "image/jpeg", "ffd8ff"],
      [small, "image/webp", "52494646"],
    ] as const) {
      const response = await site.get(path);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.status).toBe(200);
      expect(bytes.toString("hex")).toMatch(new RegExp(`^${magic}`));
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": type,
        "content-length": String(bytes.length),
        "cache-control": "public, max-age=31536000, immutable",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
      });
    }
  });

  test("has its type by its name, whatever is asked for", async () => {
    const { full } = await published();
    const response = await site.get(full, { Accept: "application/activity+json" });
    expect(response.headers.get("Content-Type")).toBe("image/jpeg");
  });

  test("answers HEAD without a body", async () => {
    const { full } = await published();
    const { headers } = await site.get(full);
    const head = await site.app.request(full, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("Content-Length")).toBe(headers.get("Content-Length"));
  });

  test("is not sent again to whoever has it, with the headers it had", async () => {
    const { full } = await published();
    const { headers } = await site.get(full);
    const again = await site.get(full, { "If-None-Match": headers.get("ETag")! });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    for (const name of ["Cache-Control", "Content-Security-Policy", "Cross-Origin-Resource-Policy"]) {
      expect([name, again.headers.get(name)]).toEqual([name, headers.get(name)]);
    }
  });

  test("of the profile is public", async () => {
    const picture = await site.picture();
    const { full } = await filesOf(picture);
    expect((await site.get(full)).status).toBe(404);
    await editProfile(site.sql, { ...(await findCollective(site.sql))!, icon: picture, header: undefined });
    expect((await site.get(full)).status).toBe(200);
  });
});

describe("a picture that is not in public", () => {
  test("does not exist for visitors, and is for members alone", async () => {
    const { full } = await filesOf(await site.picture());
    expect((await site.get(full)).status).toBe(404);
    expect((await site.get(full, { Cookie: "__Host-session=invented" })).status).toBe(404);
    const shown = await site.get(full, { Cookie: await memberCookie() });
    expect([shown.status, shown.headers.get("Cache-Control")]).toEqual([200, "private, no-store"]);
  });

  test("is one of a withdrawn post", async () => {
    const { post, full, small } = await published();
    const tag = (await site.get(full)).headers.get("ETag")!;
    await withdrawPost(site.sql, post);
    for (const path of [full, small]) {
      expect((await site.get(path)).status).toBe(404);
      expect((await site.get(path, { "If-None-Match": tag })).status).toBe(404);
    }
  });

  test("is one that an edit took off its post", async () => {
    const { post, full } = await published();
    const edit = { name: "", source: "Without.", summary: "", language: "en", tags: [], pictures: [] };
    await editPost(site.sql, post, { ...edit, pinned: false });
    expect((await site.get(full)).status).toBe(404);
  });
});

describe("an address that is no picture", () => {
  test("answers 404, whatever it tries to reach", async () => {
    writeFileSync(join(site.config.dataDir, "note.jpg"), "secret");
    const names = [
      "note.jpg",
      "../note.jpg",
      "..%2fnote.jpg",
      "%2e%2e%2fnote.jpg",
      "..%5cnote.jpg",
      "%00.jpg",
      "",
    ];
    for (const name of [...names, `${"a".repeat(32)}.jpg`, `${"a".repeat(32)}.svg`]) {
      expect([name, (await site.get(`/media/${name}`)).status]).toEqual([name, 404]);
    }
  });

  test("answers 404 where the file has been lost", async () => {
    const { full } = await published();
    const { mediaDir } = site.config;
    for (const name of readdirSync(mediaDir)) if (full.endsWith(name)) rmSync(join(mediaDir, name));
    expect((await site.get(full)).status).toBe(404);
  });
});
