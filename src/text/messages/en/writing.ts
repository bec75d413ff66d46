/** What the writing script shows, and what is there for it alone. */
export const writing = {
  beside: "Preview while writing",
  besideTitle: "The post while you write",
  drop: "Or drop them on this page, or paste one while you write.",
  keyboard: "Keyboard",
  keys: [
    ["Ctrl + B", "bold"],
    ["Ctrl + I", "italic"],
    ["Ctrl + K", "a link"],
    ["Ctrl + S", "save the draft now; it is saved by itself while you write"],
    ["Ctrl + Enter", "preview"],
  ],
  keysOnMac: "On a Mac, ⌘ in the place of Ctrl.",

  /** Handed to the script: in braces what it fills in. */
  script: {
    notSaved: "Not saved: the server does not answer, or takes nothing now. It is tried again by itself.",
    theirs: "See their version",
    signedOut: "You are signed out. Your text is still on this page: press a button below it, and sign in.",
    noPreview: "The preview cannot be had right now.",
    counts: "Characters: {characters} · Words: {words} · Minutes to read: {minutes}",
    left: "Characters left: {n}",
    wrongKind: "These are not JPEG, PNG, WebP or GIF pictures: {names}.",
    tooMany: "A post can hold 8 pictures. These were left out: {names}.",
    remove: "Remove",
  },
};
