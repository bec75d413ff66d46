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
  videoOn: (host: string) => `Video on ${host}`,
  noOlder: "There are no older posts.",
  noPosts: "Nothing has been published yet.",
  pages: "More posts",
  older: "Older posts",
  newest: "Back to the newest",

  replies: plural("en", { one: "{n} reply", other: "{n} replies" }),
  quotedBy: plural("en", { one: "{n} quote", other: "{n} quotes" }),
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
  followWithAccount:
    "With an account in the fediverse: say where it is, and your own server takes it from there.",
  followWithout:
    "Without one: everything can be read here, and a feed reader tells you what is new. If you would like one, ask people you trust which server they use.",

  waiting: "This server is waiting to be set up.",
  waitingLink:
    "Whoever runs it finds the link for that in the terminal where it was started. The link works once.",
  waitingCommand: "It can also be done there with a command:",

  trouble: {
    unexpected: {
      title: "Something went wrong on our side",
      text: "You did nothing wrong. Try again in a minute. If it happens again, other pages may still work.",
    },
    unavailable: {
      title: "This site has a problem right now",
      text: "You did nothing wrong. Try again in a minute. The home page can often be read even now.",
    },
  },
  toHome: "Go to the home page",
  status: (status: number) => `Error ${status}`,
};
