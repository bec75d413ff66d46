/** Plain English is written with the day first, as everywhere but in the United States. */
const locale = (language: string) => (language === "en" ? "en-GB" : language);

/** A format costs ten times as much to make as to use. A site has few languages and zones; whoever has more starts anew. */
const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATS = 500;

export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  const known = formats.get(key);
  if (known) return known;
  if (formats.size >= MOST_FORMATS) formats.clear();
  const made = new Intl.DateTimeFormat(locale(language), options);
  formats.set(key, made);
  return made;
}

/** A date, or the span from it to its end. French writes "1er mai", where Intl has "1 mai". */
export function writeDate(
  language: string,
  options: Intl.DateTimeFormatOptions,
  date: Date,
  end?: Date | null,
): string {
  const format = dateFormat(language, options);
  if (!/^fr(-|$)/i.test(language)) return end ? format.formatRange(date, end) : format.format(date);
  const parts = end ? format.formatRangeToParts(date, end) : format.formatToParts(date);
  return parts.map(({ type, value }) => (type === "day" && value === "1" ? "1er" : value)).join("");
}

/** "1 May 2026" in the reader's language. */
export function formatDate(date: Date, language: string, timeZone = "UTC"): string {
  return writeDate(language, { dateStyle: "long", timeZone }, date);
}

/** "1 May 2026 at 18:30 UTC": the zone is named, because readers and writers may live in different ones. */
export function formatDateTime(date: Date, language: string, timeZone = "UTC"): string {
  const options = {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  } as const;
  return writeDate(language, options, date);
}

/** "18:30", of a moment that was just now. */
export function formatTime(date: Date, language: string, timeZone = "UTC"): string {
  return dateFormat(language, { hour: "2-digit", minute: "2-digit", timeZone }).format(date);
}

/** "May 2026"; `month` counts from 1. */
export function formatMonth(year: number, month: number, language: string): string {
  const options = { year: "numeric", month: "long", timeZone: "UTC" } as const;
  return dateFormat(language, options).format(Date.UTC(year, month - 1));
}

/** The calendar day as YYYY-MM-DD. */
export function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}
