import { plural } from "../plural.ts";

/** How members are told that something waits: never a name, never a text. */
export const notices = {
  waits: {
    overdue: plural("en", { one: "{n} thing did not go out", other: "{n} things did not go out" }),
    drafts: plural("en", { one: "One draft waits for a review", other: "{n} drafts wait for a review" }),
    replies: plural("en", { one: "{n} reply waits to be read", other: "{n} replies wait to be read" }),
    mentions: plural("en", { one: "{n} mention waits to be read", other: "{n} mentions wait to be read" }),
    held: plural("en", { one: "{n} reply is held", other: "{n} replies are held" }),
    followers: plural("en", { one: "{n} account asks to follow", other: "{n} accounts ask to follow" }),
    reports: plural("en", { one: "{n} report waits", other: "{n} reports wait" }),
    moved: plural("en", {
      one: "{n} account that you followed has moved",
      other: "{n} accounts that you followed have moved",
    }),
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

  mail: "By e-mail",
  mailText:
    "A short text with how much waits, at most as often as you choose. Those who carry your mail see that this server writes to you, and when. The address is stored encrypted.",
  mailOff: "Whoever runs this server has not set up e-mail.",
  mailAddress: "Your address",
  mailAddressHint: "Leave it empty, and it is forgotten.",
  mailAddressWrong: "This is not an address of e-mail such as name@server.example.",
  mailAddressMissing: "Say where to, or choose “not at all”.",
  digest: "How often",
  digests: { off: "Not at all", hourly: "At most once an hour", daily: "At most once a day" },
  mailFailed: (date: string) => `The mail of ${date} could not be sent:`,
  mailFailures: {
    unreachable: "the mail server cannot be reached.",
    unencrypted:
      "no encrypted connection to the mail server came about, or its certificate does not hold, so nothing was sent.",
    signIn: "the mail server does not accept the sign-in of this one.",
    refused: "the mail server does not take mail for this address.",
    other: "the mail server gave an answer that was not expected.",
  },
  subject: "Something waits for you",
  footer: "You asked to be told, under “Your account”. There you can also end it.",
};
