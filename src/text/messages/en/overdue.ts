/** What should have gone out while the server stood still. */
export const overdue = {
  title: "Did not go out",
  text: "The server stood still at that time, or was put back from a backup. It may have gone out already, and readers would then get it a second time. Look at the site and ask one another; then publish it, or keep it.",
  reminder: (date: string) => `Followers were to be reminded on ${date}.`,
  keep: "Keep it, do not publish it",
  remindNow: "Remind them now",
};
