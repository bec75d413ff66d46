/** Plain English is written with the day first, as everywhere but in the United States. */
export const intlLocale = (language: string) => (language === "en" ? "en-GB" : language);

/** "1 May 2026" in the reader's language. */
export function formatDate(date: Date, language: string, timeZone = "UTC"): string {
  return new Intl.DateTimeFormat(intlLocale(language), { dateStyle: "long", timeZone }).format(date);
}

/** "1 May 2026 at 18:30 UTC": the zone is named, because readers and writers may live in different ones. */
export function formatDateTime(date: Date, language: string, timeZone = "UTC"): string {
  return new Intl.DateTimeFormat(intlLocale(language), {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(date);
}

/** The calendar day as YYYY-MM-DD. */
export function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}
