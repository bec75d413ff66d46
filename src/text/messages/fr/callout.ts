import type { callout as english } from "../en/callout.ts";

export const callout: typeof english = {
  title: "Appels",
  none: "Rien n’est prévu pour le moment.",
  upcoming: "Appels à venir",
  past: "Appels passés",
  nonePast: "Il n’y en a pas encore.",
  all: "Tous les appels",
  earlier: "Plus anciens",
  latest: "Retour aux plus récents",
  pages: "Autres appels",
  when: "Quand",
  where: "Où",
  timeLater: "L’heure sera annoncée",
  placeLater: "Le lieu sera annoncé",
  statuses: {
    confirmed: "Maintenu",
    postponed: "Reporté",
    moved: "Nouvel horaire ou nouveau lieu",
    cancelled: "Annulé",
  },
  titled: (status, title) => `${status} : ${title}`,
  over: "C’est passé",
  addToCalendar: "Ajouter à votre agenda",
  asEvent: "Sur Mobilizon, cherchez cette adresse : l’appel s’y ouvre comme un évènement.",
  subscribe: "Tous les appels pour votre agenda",
  map: "Ouvrir dans votre carte",

  form: "Appeler à venir",
  formHint:
    "La date et le lieu passent alors en tête, sur votre site et partout où va la publication. Laissez vide ce que vous annoncerez plus tard. Une fin avant le début tombe le lendemain.",
  fields: {
    date: "Date",
    start: "Début",
    end: "Fin",
    timeZone: "Fuseau horaire",
    placeName: "Lieu",
    placeAddress: "Adresse",
    coordinates: "Coordonnées",
    openUntil: "Reste en haut jusqu’au",
    status: "État",
  },
  hints: {
    timeZone: "Une ville du fuseau, par exemple Europe/Paris.",
    placeAddress: "Comment s’y rendre, et s’il y a des marches.",
    coordinates:
      "Latitude et longitude, par exemple 50.9581, 1.8517. Chacun·e peut les ouvrir dans sa propre carte.",
    openUntil:
      "Vide : jusqu’à la fin, ou trois heures après le début. À remplir si la date n’est pas encore connue.",
    status:
      "À changer ici quand les plans changent. Si c’est reporté, videz la date jusqu’à ce que vous sachiez la nouvelle.",
  },
};
