import { NotFound } from "../../errors.ts";
import { coverPicture, previewCovers } from "../../media/cover.ts";
import { readPicture } from "../../media/waiting.ts";
import { type Covered, isResampled } from "../../store/covers.ts";
import type { Reopened } from "../../store/draft-changes.ts";
import { listPictures, type NewPicture, type Picture } from "../../store/pictures.ts";
import type { Database } from "../../store/sql.ts";
import { type Cover, coverBetween, mostCovers, parseCover, parsePoint } from "../../text/cover.ts";
import type { Messages } from "../../text/messages.ts";
import type { Covering } from "../../views/admin/cover.ts";
import { type Form, textOf, textsOf } from "../form.ts";
import type { PictureOptions } from "../options.ts";
import { settleFiles } from "./files.ts";
import { logged } from "./log.ts";
import { readPress } from "./press.ts";
import { keepPicture } from "./uploads.ts";
import type { MemberContext } from "./visit.ts";

/** @throws {NotFound} */
export async function pictureOf({ sql }: PictureOptions, id: string): Promise<Picture> {
  const [picture] = await listPictures(sql, [id]);
  if (!picture) throw new NotFound(`There is no picture ${id}.`);
  return picture;
}

/** What the form of the covers says, with what was pressed or typed last carried out. */
export function readCovering(form: Form, { errors }: Messages): Covering {
  const removed = textOf(form, "remove");
  const covers = readCovers(textsOf(form, "cover").filter((text) => text !== removed));
  const corner = parsePoint(textOf(form, "corner"));
  const typed = { x: "", y: "", width: "", height: "" };
  const covering: Covering = { covers, corner, typed, errors: {} };
  const pressed = readPress(form);
  if (removed !== "") return covering;
  if (textOf(form, "forget") !== "") return { ...covering, corner: undefined };
  if (pressed && !corner) return { ...covering, corner: pressed };
  if (pressed && corner) {
    const drawn = coverBetween(corner, pressed);
    return drawn ? add(drawn) : { ...covering, errors: { corner: errors.coverEmpty } };
  }
  const numbers = { ...typed };
  for (const name of ["x", "y", "width", "height"] as const) numbers[name] = textOf(form, name).slice(0, 20);
  const { x, y, width, height } = numbers;
  const text = [x, y, width, height].map((number) => number.trim().replace(",", ".")).join(",");
  if (text === ",,,") return covering;
  const described = parseCover(text);
  return described ? add(described) : { ...covering, typed: numbers, errors: { x: errors.coverNumbers } };

  function add(cover: Cover): Covering {
    if (covers.length >= mostCovers) return { ...covering, errors: { corner: errors.coversTooMany } };
    return { ...covering, covers: [...covers, cover], corner: undefined };
  }
}

const readCovers = (texts: string[]): Cover[] =>
  texts.slice(0, mostCovers).flatMap((text) => parseCover(text) ?? []);

/** The picture as it will look, for the query of the preview's address. */
export async function preview(
  options: PictureOptions,
  id: string,
  query: URLSearchParams,
): Promise<Uint8Array> {
  const bytes = await readFull(options, await pictureOf(options, id));
  return previewCovers(bytes, readCovers(query.getAll("cover")), parsePoint(query.get("corner") ?? ""));
}

/** Paints the covers, has the new picture recorded by `record`, and takes what that has forgotten from the disk. */
export async function carryOutCovers(
  options: PictureOptions,
  picture: Picture,
  covers: Cover[],
  record: (covered: NewPicture) => Promise<Covered>,
): Promise<Covered> {
  const resampled = await isResampled(options.sql, picture.id);
  const made = await coverPicture(await readFull(options, picture), covers, { resampled });
  const covered = await keepPicture(made, options, record);
  await settleFiles(options);
  return covered;
}

/** The database for covering faces: what it takes approvals or times away from stands in the log, too. */
export function loggedCovering(c: MemberContext, sql: Database, act: "cover" | "coverDraft", object = "") {
  const taking = (reopened: Reopened, work: Database) =>
    logged<Covered>(c, work, reopened, ({ drafts }) =>
      drafts.filter((each) => each.reopened === reopened).map(({ id }) => id),
    );
  return taking("changeScheduled", taking("changeApproved", logged<Covered>(c, sql, act, object)));
}

async function readFull({ config, secret }: PictureOptions, { full }: Picture): Promise<Uint8Array> {
  const bytes = await readPicture(config.mediaDir, full.name, secret);
  // Covered by somebody else in between.
  if (!bytes) throw new NotFound(`${full.name} is missing.`);
  return bytes;
}
