/** Reminding followers of a call-out. */
export const reminders = {
  title: "Remind followers",
  hint: "At that time your own post is boosted, so that it stands anew where your followers read. It happens once. It does not happen if the call-out is cancelled, withdrawn, over, or postponed without a date by then.",
  date: "On",
  time: (zone: string) => `At (${zone})`,
  plan: "Remind them then",
  planned: (date: string) => `Your followers are reminded on ${date}.`,
  cancel: "Do not remind them",
};
