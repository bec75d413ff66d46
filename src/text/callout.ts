import { dateFormat, writeDate } from "./date.ts";
import { messages } from "./messages.ts";
import { typedLine } from "./typed.ts";
import { isTimeZone, readLocalTime, toLocalTime } from "./time-zone.ts";

export const calloutStatuses = ["confirmed", "postponed", "moved", "cancelled"] as const;
export type CalloutStatus = (typeof calloutStatuses)[number];

/** What a post calls people to. */
export interface Callout {
  /** Null while it is to be announced; so is an empty place. */
  startsAt: Date | null;
  endsAt: Date | null;
  /** The IANA name of the zone that its times are told in. */
  timeZone: string;
  placeName: string;
  placeAddress: string;
  latitude: number | null;
  longitude: number | null;
  /** Until then it stands above other posts. */
  openUntil: Date;
  status: CalloutStatus;
}

/** What comes in by the form or the command line. */
export interface TypedCallout {
  /** YYYY-MM-DD. */
  date: string;
  /** HH:MM; an end before the start is on the following day. */
  start: string;
  end: string;
  timeZone: string;
  placeName: string;
  placeAddress: string;
  /** "50.9581, 1.8517". */
  coordinates: string;
  /** YYYY-MM-DDTHH:MM; empty for the end, or some hours after the start. */
  openUntil: string;
  status: string;
}

export type CalloutField = keyof TypedCallout;

export interface CalloutProblem {
  field: CalloutField;
  key:
    | "calloutDate"
    | "calloutTime"
    | "calloutTimeSkipped"
    | "calloutTimeTwice"
    | "calloutZone"
    | "calloutPlace"
    | "calloutCoordinates"
    | "calloutOpenUntil"
    | "calloutOpenUntilEarly"
    | "calloutStatus";
}

export const longestPlaceName = 200;
export const longestPlaceAddress = 500;

/** Where no end is told. */
const USUAL_LENGTH = 3 * 60 * 60 * 1000;
const MINUTE = 60 * 1000;

export function blankCallout(timeZone: string): TypedCallout {
  return {
    date: "",
    start: "",
    end: "",
    timeZone,
    placeName: "",
    placeAddress: "",
    coordinates: "",
    openUntil: "",
    status: "confirmed",
  };
}

/** Whether anything was typed that makes a post a call-out: the zone and the status alone do not. */
export function isCallout({ timeZone: _, status: __, ...typed }: TypedCallout): boolean {
  return Object.values(typed).some((value) => value.trim() !== "");
}

/** Reads what a member typed; null where nothing was. All problems are told at once, each with its field. */
export function checkCallout(
  typed: TypedCallout,
): { ok: true; callout: Callout | null } | { ok: false; problems: CalloutProblem[] } {
  if (!isCallout(typed)) return { ok: true, callout: null };
  const problems: CalloutProblem[] = [];
  const [placeName, placeAddress] = [typedLine(typed.placeName), typedLine(typed.placeAddress)];
  if (placeName.length > longestPlaceName) problems.push({ field: "placeName", key: "calloutPlace" });
  if (placeAddress.length > longestPlaceAddress)
    problems.push({ field: "placeAddress", key: "calloutPlace" });
  const status = calloutStatuses.find((each) => each === typed.status);
  if (!status) problems.push({ field: "status", key: "calloutStatus" });
  const point = readCoordinates(typed.coordinates, problems);
  const timeZone = typed.timeZone.trim();
  if (!isTimeZone(timeZone)) problems.push({ field: "timeZone", key: "calloutZone" });
  const times = isTimeZone(timeZone) ? readTimes(typed, timeZone, problems) : undefined;
  if (problems.length > 0 || !times || !status) return { ok: false, problems };
  return { ok: true, callout: { ...times, ...point, timeZone, placeName, placeAddress, status } };
}

function readCoordinates(typed: string, problems: CalloutProblem[]): Pick<Callout, "latitude" | "longitude"> {
  const nowhere = { latitude: null, longitude: null };
  if (typed.trim() === "") return nowhere;
  const match = /^\s*(-?\d{1,2}(?:\.\d{1,10})?)(?:\s*[,;]\s*|\s+)(-?\d{1,3}(?:\.\d{1,10})?)\s*$/.exec(typed);
  const [latitude, longitude] = [Number(match?.[1]), Number(match?.[2])];
  if (match && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude };
  problems.push({ field: "coordinates", key: "calloutCoordinates" });
  return nowhere;
}

type Times = Pick<Callout, "startsAt" | "endsAt" | "openUntil">;

