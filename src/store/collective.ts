import { Conflict } from "../errors.ts";
import type { OwnHtml, Rendered } from "../text/own-html.ts";
import type { Rounding } from "../text/rules.ts";
import { refuseInPanic } from "./panic.ts";
import { type Picture, pictureColumns, replaceCovered } from "./pictures.ts";
import type { QuotePolicy } from "./quotes.ts";
import { withHtml } from "./rendered.ts";
import type { Sql } from "./sql.ts";
import { roundedNow } from "./times.ts";

export const actorTypes = ["Organization", "Group", "Service", "Person"] as const;
export type ActorType = (typeof actorTypes)[number];

export interface ProfileField {
  name: string;
  value: string;
}

export interface Collective {
  handle: string;
  name: string;
  type: ActorType;
  language: string;
  origin: string;
  /** Markdown, as typed. */
  description: string;
  rendered: Rendered;
  fields: ProfileField[];
  /** The colour of links and buttons, as #rrggbb. */
  accent: string;
  /** Names of the full-size files of the pictures, for `/media/`. */
  icon: string | null;
  header: string | null;
  iconPicture: Picture | null;
  headerPicture: Picture | null;
  /** What they show, for those who cannot see them; empty where nobody said. */
  iconDescription: string;
  headerDescription: string;
  discoverable: boolean;
  indexable: boolean;
  manuallyApprovesFollowers: boolean;
  quotes: QuotePolicy;
  /** The IANA name of the zone that members' times are in. */
  timeZone: string;
  /** Whether nobody approves their own text. */
  twoPerson: boolean;
  /** For how many days it is kept which member did what. */
  retentionDays: number;
  /** To how many minutes the times of posts are rounded; 0 where they are not. */
  roundingMinutes: Rounding;
  /** How many posts stand on a page. */
  postsPerPage: number;
  /** Which state of the profile this is, for forms that began from an earlier one. */
  version: number;
  firstFollowedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** The collective, or undefined until it is set up. */
export async function findCollective(sql: Sql): Promise<Collective | undefined> {
  const [row] = await sql<
    (Omit<Collective, "rendered"> & { html: OwnHtml | null; renderer: number | null })[]
  >`
    select handle, collective.name, type, language, origin, description, fields, accent,
      description_html as html, description_renderer as renderer,
      icon_file.name as icon, header_file.name as header,
      (select to_jsonb(whole) from (
        select ${pictureColumns(sql)} from picture where picture.id = icon) whole) as "iconPicture",
      (select to_jsonb(whole) from (
        select ${pictureColumns(sql)} from picture where picture.id = header) whole) as "headerPicture",
      icon_description as "iconDescription", header_description as "headerDescription", discoverable, indexable,
      manually_approves_followers as "manuallyApprovesFollowers", time_zone as "timeZone", quotes,
      two_person as "twoPerson", retention_days as "retentionDays",
      rounding_minutes as "roundingMinutes", posts_per_page as "postsPerPage", version,
      first_followed_at as "firstFollowedAt",
      collective.created_at as "createdAt", updated_at as "updatedAt"
    from collective
    left join picture_file icon_file on icon_file.picture_id = icon and icon_file.variant = 'full'
    left join picture_file header_file on header_file.picture_id = header and header_file.variant = 'full'`;
  if (!row) return undefined;
  const { html, renderer, ...collective } = row;
  const { description: source, language } = collective;
  const [rendered] = await withHtml([{ source, language, html, renderer }]);
  return { ...collective, rendered: rendered! };
}

/** What the connections of a process that answers go by, so that another one sees at which address. PostgreSQL keeps 63 bytes. */
export const serverName = (origin: string) => `tocsin at ${origin}`.slice(0, 63);

/**
 * @throws {Conflict} where the address has changed although other servers know the old one, or another process still serves at
 * another.
 */
export async function adoptOrigin(sql: Sql, origin: string): Promise<void> {
  const collective = await findCollective(sql);
  const moved = collective && collective.origin !== origin;
  if (moved && collective.firstFollowedAt) throw knownElsewhere(collective.origin, origin);
  await refuseBesideOther(sql, origin);
  if (moved) await sql`update collective set origin = ${origin}`;
}

/** For processes that answer nobody, and so have no say in what the address is. @throws {Conflict} where it is another. */
export async function requireOrigin(sql: Sql, origin: string): Promise<void> {
  const collective = await findCollective(sql);
  if (collective && collective.origin !== origin) {
    if (collective.firstFollowedAt) throw knownElsewhere(collective.origin, origin);
    throw new Conflict(
      `This site is at ${collective.origin}; ORIGIN is ${origin} here. It must be the same in every process: set ORIGIN to ${collective.origin}.`,
    );
  }
  await refuseBesideOther(sql, origin);
}

/** Each of two would give ids that the other answers for as unknown. @throws {Conflict} */
async function refuseBesideOther(sql: Sql, origin: string): Promise<void> {
  const [other] = await sql<{ origin: string }[]>`
    select substring(application_name from 11) as origin from pg_stat_activity
    where datname = current_database() and application_name like 'tocsin at %'
      and application_name <> ${serverName(origin)}
    limit 1`;
  if (!other) return;
  throw new Conflict(
    `Another server runs on this database, at ${other.origin}; ORIGIN is ${origin} here. Stop that one first, or set ORIGIN to ` +
      `${other.origin}.`,
  );
}

function knownElsewhere(known: string, origin: string): Conflict {
  return new Conflict(
    `This account has followers who know it at ${known}; ORIGIN is now ${origin}. Their servers would not find it again, ` +
      `so the address cannot change: set ORIGIN back to ${known}.`,
  );
}

export interface ProfileEdit {
  name: string;
  description: string;
  /** The description. */
  rendered: Rendered;
  fields: ProfileField[];
  accent: string;
  language: string;
  discoverable: boolean;
  indexable: boolean;
  manuallyApprovesFollowers: boolean;
  quotes: QuotePolicy;
  timeZone: string;
  postsPerPage: number;
  /** Ids of pictures; undefined keeps the present one. */
  icon: string | undefined;
  header: string | undefined;
  iconDescription: string;
  headerDescription: string;
  /** The state that a form began from. */
  version?: number | undefined;
}

/** Where faces were covered in a picture of the account, the uncovered one is gone. @throws {Conflict} when `version` is not the present one. */
export async function editProfile(sql: Sql, edit: ProfileEdit): Promise<void> {
  await refuseInPanic(sql);
  const [changed] = await sql`
    update collective
    set name = ${edit.name}, description = ${edit.description}, description_html = ${edit.rendered.html},
      description_renderer = ${edit.rendered.renderer}, fields = ${sql.json(edit.fields as never)},
      language = ${edit.language}, accent = ${edit.accent}, discoverable = ${edit.discoverable}, indexable = ${edit.indexable},
      manually_approves_followers = ${edit.manuallyApprovesFollowers}, time_zone = ${edit.timeZone},
      posts_per_page = ${edit.postsPerPage}, quotes = ${edit.quotes},
      icon = coalesce(${edit.icon ?? null}, icon), header = coalesce(${edit.header ?? null}, header),
      icon_description = ${edit.iconDescription}, header_description = ${edit.headerDescription},
      version = version + 1, updated_at = ${roundedNow(sql)}
    where version = coalesce(${edit.version ?? null}, version)
    returning version`;
  if (!changed) throw new Conflict("conflict");
  await replaceCovered(
    sql,
    [edit.icon, edit.header].filter((id) => id !== undefined),
  );
}

/** What members agreed on among themselves. None of it is public. */
export type Rules = Pick<Collective, "twoPerson" | "retentionDays" | "roundingMinutes">;

export async function changeRules(sql: Sql, rules: Rules): Promise<void> {
  await refuseInPanic(sql);
  await sql`
    update collective
    set two_person = ${rules.twoPerson}, retention_days = ${rules.retentionDays}, rounding_minutes = ${rules.roundingMinutes}`;
}

/** What becomes looser. */
export interface Loosened {
  twoPerson?: false;
  retentionDays?: number;
}

/** Whether these rules let one member do more alone, or keep less of who did what than a week. */
export function loosened(present: Rules, rules: Rules): Loosened | undefined {
  const twoPerson = present.twoPerson && !rules.twoPerson;
  const shorter = rules.retentionDays < Math.min(7, present.retentionDays);
  if (!twoPerson && !shorter) return undefined;
  return {
    ...(twoPerson && { twoPerson: false as const }),
    ...(shorter && { retentionDays: rules.retentionDays }),
  };
}

/** What two members have decided. */
export async function loosenRules(sql: Sql, { twoPerson, retentionDays }: Loosened): Promise<void> {
  await refuseInPanic(sql);
  await sql`
    update collective
    set two_person = coalesce(${twoPerson ?? null}, two_person),
      retention_days = coalesce(${retentionDays ?? null}, retention_days)`;
}

/** @throws {Conflict} after the first follower: other servers keep the handle and would lose the account. */
export async function changeHandle(sql: Sql, handle: string): Promise<void> {
  await refuseInPanic(sql);
  const [changed] = await sql`
    update collective set handle = ${handle}, updated_at = ${roundedNow(sql)}
    where first_followed_at is null or handle = ${handle}
    returning handle`;
  if (!changed) {
    throw new Conflict(
      "The handle cannot be changed once somebody follows: their servers know the account by it and would lose it.",
    );
  }
}
