import { plural } from "../plural.ts";

/** The list of posts, and one post as members see it. */
export const post = {
  title: "Posts",
  none: "Nothing has been published yet.",
  withdrawn: "withdrawn",
  pinned: "pinned",
  published: (date: string) => `Published on ${date}`,
  withdrawnOn: (date: string) => `Withdrawn on ${date}`,
  edited: (date: string) => `last edited on ${date}`,
  see: "See it on the site",
  edit: "Edit",
  withdraw: "Withdraw",
  publishAgain: "Publish again as a new post",
  delivered: plural("en", { one: "reached {n} server", other: "reached {n} servers" }),
  waiting: plural("en", { one: "{n} server still to come", other: "{n} servers still to come" }),
  failed: plural("en", { one: "{n} server could not be reached", other: "{n} servers could not be reached" }),
  notSent: "Nobody followed yet, so it was not sent anywhere.",
  answers: "An answer to",
  unfound:
    "These accounts were not found: they stay plain text and are not told of the post. Save it again to have them looked for once more:",

  revisions: "Versions",
  present: "what everybody sees now",
  untitled: "without a title",
  version: (number: number, date: string) => `Version ${number}, ${date}`,

  withdrawTitle: "Withdraw this post?",
  withdrawText: [
    "The post disappears from the site and from the feeds. Its address says that it has been withdrawn.",
    "Other servers are asked to remove it. Most do so within minutes, but nobody can force them, and somebody may have kept a copy.",
    "You keep the text here, and can publish it again. It will then be a new post, with a new address and without the replies, likes and boosts of this one.",
  ],
  withdrawSubmit: "Yes, withdraw it",
};
