import type { rules as english } from "../en/rules.ts";

export const rules: typeof english = {
  title: "Règles entre vous",
  link: "Règles entre vous",
  linkHint: "Qui approuve un texte, et combien de temps reste gardé qui a fait quoi.",
  intro: "Elles ne valent que de votre côté. Rien n’en est dit au lectorat ni aux autres serveurs.",
  twoPerson: "Personne n’approuve son propre texte",
  twoPersonHint:
    "Qui a écrit un texte, ou l’a modifié en dernier, a besoin de l’accord de quelqu’un d’autre.",
  retention: "Nombre de jours pendant lesquels reste gardé qui a fait quoi",
  retentionHint:
    "De 0 à 365. Ce qui est plus ancien est effacé dans l’heure : qui saisirait le serveur plus tard ne le trouverait pas. Avec 0, presque rien n’est gardé, et vous ne pourrez pas savoir non plus qui a fait quoi.",
  retentionWrong: "Le nombre de jours est un nombre entier de 0 à 365.",
  save: "Enregistrer les règles",
};
