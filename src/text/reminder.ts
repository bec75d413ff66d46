import type { Callout } from "./callout.ts";
import { readLocalTime, toLocalTime } from "./time-zone.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** A reminder as it is typed: YYYY-MM-DD and HH:MM. */
export interface TypedReminder {
  date: string;
  time: string;
}

/** Whether there is anything to come to, of which one could remind. */
export function isToCome({ status, startsAt, openUntil }: Callout, now: Date): boolean {
  return openUntil > now && status !== "cancelled" && (status !== "postponed" || startsAt !== null);
}

/** The evening before it begins; where that is past, two hours before; else nothing. */
export function usualReminder(callout: Callout, timeZone: string, now: Date): TypedReminder {
  const begins = callout.startsAt ?? callout.openUntil;
  const day = new Date(Date.parse(`${toLocalTime(begins, timeZone).slice(0, 10)}T00:00Z`) - DAY);
  const evening = `${day.toISOString().slice(0, 10)}T18:00`;
  const shortBefore = toLocalTime(new Date(begins.getTime() - 2 * HOUR), timeZone);
  const isLater = (local: string) => readLocalTime(local, timeZone).instants.some((instant) => instant > now);
  const [date = "", time = ""] = [evening, shortBefore].find(isLater)?.split("T") ?? [];
  return { date, time };
}

/** The moment that was typed, or the field and what is wrong there. */
export function readReminder(
  { date, time }: TypedReminder,
  timeZone: string,
):
  | { dueAt: Date }
  | {
      field: keyof TypedReminder;
      key: "calloutDate" | "calloutTime" | "calloutTimeSkipped" | "calloutTimeTwice";
    } {
  if (!readLocalTime(`${date}T00:00`, "UTC").valid) return { field: "date", key: "calloutDate" };
  const { valid, instants } = readLocalTime(`${date}T${time}`, timeZone);
  if (!valid) return { field: "time", key: "calloutTime" };
  if (instants.length > 1) return { field: "time", key: "calloutTimeTwice" };
  const [dueAt] = instants;
  return dueAt ? { dueAt } : { field: "time", key: "calloutTimeSkipped" };
}
