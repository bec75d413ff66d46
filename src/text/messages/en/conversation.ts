import { plural } from "../plural.ts";

/** What members decide about several replies, whole conversations, answers given in place, and what an account did before. */
export const conversation = {
  choose: (who: string) => `Choose what ${who} wrote`,
  chosenTitle: "The chosen ones",
  chooseAll: "Choose all on this page",
  chooseNone: "Choose none",
  nothingChosen: "Nothing was chosen. Tick what you mean, then press the button again.",
  changed: plural("en", { one: "Done for {n}.", other: "Done for {n}." }),
  left: plural("en", {
    one: "{n} is left as it was: it was not written for everybody, is not held, or its author has taken it away.",
    other:
      "{n} are left as they were: they were not written for everybody, are not held, or their authors have taken them away.",
  }),

  whole: "Whole conversation",
  title: "A conversation",
  about: "All that has reached you below",
  hint: "In order, whatever was decided, with your own answers in place.",
  nothing: "Nobody has answered yet.",
  latestOnly: plural("en", { one: "Only the latest reply.", other: "Only the latest {n} replies." }),
  answersSomebody: "This post answers somebody itself.",
  ours: "Your answer",
  youAnswered: (date: string) => `You answered on ${date}:`,

  answerText: "Your answer, to be read by everybody",
  answerLanguage: "Language",
  answerSend: "Publish the answer",
  answerFull: "The full form, with pictures",

  history: {
    title: "An account",
    intro: "What this account did here before. They are not told that you look.",
    theirPage: (host: string) => `Open its page on ${host}`,
    theirPageHint: "Whoever keeps that server sees where you come from.",
    firstSeen: "First heard of",
    never: "nothing of it is kept",
    follows: "Follows you",
    followed: "You follow it",
    replies: "Replies and mentions",
    reactions: "Likes and boosts",
    reportsBy: "Reports from it",
    reportsAbout: "Your reports about it",
    yes: (date: string) => `yes, since ${date}`,
    asks: "asks to follow",
    no: "no",
    none: "none",
    decisions: "What you have decided",
    decide: "Decide about it",
    neighbours: (host: string) => `Others on ${host}`,
    noNeighbours: "You know nobody else there.",
    someNeighbours: plural("en", { one: "Only one of them.", other: "Only {n} of them." }),
    neighbourReplies: plural("en", { one: "{n} reply", other: "{n} replies" }),
    neighbourRefused: plural("en", { one: "{n} refused", other: "{n} refused" }),
    neighbourFollows: "follows you",
    said: "What it wrote to you",
  },
};
