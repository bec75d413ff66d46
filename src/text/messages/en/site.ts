import { plural } from "../plural.ts";

export const site = {
  navigation: "Pages",
  home: "Home",
  about: "About us",
  tags: "Tags",
  tagged: (name: string) => `Tagged “${name}”`,
  followNav: "Follow us",
  members: "For members",
  skipToContent: "Skip to the content",

  pinned: "Pinned",
  edited: "Edited",
  untitled: (date: string) => `Post of ${date}`,
  contentWarning: "Content warning",
  readOn: "Read on",
  inReplyTo: "In reply to",
  pictureDescription: "Description",
  undescribedPicture: "Picture without a description",
  noPosts: "Nothing has been published yet.",
  pages: "More posts",
  older: "Older posts",
  newest: "Back to the newest",

  replies: plural("en", { one: "{n} reply", other: "{n} replies" }),
  boosts: plural("en", { one: "{n} boost", other: "{n} boosts" }),
  likes: plural("en", { one: "{n} like", other: "{n} likes" }),
  followers: plural("en", { one: "{n} follower", other: "{n} followers" }),
  posts: plural("en", { one: "{n} post", other: "{n} posts" }),
  answer: "Reply or pass it on",
  answerHow:
    "Copy this address into the search field of your own server (Mastodon or any other in the fediverse), and the post opens there. " +
    "We read replies before they appear on this page.",

  followUs: "Follow us in the fediverse:",
  howTo: "How do I do that?",
  follow: "How to follow us",
  followWithAccount: "With an account in the fediverse",
  followWithAccountHow:
    "Copy this address into the search field of your server (Mastodon, GoToSocial, Misskey or another), open our page there and press “Follow”. " +
    "What we publish then appears among what you read.",
  followWithout: "Without an account",
  followWithoutAccountHow:
    "You can read everything here without one. The fediverse is a network of many independent servers; with an account on any of them you can follow, " +
    "reply and pass things on. Ask people you trust which server they use.",
  followByFeedHow:
    "Or give this address to a feed reader. It fetches what is new, and your name is on no list of followers.",

  waiting: "This server is waiting to be set up.",
  waitingLink:
    "Whoever runs it finds the link for that in the terminal where it was started. The link works once.",
  waitingCommand: "It can also be done there with a command:",

  toHome: "Go to the home page",
  status: (status: number) => `Error ${status}`,
};
