import type { writing as english } from "../en/writing.ts";

export const writing: typeof english = {
  beside: "Aperçu en écrivant",
  besideTitle: "La publication pendant que vous écrivez",
  drop: "Ou déposez-les sur cette page, ou collez-en une pendant que vous écrivez.",
  keyboard: "Clavier",
  keys: [
    ["Ctrl + B", "gras"],
    ["Ctrl + I", "italique"],
    ["Ctrl + K", "un lien"],
    ["Ctrl + S", "enregistrer le brouillon ; il s’enregistre aussi tout seul pendant que vous écrivez"],
    ["Ctrl + Entrée", "aperçu"],
  ],
  keysOnMac: "Sur un Mac, ⌘ à la place de Ctrl.",

  script: {
    notSaved:
      "Pas enregistré : le serveur ne répond pas, ou n’accepte rien pour l’instant. Un nouvel essai suivra de lui-même.",
    theirs: "Voir l’autre version",
    signedOut:
      "Vous n’êtes plus connecté·e. Votre texte est encore sur cette page : appuyez sur un bouton plus bas, puis connectez-vous.",
    noPreview: "L’aperçu n’est pas disponible pour le moment.",
    counts: "Caractères : {characters} · Mots : {words} · Minutes de lecture : {minutes}",
    left: "Caractères restants : {n}",
    wrongKind: "Ce ne sont pas des images JPEG, PNG, WebP ou GIF : {names}.",
    tooMany: "Une publication peut contenir 8 images. Celles-ci ont été laissées de côté : {names}.",
    remove: "Enlever",
  },
};