function readTimes(typed: TypedCallout, timeZone: string, problems: CalloutProblem[]): Times | undefined {
  const [date, start, end] = [typed.date.trim(), typed.start.trim(), typed.end.trim()];
  const before = problems.length;
  const read = (field: CalloutField, local: string): Date | null => {
    const { instants, valid } = readLocalTime(local, timeZone);
    if (!valid) problems.push({ field, key: field === "date" ? "calloutDate" : "calloutTime" });
    else if (instants.length === 0) problems.push({ field, key: "calloutTimeSkipped" });
    // An end may be the later of two: nobody comes in vain.
    else if (instants.length > 1 && field === "start") problems.push({ field, key: "calloutTimeTwice" });
    return instants.at(-1) ?? null;
  };
  const isTold = date !== "" || start !== "" || end !== "";
  const isDate = readLocalTime(`${date}T00:00`, "UTC").valid;
  if (isTold && !isDate) problems.push({ field: "date", key: "calloutDate" });
  if (isTold && start === "") problems.push({ field: "start", key: "calloutTime" });
  const startsAt = isDate && start !== "" ? read("start", `${date}T${start}`) : null;
  const endsOn = () => (end < start ? nextDay(date) : date);
  const endsAt = isDate && start !== "" && end !== "" ? read("end", `${endsOn()}T${end}`) : null;
  if (startsAt && endsAt && endsAt <= startsAt) problems.push({ field: "end", key: "calloutTime" });
  // Browsers that do not know the field give what was typed.
  const open = typed.openUntil.trim().replace(" ", "T");
  const openUntil = open === "" ? usualOpenUntil({ startsAt, endsAt }) : read("openUntil", open);
  if (problems.length > before) return undefined;
  if (!openUntil) {
    problems.push({ field: "openUntil", key: "calloutOpenUntil" });
    return undefined;
  }
  if (startsAt && openUntil < startsAt) problems.push({ field: "openUntil", key: "calloutOpenUntilEarly" });
  return { startsAt, endsAt, openUntil };
}

function usualOpenUntil({ startsAt, endsAt }: Pick<Callout, "startsAt" | "endsAt">): Date | null {
  return endsAt ?? (startsAt && new Date(startsAt.getTime() + USUAL_LENGTH));
}

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00Z`) + 24 * 60 * MINUTE).toISOString().slice(0, 10);
}

/** The call-out as it would be typed, for the form that edits it. */
export function typeCallout(callout: Callout): TypedCallout {
  const { startsAt, endsAt, openUntil, timeZone, placeName, placeAddress, latitude, longitude } = callout;
  const [date = "", start = ""] = startsAt ? toLocalTime(startsAt, timeZone).split("T") : [];
  const isUsual = openUntil.getTime() === usualOpenUntil(callout)?.getTime();
  return {
    date,
    start,
    end: endsAt ? toLocalTime(endsAt, timeZone).slice(11) : "",
    timeZone,
    placeName,
    placeAddress,
    coordinates: latitude === null ? "" : `${latitude}, ${longitude}`,
    openUntil: isUsual ? "" : toLocalTime(openUntil, timeZone),
    status: callout.status,
  };
}

/** "Saturday, 5 December 2026, 14:00–17:00 (CET)", in its own zone; or that the time will be announced. */
export function calloutDate(
  { startsAt, endsAt, timeZone }: Pick<Callout, "startsAt" | "endsAt" | "timeZone">,
  language: string,
): string {
  if (!startsAt) return messages(language).callout.timeLater;
  const options = {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  } as const;
  const zoned = dateFormat(language, { timeZone, timeZoneName: "short" });
  const zoneAt = (date: Date) =>
    zoned.formatToParts(date).find(({ type }) => type === "timeZoneName")?.value ?? "";
  // Two where clocks are changed meanwhile: "01:30–04:00" may last three hours and a half.
  const zones = new Set([startsAt, endsAt ?? startsAt].map(zoneAt));
  return `${writeDate(language, options, startsAt, endsAt)} (${[...zones].join(" – ")})`;
}

/** The name of the place and its address, or that it will be announced. */
export function calloutPlace(
  { placeName, placeAddress }: Pick<Callout, "placeName" | "placeAddress">,
  language: string,
): string {
  const place = [placeName, placeAddress].filter((part) => part !== "").join(comma(language));
  return place || messages(language).callout.placeLater;
}

/** A title where nothing tells the status but its words: "Cancelled: Breakfast at the gate". */
export function statusFirst(status: CalloutStatus, title: string, language: string): string {
  const words = messages(language).callout;
  return status === "confirmed" ? title : words.titled(words.statuses[status], title);
}

const comma = (language: string) => (new Intl.Locale(language).maximize().script === "Arab" ? "، " : ", ");

/** What stands first wherever the text goes: that it is cancelled, postponed or moved, when, and where. */
export function calloutLines(callout: Callout, language: string): string[] {
  const words = messages(language).callout;
  const lines = [calloutDate(callout, language), calloutPlace(callout, language)];
  return callout.status === "confirmed" ? lines : [words.statuses[callout.status], ...lines];
}
