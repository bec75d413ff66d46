import type { Collective } from "../../store/collective.ts";
import { listPictures } from "../../store/pictures.ts";
import { isColour } from "../../text/colour.ts";
import { longestDescription, longestProfile } from "../../text/draft.ts";
import { isLanguage } from "../../text/language.ts";
import type { Messages } from "../../text/messages.ts";
import type { Rendered } from "../../text/own-html.ts";
import { isPeople, peopleProblem } from "../../text/people.ts";
import { postsOnPage } from "../../text/rules.ts";
import { isTimeZone } from "../../text/time-zone.ts";
import { peopleField } from "../../text/typed-draft.ts";
import type { Kept } from "../../views/admin/door.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import type { MemberVisit } from "../../views/admin/page.ts";
import {
  fieldCount,
  settingsPage,
  type SettingsShown,
  type TypedSettings,
} from "../../views/admin/settings.ts";
import {
  accountPictures,
  type AccountPicture,
  type ChosenPicture,
} from "../../views/admin/settings-pictures.ts";
import { filesOf, lineOf, linesOf, textOf } from "../form.ts";
import { keep } from "../kept.ts";
import type { RouteOptions } from "../options.ts";
import { cutProblem, takeUploads } from "./uploads.ts";
import { type MemberContext, show } from "./visit.ts";

// The form of the settings: how it is read, checked and shown, and how it travels along while faces are covered in one of its
// pictures.

export interface SubmittedSettings {
  typed: TypedSettings;
  errors: FieldErrors;
}

export function showSettings(
  c: MemberContext,
  typed: TypedSettings,
  { errors = {}, ...shown }: Partial<SettingsShown> = {},
  status?: 409,
) {
  const visit = c.get("visit");
  const main = settingsPage(visit, typed, { handle: visit.collective.handle, errors, ...shown });
  return show(c, visit.m.settings.title, main, status ?? (Object.keys(errors).length > 0 ? 422 : 200));
}

/** The form with its new pictures taken in, to travel along; or that form with what is wrong with them. */
export async function keepSettings(c: MemberContext, options: RouteOptions): Promise<Kept | Response> {
  const { typed, errors } = await readSettings(c, options);
  if (Object.keys(errors).length > 0) return showSettings(c, typed, { errors });
  const kept = keep(c.get("form"), "/admin/settings");
  const fields = kept.fields.filter(([name]) => !["iconId", "headerId", "intent"].includes(name));
  for (const name of accountPictures) {
    const chosen = typed[name];
    if (chosen) fields.push([`${name}Id`, chosen.id]);
  }
  return { ...kept, fields, files: [] };
}

/** The form as it was kept; `covered` is the picture whose faces were covered meanwhile. */
export async function showKeptSettings(
  c: MemberContext,
  options: RouteOptions,
  { fields }: Kept,
  covered?: string,
) {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  c.set("form", { data, cut: false, end: "whole" });
  const { typed, errors } = await readSettings(c, options);
  return showSettings(c, typed, { errors, covered });
}

/** The form with the covered picture in the place of the uncovered one, whether that was chosen now or is public already. */
export function followSettings(
  { collective }: MemberVisit,
  { fields, ...kept }: Kept,
  id: string,
  covered: string,
): Kept {
  const chosen = new Map(fields);
  const name = accountPictures.find(
    (each) => (chosen.get(`${each}Id`) ?? collective[`${each}Picture`]?.id) === id,
  );
  if (!name) return { ...kept, fields };
  const others = fields.filter(([field]) => field !== `${name}Id` && field !== peopleField(id));
  return { ...kept, fields: [...others, [`${name}Id`, covered], [peopleField(covered), "covered"]] };
}

export function presentSettings(collective: Collective): TypedSettings {
  const postsPerPage = String(collective.postsPerPage);
  return { ...collective, postsPerPage, icon: undefined, header: undefined };
}

export async function readSettings(c: MemberContext, options: RouteOptions): Promise<SubmittedSettings> {
  const form = c.get("form");
  const { m, collective } = c.get("visit");
  const line = (name: string) => lineOf(form, name);
  const fields = Array.from({ length: fieldCount }, (_, at) => ({
    name: line(`fieldName${at}`),
    value: line(`fieldValue${at}`),
  })).filter(({ name, value }) => name !== "" || value !== "");
  const cut = cutProblem(form, m);
  const errors: FieldErrors = cut === undefined ? {} : { header: cut };
  const picture = async (name: AccountPicture): Promise<ChosenPicture | undefined> => {
    const { ids, problems } = await takeUploads(filesOf(form, name).slice(0, 1), m, options);
    if (problems.length > 0) errors[name] = problems.join(" ");
    const [found] = await listPictures(options.sql, [ids[0] ?? textOf(form, `${name}Id`)]);
    const people = textOf(form, peopleField(found?.id ?? ""));
    return found && { ...found, people: isPeople(people) ? people : null };
  };
  const typed = {
    name: line("name"),
    description: linesOf(form, "description"),
    language: textOf(form, "language"),
    timeZone: textOf(form, "timeZone") || collective.timeZone,
    fields,
    accent: textOf(form, "accent").toLowerCase() || collective.accent,
    postsPerPage: textOf(form, "postsPerPage").trim().slice(0, 10) || String(collective.postsPerPage),
    discoverable: textOf(form, "discoverable") === "on",
    indexable: textOf(form, "indexable") === "on",
    manuallyApprovesFollowers: textOf(form, "manuallyApprovesFollowers") === "on",
    quotes: textOf(form, "quotes") === "on" ? ("everybody" as const) : ("nobody" as const),
    iconDescription: line("iconDescription"),
    headerDescription: line("headerDescription"),
    icon: await picture("icon"),
    header: await picture("header"),
    version: Number(textOf(form, "version")) || collective.version,
  };
  return { typed, errors };
}

export function checkSettings(
  typed: TypedSettings,
  rendered: Rendered | undefined,
  { errors }: Messages,
): FieldErrors {
  const wrong: FieldErrors = {};
  if (typed.name === "" || typed.name.length > 100) wrong.name = errors.collectiveName;
  if (typed.description.length > longestProfile) wrong.description = errors.descriptionTooLong;
  else if (!rendered) wrong.description = errors.sourceTooHard;
  for (const field of ["iconDescription", "headerDescription"] as const)
    if (typed[field].length > longestDescription) wrong[field] = errors.pictureDescriptionTooLong;
  if (!isColour(typed.accent)) wrong.accent = errors.colour;
  const { least, most } = postsOnPage;
  const perPage = /^\d{1,3}$/.test(typed.postsPerPage) ? Number(typed.postsPerPage) : 0;
  if (perPage < least || perPage > most) wrong.postsPerPage = errors.postsPerPage;
  if (!isLanguage(typed.language)) wrong.language = errors.unknownLanguage;
  if (!isTimeZone(typed.timeZone)) wrong.timeZone = errors.calloutZone;
  // Mastodon leaves out a line without a label or without content.
  const halves = typed.fields.some(({ name, value }) => name === "" || value === "");
  const long = typed.fields.some(({ name, value }) => name.length > 100 || value.length > 500);
  if (halves || long) wrong.fields = errors.profileFields;
  return wrong;
}

/** What is to be said of the people in new pictures before everybody sees them. */
export function unansweredIn(typed: TypedSettings, { errors }: Messages): FieldErrors {
  const wrong: FieldErrors = {};
  for (const chosen of [typed.icon, typed.header]) {
    const problem = chosen && peopleProblem(chosen);
    if (problem) wrong[peopleField(chosen.id)] = errors[problem];
  }
  return wrong;
}
