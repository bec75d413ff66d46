/** The button for emergencies. */
export const panic = {
  emergency: "In an emergency",
  when: "A device was taken, a passphrase is known to others, somebody is writing in your name: close everything now, and talk afterwards.",
  open: "Close everything…",
  title: "Close everything",
  intro: "This happens at once:",
  effects: [
    "All members are signed out everywhere, you too.",
    "Open invitations are void, and so is what waited for a second person.",
    "Nothing speaks for the collective any more: nothing is published, edited or withdrawn, no page or setting changes, nobody is followed, blocked, reported or let follow, not even on the command line. What had not reached other servers yet stays here.",
    "Drafts, and pictures that were not published, cannot be seen by anybody.",
  ],
  lifting:
    "The site stays up, and what was withdrawn before is still deleted elsewhere. Members can sign in again. To open again takes two: an admin proposes it, and another editor or admin confirms. Who is left alone waits for a day.",
  submit: "Yes, close everything now",
  done: "Everything is closed, and everybody is signed out.",
  closedTitle: "Publishing is closed",
  closed:
    "A member has closed everything in an emergency. Until two members have opened again, nothing speaks for the collective: nothing is published, edited or withdrawn, and no page, setting, block or follower changes.",
  lettingIn:
    "Everything is closed after an emergency: until it is opened again nobody is let in, and admins can change no role, set no passphrase for others and reset no second factor. Members can be suspended and removed, and everybody can change their own passphrase.",
  beforeLifting:
    "Before you lift it: look whose device or passphrase is in other hands, suspend or remove that member, and look through the posts. A new passphrase for them comes afterwards, before you let them back in.",
  askAdmin: "Talk to an admin of your collective.",
  lift: "Propose to open again",
};
