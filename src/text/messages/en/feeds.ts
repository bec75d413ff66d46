export const feeds = {
  title: "Feeds",
  intro:
    "A feed reader fetches what is new here and keeps it for you. It needs no account, and nobody has a list of who does it. " +
    "Give it one of these addresses. If you do not know which of the three, take Atom: almost every reader knows it, and most know all.",
  all: "Everything we publish",
  byLanguage: "One language",
  byTag: "One tag",
  allTags: "All tags",
  ofReplies: "The replies to a post",
  ofRepliesHow: "Put this behind the address of the post, on any page of one:",
  replies: (title: string) => `Replies to “${title}”`,
  replyFrom: (handle: string) => `Reply from ${handle}`,
};
