/** Letting somebody in by a link. */
export const invitations = {
  title: "Let somebody in",
  intro:
    "A link that works once, for three days. Whoever opens it first chooses a name and a passphrase and is a member: hand it over in person, or by a channel that you trust.",
  open: "Open invitation",
  until: (date: string) => `until ${date}`,
  revoke: "Revoke it",
  submit: "Make an invitation",
  issuedTitle: "An invitation",
  issued: (role: string, date: string) => `Role: ${role}. It works once, until ${date}.`,
  issuedOnce: "It is shown only now. If it has gone astray, revoke it and make another.",
  welcome: (collective: string) => `Welcome to ${collective}`,
  welcomeText: "You are let in as a member. Choose how you sign in from now on.",
  nameHint:
    "Only the members see it, and nothing that is published tells who wrote it. It need not be your own.",
  join: "Join",
  spentTitle: "This invitation is not valid",
  spent:
    "An invitation works once, for three days, and can be revoked. Ask the one who gave it to you for another.",
  spentSignIn: "Are you a member already?",
};
