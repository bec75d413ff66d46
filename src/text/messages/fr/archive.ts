import type { archive as english } from "../en/archive.ts";
import { plural } from "../plural.ts";

export const archive: typeof english = {
  search: "Rechercher",
  searchLabel: "Rechercher dans les publications",
  searchHint:
    "Des « mots entre guillemets » sont cherchés ensemble ; un mot précédé d’un signe moins est écarté.",
  searched: (query) => `Recherche : ${query}`,
  found: plural("fr", { one: "{n} publication", other: "{n} publications" }),
  foundMany: (n) => `Les ${n} publications les plus proches`,
  foundNone: "Aucune publication ne contient tous ces mots.",
  foundNoneHint:
    "Essayez avec moins de mots, ou dans une autre langue : chaque publication est cherchée dans la langue où elle est écrite.",
  resultsPages: "Autres résultats",
  resultsEarlier: "Retour",
  resultsMore: "Autres résultats",

  archive: "Archives",
  months: (year) => `Mois de ${year}`,
  postsOf: (period) => `Publications : ${period}`,

  seeChanges: "voir ce qui a changé",
  history: "Ce qui a changé",
  historyOf: "Versions de :",
  version: (n) => `Version ${n}`,
  firstVersion: "Première version",
  presentVersion: "affichée actuellement",
  comparedWith: (n, before) => `Ce que la version ${n} change à la version ${before}`,
  allVersions: "Toutes les versions",
  toPost: "Voir la publication",
  noChange: "Rien de ce qui s’affiche n’a changé.",
  added: "Ajouté :",
  removed: "Supprimé :",
  endOfChange: "Fin de la modification.",
  leftOut: "(passage inchangé omis)",
  tooDifferent:
    "Ces versions ont trop peu en commun pour être comparées mot à mot : voici l’ancien texte, puis le nouveau.",
  fields: {
    name: "Titre",
    summary: "Avertissement",
    teaser: "Chapeau",
    source: "Texte",
    tags: "Mots-clés",
    language: "Langue",
    pictures: "Images",
  },

  allies: "Groupes alliés",
  alliesIntro: "Les groupes avec lesquels nous travaillons.",

  updated: (date) => `Dernière modification le ${date}`,

  lost: "La page se trouve peut-être à une autre adresse :",
  browse: "Parcourir les archives",
  tagsLink: "Voir tous les mots-clés",
  feeds: "Ou recevez les nouveautés par un flux :",
};
