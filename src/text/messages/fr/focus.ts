import type { focus as english } from "../en/focus.ts";

export const focus: typeof english = {
  button: "Où regarder",
  title: "Où regarder",
  intro:
    "Votre site montre les images entières. Mastodon et d’autres les rognent dans leurs fils, et gardent le milieu. Appuyez sur ce qui doit rester visible : une banderole, une date.",
  press: "Appuyez sur ce qui doit rester visible.",
  pressElsewhere: "Ce point reste visible. Appuyez ailleurs pour en changer.",
  middle: "Le milieu convient",
  submitNumbers: "Regarder là",
  cropped: "Ce qu’il en reste",
  square: "Rognée en carré",
  wide: "Rognée en bande",
  submit: "Garder ainsi",
  back: "Revenir sans rien changer",
};
