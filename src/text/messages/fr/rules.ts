import type { rules as english } from "../en/rules.ts";

export const rules: typeof english = {
  title: "Règles entre vous",
  link: "Règles entre vous",
  linkHint:
    "Qui approuve un texte, combien de temps reste gardé qui a fait quoi, et si l’heure des publications est exacte.",
  intro: "Elles ne valent que de votre côté. Rien n’en est dit au lectorat ni aux autres serveurs.",
  twoPerson: "Personne n’approuve son propre texte",
  twoPersonHint:
    "Qui a écrit un texte, ou l’a modifié en dernier, a besoin de l’accord de quelqu’un d’autre.",
  retention: "Nombre de jours pendant lesquels reste gardé qui a fait quoi",
  retentionHint:
    "De 0 à 365. Ce qui est plus ancien est effacé dans l’heure : qui saisirait le serveur plus tard ne le trouverait pas. Avec 0, presque rien n’est gardé, et vous ne pourrez pas savoir non plus qui a fait quoi.",
  rounding: "Les heures des publications sont arrondies à",
  roundingHint:
    "Qui veut savoir qui a écrit compare l’heure des publications avec celles où les gens étaient éveillés, au travail ou en ligne. Ceci arrondit vers le bas l’heure de ce que vous publierez désormais, sur votre site et pour les autres serveurs. Cela ne cache pas quand une publication y arrive. Avec un jour entier, Mastodon laisse la plupart de vos publications hors de l’accueil de vos abonné·es : c’est ce qu’il fait de tout ce qui a plus de six heures.",
  roundings: {
    0: "rien, elles restent exactes",
    1: "une minute",
    15: "un quart d’heure",
    60: "une heure",
    1440: "un jour",
  },
  wrong: {
    retentionDays: "Le nombre de jours est un nombre entier de 0 à 365.",
    roundingMinutes: "Choisissez l’une de ces possibilités.",
  },
  save: "Enregistrer les règles",
};
