import type { Rounding } from "../../rules.ts";

/** What members agree on among themselves. */
export const rules = {
  title: "Rules among you",
  link: "Rules among you",
  linkHint: "Who approves a text, how long it is kept who did what, and how exact the times of posts are.",
  intro: "These hold on your side alone. Nothing of them is told to readers or to other servers.",
  twoPerson: "Nobody approves their own text",
  twoPersonHint: "Whoever wrote a text, or changed it last, needs somebody else to approve it.",
  retention: "Days for which it is kept who did what",
  retentionHint:
    "From 0 to 365. What is older is erased within the hour: whoever seizes the server later does not find it. With 0, hardly anything is kept, and you cannot find out who did what either.",
  rounding: "Times of posts are rounded to",
  roundingHint:
    "Whoever wants to know who wrote compares when posts appeared with when people were awake, at work or online. This rounds the times of what you publish from now on, down, on your site and for other servers. It does not hide when a post arrives there. With a whole day, Mastodon leaves most of your posts out of your followers’ home pages: it does so with what is more than six hours old.",
  roundings: {
    0: "not at all",
    1: "a minute",
    15: "a quarter of an hour",
    60: "an hour",
    1440: "a day",
  } satisfies Record<Rounding, string>,
  wrong: {
    retentionDays: "The number of days is a whole number from 0 to 365.",
    roundingMinutes: "Please choose one of these.",
  },
  save: "Save the rules",
};
