import type { enclosed as english } from "../en/enclosed.ts";
import { plural } from "../plural.ts";

export const enclosed: typeof english = {
  abstract: "En bref",
  media: {
    picture: plural("fr", { one: "{n} image", other: "{n} images" }),
    video: plural("fr", { one: "{n} vidéo", other: "{n} vidéos" }),
    audio: plural("fr", { one: "{n} enregistrement", other: "{n} enregistrements" }),
    file: plural("fr", { one: "{n} fichier", other: "{n} fichiers" }),
    link: plural("fr", { one: "{n} lien", other: "{n} liens" }),
  },
  with: (what, text) => `${what} : ${text}`,
  several: (what) => `${what} :`,
  undescribed: "sans description",
  more: plural("fr", { one: "et {n} de plus", other: "et {n} de plus" }),
  sensitive: "signalé comme sensible par son auteur·ice",
  notLoaded: "Rien n’en est chargé ici ; l’original le montre.",
  poll: "Sondage",
  pollSeveral: "plusieurs réponses possibles",
  pollEnds: (date) => `ouvert jusqu’au ${date}`,
  pollEnded: (date) => `clos depuis le ${date}`,
  ownZone: (date) => `Sur place : ${date}`,
  eventStatuses: { tentative: "Pas encore certain", cancelled: "Annulé" },
  unlisted: "hors listes",
  unlistedHint:
    "Tout le monde peut le lire, mais son auteur·ice ne veut pas le voir dans les listes publiques. Un partage le porte plus loin.",
};
