import { plural } from "../plural.ts";

/** How members are told that something waits: never a name, never a text. */
export const notices = {
  waits: {
    drafts: plural("en", { one: "One draft waits for a review", other: "{n} drafts wait for a review" }),
    replies: plural("en", { one: "{n} reply waits to be read", other: "{n} replies wait to be read" }),
    mentions: plural("en", { one: "{n} mention waits to be read", other: "{n} mentions wait to be read" }),
    held: plural("en", { one: "{n} reply is held", other: "{n} replies are held" }),
    followers: plural("en", { one: "{n} account asks to follow", other: "{n} accounts ask to follow" }),
    reports: plural("en", { one: "{n} report waits", other: "{n} reports wait" }),
  },

  title: "Being told that something waits",
  intro:
    "You are told how much waits, and nothing else: no name and no text. Whoever sees it learns that you are a member here.",
  feed: "By a feed",
  feedText:
    "A feed reader asks at a secret address, without your being signed in. Whoever has the address can ask, too: keep it to yourself, and to a reader that you trust.",
  feedOn: "You have a secret address. It cannot be shown again.",
  feedMake: "Make a secret address",
  feedRenew: "Make a new one",
  feedRenewHint: "The old address then leads nowhere.",
  feedRemove: "Take it away",
  feedMade: "Your secret address",
  feedMadeText: "Copy it into your feed reader now. It is not shown again.",
  feedTitle: (host: string) => `What waits at ${host}`,
};
