/** What stays in sight where a picture is cropped. */
export const focus = {
  button: "Where to look",
  title: "Where to look",
  intro:
    "Your site shows pictures whole. Mastodon and others crop them in their timelines, and keep the middle. Press on what must stay in sight: a banner, a date.",
  press: "Press on what must stay in sight.",
  pressElsewhere: "This point stays in sight. Press elsewhere to change it.",
  middle: "The middle is right",
  submitNumbers: "Look there",
  cropped: "How it is cropped",
  square: "Cropped to a square",
  wide: "Cropped to a wide strip",
  submit: "Keep it so",
  back: "Back without changing it",
};
