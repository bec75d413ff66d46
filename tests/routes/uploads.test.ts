import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { panic } from "../../src/store/panic.ts";
import { listPictures } from "../../src/store/pictures.ts";
import { uploaded } from "../support/picture-file.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let writer: Browser;
beforeAll(async () => {
  side = await membersSide();
  writer = await side.browse(await side.join("wanda", "writer"));
});
afterAll(() => side.stop());

describe("a picture that is sent by itself", () => {
  test("is re-encoded, belongs to no post yet, and is told by its id", async () => {
    const answer = await writer.post("/admin/pictures", { file: await uploaded("a.png") });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    const [picture] = await listPictures(side.sql, [id]);
    expect(picture).toMatchObject({ width: 58, height: 38, full: { mediaType: "image/jpeg" } });
    expect((await side.app.request(`/media/${picture!.full.name}`)).status).not.toBe(200);
  });

  test("is refused where it is none", async () => {
    for (const file of [[], "text", new File(["<svg/>"], "a.png")]) {
      expect((await writer.post("/admin/pictures", { file })).status).toBe(422);
    }
    const stranger = await side.app.request("/admin/pictures", { method: "POST" });
    expect(stranger.status).not.toBe(201);
  });

  test("is refused in a panic", async () => {
    const member = await side.join("petra", "writer");
    await panic(side.sql);
    const late = await side.browse(member);
    const answer = await late.post("/admin/pictures", { file: await uploaded("a.png") });
    expect(answer.status).toBe(409);
  });
});
