/** What members agree on among themselves. */
export const rules = {
  title: "Rules among you",
  link: "Rules among you",
  linkHint: "Who approves a text, and how long it is kept who did what.",
  intro: "These hold on your side alone. Nothing of them is told to readers or to other servers.",
  twoPerson: "Nobody approves their own text",
  twoPersonHint: "Whoever wrote a text, or changed it last, needs somebody else to approve it.",
  retention: "Days for which it is kept who did what",
  retentionHint:
    "From 0 to 365. What is older is erased within the hour: whoever seizes the server later does not find it. With 0, hardly anything is kept, and you cannot find out who did what either.",
  retentionWrong: "The number of days is a whole number from 0 to 365.",
  save: "Save the rules",
};
