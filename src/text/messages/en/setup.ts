export const setup = {
  title: "Set up your collective’s account",
  intro: "One account for all of you. People on other servers will find it by its address.",
  collective: "The collective",
  name: "Name",
  nameHint: "As people know you.",
  handle: "Handle",
  handleHint: (host: string) =>
    `Your address will be @handle@${host}. Small letters, digits and _ only. It cannot change once somebody follows you.`,
  description: "Description",
  descriptionHint: "Who you are, in a few sentences. You can change it later.",
  language: "Language you mostly write in",
  type: "Kind of account",
  types: {
    Organization: { label: "Organization", hint: "Right for most collectives." },
    Group: { label: "Group", hint: "Some servers show a badge, and Lemmy takes it for a forum." },
    Service: { label: "Service", hint: "Mastodon shows it as a bot." },
    Person: { label: "Person", hint: "Shown like an individual." },
  },
  firstMember: "The first member: you",
  firstMemberHint: "Your name is only for the others of your collective. It is never published.",
  memberName: "Your name",
  passphrase: "Passphrase",
  passphraseHint:
    "At least 12 characters. Four or five words that have nothing to do with each other are good.",
  passphraseAgain: "The same passphrase again",
  typeAgain: "Please type the passphrase once more: it is not kept.",
  submit: "Set up",
  spentTitle: "This set-up link is not valid",
  spent:
    "A set-up link works once, and only the newest one. When you start the server, it prints the link in its terminal as long as it is not set up.",
  spentSignIn: "Is everything set up already? Then sign in.",
};
