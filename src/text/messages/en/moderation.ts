import { plural } from "../plural.ts";

/** What came of a list of servers to limit or block. */
export interface ImportCounts {
  listed: number;
  changed: number;
  obfuscated: number;
  ignored: number;
}

/** What comes from other servers, and what members do about it. */
export const moderation = {
  repliesTitle: "Replies",
  states: {
    pending: "To read",
    held: "Held",
    approved: "Shown",
    hidden: "Hidden",
    refused: "Refused",
    mentions: "Mentions",
  },
  repliesHint: "Nothing is shown on your site before somebody here approves it.",
  mentionsHint: "Posts that name you without answering one of yours. They are only for you to read.",
  heldHint: "Kept apart, so that a flood cannot bury the others. Nothing of it is shown either.",
  heldBecause: {
    "first-contact": "From a server where nobody follows you and you follow nobody.",
    limited: "You have limited this account or its server.",
    mentions: "It names more than ten accounts.",
  },
  imitates:
    "This account’s name looks like yours. It is not you: mind what its author may want readers to believe.",
  release: "To the others",
  noReplies: "There is nothing here.",
  to: "to",
  quotes: "quotes",
  aPost: "a post",
  direct: "private message",
  directHint: "Only your collective got this. It can never be shown on the site.",
  followersOnly: "only for their followers",
  edited: "edited by its author",
  restored: "Its author deleted it and brought it back. It was shown before.",
  contentWarning: (text: string) => `Content warning: ${text}`,
  original: "Open the original",
  approve: "Show it",
  hide: "Hide it",
  refuse: "Refuse",
  putAway: "Put away",
  answer: "Answer",
  like: "Like",
  unlike: "Take the like back",
  boost: "Boost",
  unboost: "Take the boost back",
  blockMenu: "Report, limit, block…",
  limitActor: (handle: string) => `Limit ${handle}`,
  limitHost: (host: string) => `Limit all of ${host}`,
  limitHint:
    "Limited: what they send is held for you, and if they want to follow, they wait. They are not told.",
  blockActor: (handle: string) => `Block ${handle}`,
  blockHost: (host: string) => `Block all of ${host}`,
  blockHint:
    "Blocked: what they sent is no longer shown, nothing more from there reaches you, and nothing of yours goes there. Follows between you end, in both directions; their server is told that, and nothing of a block.",

  followersTitle: "Followers",
  pendingTitle: "Waiting to be let in",
  followersCount: plural("en", { one: "{n} account follows you.", other: "{n} accounts follow you." }),
  noFollowers: "Nobody follows you yet. Tell people your address:",
  limitedFollower: "You have limited this account or its server.",
  since: (date: string) => `since ${date}`,
  accept: "Let in",
  reject: "Turn away",
  removeFollower: "Remove",

  followingTitle: "Following",
  followingHint: "Follow groups you are close to. You can then read, boost and answer what they publish.",
  followLabel: "Address of the account",
  followExample: "Like @name@server.example, or the address of its page.",
  follow: "Follow",
  followingStates: {
    "looking-up": "being looked up",
    requested: "asked; they have not let you in yet",
    accepted: "you follow them",
    rejected: "they turned you away",
    refused: "asked; their server did not take that",
    failed: "not found",
    moved: "has moved to a new account",
    blocked: "you have blocked them; you no longer follow them",
  },
  movedTo: "The new account:",
  blockLifted: "no longer followed, since you had blocked them",
  followAgain: "Follow again",
  noFollowing: "You follow nobody yet.",
  stopFollowing: "Stop",
  tryAgain: "Try again",

  alliesTitle: "What allies publish",
  alliesHint:
    "What the accounts you follow have published or shared. Likes and boosts are made in the name of your collective.",
  sharedBy: "shared by",
  noAllies: "Nothing has come yet.",

  blocksTitle: "Blocks",
  blocksHint:
    "Whoever is blocked cannot follow you, and nothing they send reaches you. Follows end in both directions, and their server is told that they have. Whoever is limited can still write: you see it under “Held”. Of a block or a limit itself nobody is told.",
  blockLabel: "Server or account",
  blockExample:
    "A server such as server.example, or the address of an account: https://server.example/users/name",
  block: "Block",
  limit: "Limit",
  noBlocks: "Nobody is limited or blocked.",
  kinds: { actor: "account", host: "server" },
  severities: { limit: "limited", block: "blocked" },
  blockInstead: "Block instead",
  limitInstead: "Limit instead",
  unblock: "Lift",
  exportBlocks: "Download the servers as a list (CSV)",
  importTitle: "Take over a list",
  importHint:
    "A list as Mastodon exports it (CSV), or one server a line. “suspend” blocks, “silence” limits. It makes your own decisions stricter, never milder.",
  importText: "The list",
  importFile: "Or a file with it",
  importSubmit: "Take it over",
  imported: ({ listed, changed, obfuscated, ignored }: ImportCounts) =>
    `Servers in the list: ${listed}. New or stricter now: ${changed}.` +
    (obfuscated > 0 ? ` Left out, because parts of their names are hidden by *: ${obfuscated}.` : "") +
    (ignored > 0 ? ` Left out, because the list asks for nothing (noop): ${ignored}.` : ""),
  importErrors: {
    host: (line: number, text: string) => `Line ${line}: “${text}” is not a server such as server.example.`,
    severity: (line: number, text: string) => `Line ${line}: “${text}” is none of suspend, silence and noop.`,
    ourselves: (line: number, text: string) => `Line ${line}: “${text}” is your own server.`,
    quote: (line: number, _text: string) => `Line ${line}: a quotation mark is not closed.`,
    tooLong: (_line: number, _text: string) => "The list is too long: at most 10,000 lines and 2 MB.",
  },
  importMore: (count: number) => `Lines that are wrong besides: ${count}.`,
  importNothing: "There is no server in this list.",

  report: "Report to their server…",
  reportTitle: "Report to their server",
  reportHint: (host: string) =>
    `The report goes to those who keep ${host}. They see that it comes from your server; no member is named. Write nothing that names one: they may pass it on to the person.`,
  reportPosts: "Which posts is it about?",
  reportText: "What is wrong? (You may leave this empty.)",
  reportSend: "Send the report",
  reportsTitle: "Reports",
  reportsHint:
    "Somebody on another server has reported your account or a post to their moderators, who passed it on. Nothing happens by itself.",
  noReports: "There are no open reports.",
  reportFrom: (host: string) => `From ${host}`,
  reportAbout: "About:",
  reportNoText: "They gave no reason.",
  closeReport: "Done, close it",
  closeReportsFrom: (host: string) => `Close all from ${host}`,
};
