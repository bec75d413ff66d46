/** The button for emergencies. */
export const panic = {
  emergency: "In an emergency",
  when: "A device was taken, a passphrase is known to others, somebody is writing in your name: close everything now, and talk afterwards.",
  open: "Close everything…",
  title: "Close everything",
  intro: "This happens at once:",
  effects: [
    "All members are signed out everywhere, you too.",
    "Open invitations are void.",
    "Nothing can be published, edited or withdrawn any more, not even on the command line.",
    "Drafts, and pictures that were not published, cannot be seen by anybody.",
  ],
  lifting:
    "The site stays up, and other servers still get what was published and withdrawn before. Members can sign in again; an admin lifts the closure.",
  submit: "Yes, close everything now",
  done: "Everything is closed, and everybody is signed out.",
  closedTitle: "Publishing is closed",
  closed:
    "A member has closed everything in an emergency. Until an admin lifts it, nothing is published, edited or withdrawn.",
  lettingIn:
    "Everything is closed after an emergency: until it is opened again nobody is let in, and admins can change no role, set no passphrase for others and reset no second factor. Members can be suspended and removed, and everybody can change their own passphrase.",
  beforeLifting:
    "Before you lift it: look whose device or passphrase is in other hands, suspend or remove that member, and look through the posts. A new passphrase for them comes afterwards, before you let them back in.",
  askAdmin: "Talk to an admin of your collective.",
  lift: "Open again",
};
