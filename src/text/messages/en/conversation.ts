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
};
