import { plural } from "../plural.ts";

/** What came with a post of another server besides its text. */
export const enclosed = {
  abstract: "In short",
  media: {
    picture: plural("en", { one: "{n} picture", other: "{n} pictures" }),
    video: plural("en", { one: "{n} video", other: "{n} videos" }),
    audio: plural("en", { one: "{n} recording", other: "{n} recordings" }),
    file: plural("en", { one: "{n} file", other: "{n} files" }),
    link: plural("en", { one: "{n} link", other: "{n} links" }),
  },
  with: (what: string, text: string) => `${what}: ${text}`,
  several: (what: string) => `${what}:`,
  undescribed: "no description",
  more: plural("en", { one: "and {n} more", other: "and {n} more" }),
  sensitive: "marked as sensitive by its author",
  notLoaded: "Nothing of it is loaded here; the original shows it.",
  poll: "Poll",
  pollSeveral: "several answers possible",
  pollEnds: (date: string) => `open until ${date}`,
  pollEnded: (date: string) => `closed since ${date}`,
  ownZone: (date: string) => `There: ${date}`,
  eventStatuses: { tentative: "Not certain yet", cancelled: "Cancelled" },
  unlisted: "unlisted",
  unlistedHint:
    "Everybody may read it, but its author keeps it out of public lists. A boost carries it further.",
};
