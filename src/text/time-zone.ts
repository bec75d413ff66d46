import { dateFormat } from "./date.ts";

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

/** The IANA names that a form offers. */
export const timeZones: readonly string[] = ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** Whether this is the IANA name of a time zone, such as "Europe/Paris". Intl would take "+01:00", too. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]{1,50}$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** How far the zone's clocks are ahead of UTC at this instant, in minutes. */
function offsetAt(instant: number, timeZone: string): number {
  const written = dateFormat("en", { timeZone, timeZoneName: "longOffset" }).format(instant);
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(written) ?? [];
  return sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
}

/**
 * The instants at which the zone's clocks show `local`, YYYY-MM-DDTHH:MM. Where clocks are put forward there is none,
 * where they are put back there are two, the earlier first.
 */
export function readLocalTime(local: string, timeZone: string): { valid: boolean; instants: Date[] } {
  const asUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? Date.parse(`${local}Z`) : Number.NaN;
  // Date.parse turns 31 April into 1 May.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 16) !== local) {
    return { valid: false, instants: [] };
  }
  const offsets = new Set([offsetAt(asUtc - DAY, timeZone), offsetAt(asUtc + DAY, timeZone)]);
  const instants = [...offsets]
    .map((offset) => asUtc - offset * MINUTE)
    .filter((instant) => toLocalTime(new Date(instant), timeZone) === local);
  return { valid: true, instants: instants.map((instant) => new Date(instant)) };
}

/** What the zone's clocks show, as YYYY-MM-DDTHH:MM. */
export function toLocalTime(date: Date, timeZone: string): string {
  const shifted = date.getTime() + offsetAt(date.getTime(), timeZone) * MINUTE;
  return new Date(shifted).toISOString().slice(0, 16);
}

/** The instant with the zone's offset: 2026-12-05T14:00:00+01:00. */
export function isoWithOffset(date: Date, timeZone: string): string {
  const offset = offsetAt(date.getTime(), timeZone);
  const two = (number: number) => String(number).padStart(2, "0");
  const size = Math.abs(offset);
  return `${toLocalTime(date, timeZone)}:00${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
