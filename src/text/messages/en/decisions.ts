/** What one member alone must not do: it waits for a second person. */
export const decisions = {
  title: "A decision for two",
  waiting: "Waiting for a second person",
  kinds: {
    liftPanic: "Open again after the emergency",
    makeAdmin: "Make a member an admin",
    inviteAdmin: "Invite a new admin",
    loosenRules: "Loosen the rules among you",
    savePage: "Publish a page",
    removePage: "Remove a page",
    movePage: "Change the order of the pages",
  },
  what: {
    makeAdmin: (name: string) => `${name} becomes an admin.`,
    inviteAdmin: "Whoever confirms is shown the link, once, and hands it over.",
    twoPerson: "From then on members can approve and publish their own texts.",
    retention: (days: number) =>
      days === 0
        ? "Who did what is erased within the hour."
        : days === 1
          ? "Who did what is kept for one day only."
          : `Who did what is kept for ${days} days only.`,
    page: (slug: string, language: string) => `The page /pages/${slug} in ${language}.`,
    inMenu: "It stands in the menu.",
    notInMenu: "It does not stand in the menu.",
    present: "What stands there now",
    movePage: (slug: string, to: "up" | "down") =>
      to === "up" ? `/pages/${slug} moves one place up.` : `/pages/${slug} moves one place down.`,
  },
  by: (name: string, date: string) => `Proposed by ${name}, ${date}.`,
  until: (date: string) => `Void after ${date}.`,
  confirmHint: "Ask whoever proposed it, in person or by a channel that you trust, whether it was them.",
  confirm: "Confirm, and do it now",
  refuse: "Refuse",
  takeBack: "Take it back",
  proposer: "Another editor or admin has to confirm this. They find it on their overview.",
  fresh:
    "Somebody else let you in, gave you a new role or passphrase, or reset your second factor less than three days ago. Until then somebody else has to confirm this.",
  freshProposer: (name: string) =>
    `Somebody else let ${name} in, gave them a new role or passphrase, or reset their second factor less than three days ago. It can be confirmed after that.`,
  alone: "There is nobody beside you who could confirm this. Show that it is you.",
  aloneLater: (date: string) =>
    `There is nobody beside you who could confirm this. From ${date} you can do it alone, with your passphrase and a code of your second factor.`,
  submitAlone: "Do it alone",
  factorFirst: "You have no second factor yet. Set one up first, under your name.",
};
