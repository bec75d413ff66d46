/** Days. */
export const longestRetention = 365;

/** What times may be rounded to, in minutes: not at all, a minute, a quarter of an hour, an hour, a day. */
export const roundings = [0, 1, 15, 60, 1440] as const;
export type Rounding = (typeof roundings)[number];

export const postsOnPage = { least: 5, most: 50 };
