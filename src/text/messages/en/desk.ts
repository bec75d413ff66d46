import { plural } from "../plural.ts";

/** The overview: what waits for whom, what arrived where, and who passed it on. */
export const desk = {
  mentions: "Mentions to read",
  since: (date: string) => `the oldest since ${date}`,
  forEditors: "editors decide",

  deliveries: "Not arriving",
  deliveriesText: "These servers do not take what you publish. They are tried again by themselves.",
  allHosts: "All servers",

  boosts: "Passed on lately",
  boostsHint: "In the last two weeks. Groups that you follow come first.",
  noBoosts: "Nobody has boosted a post in the last two weeks.",
  boostCount: plural("en", { one: "{n} boost", other: "{n} boosts" }),
  allies: "Groups you follow:",
  others: "Others:",
  more: plural("en", { one: "and {n} more", other: "and {n} more" }),
};
