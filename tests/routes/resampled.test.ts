import { afterAll, beforeAll, expect, test } from "vitest";
import { carryOutCovers, pictureOf } from "../../src/routes/admin/covering.ts";
import { takeUpload } from "../../src/routes/admin/uploads.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { coverDraftPicture } from "../../src/store/covers.ts";
import { uploaded } from "../support/picture-file.ts";
import { membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
beforeAll(async () => {
  side = await membersSide();
});
afterAll(() => side.stop());

const corner = { x: 0, y: 0, width: 10, height: 10 };

test("only a picture from before they were resampled is made smaller as it is covered, and once", async () => {
  const { sql, config } = side;
  const secret = readSecretKey(config.secretKeyFile);
  const options = { sql, config, secret };
  const by = { memberId: (await side.join("Wanda", "writer")).id, secret };
  const cover = async (id: string) => {
    const covered = await carryOutCovers(options, await pictureOf(options, id), [corner], (picture) =>
      coverDraftPicture(sql, id, picture, by),
    );
    return covered.id;
  };
  const widthOf = async (id: string) => (await pictureOf(options, id)).width;

  const made = await takeUpload(await uploaded("a.png", { width: 200, height: 100 }), options);
  expect(await widthOf(made)).toBe(194);
  const covered = await cover(made);
  expect(await widthOf(covered)).toBe(194);

  await sql`update picture set resampled = false where id = ${covered}`;
  const again = await cover(covered);
  expect(await widthOf(again)).toBe(188);
  expect(await widthOf(await cover(again))).toBe(188);
});
