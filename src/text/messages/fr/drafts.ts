import type { drafts as english } from "../en/drafts.ts";
import { plural } from "../plural.ts";

export const drafts: typeof english = {
  title: "Brouillons",
  intro:
    "Ce qui est en train de s’écrire. Chaque membre peut le lire, le changer et en discuter ; personne d’autre n’en sait rien.",
  none: "Il n’y a rien ici.",
  all: "Tout",
  tabs: { draft: "En cours", "in-review": "À relire", approved: "Approuvés", scheduled: "Programmés" },
  states: {
    draft: "en cours",
    "in-review": "à relire",
    approved: "approuvé",
    scheduled: "programmé",
    published: "publié",
    withdrawn: "retiré",
  },
  untitled: "Sans titre",
  by: (name) => `par ${name}`,
  changedBy: (name, date) => `modifié par ${name}, ${date}`,
  changedOn: (date) => `modifié le ${date}`,
  changeOfPost: "modification d’une publication",
  goesOut: (date) => `Part le ${date}`,
  wasToGoOut: (date) => `Devait partir le ${date}`,
  toPost: "Voir la publication",
  present: "la version actuelle",

  keep: "Garder comme brouillon",
  ask: "Demander une relecture",
  savedAt: (time) => `Enregistré à ${time}`,
  changedMeanwhile:
    "Quelqu’un d’autre a modifié ce brouillon. Plus rien n’est enregistré tout seul : appuyez sur « Garder comme brouillon » pour voir les deux versions.",
  discardedMeanwhile:
    "Ce brouillon a été jeté pendant que vous écriviez. Votre texte est ici ; l’enregistrer en fera un nouveau brouillon.",
  originalDiscarded:
    "Le brouillon que vous traduisez a été jeté pendant que vous écriviez. Votre texte est ici ; enregistré, il existera par lui-même.",
  discardedUnsaved:
    "Ce brouillon a été jeté entre-temps, et plus rien n’est enregistré tout seul. Votre texte est encore sur cette page : appuyez sur « Garder comme brouillon » pour en faire un nouveau.",
  approvedNote:
    "Ce texte est approuvé. Enregistrer une modification annule l’approbation. Rien n’est enregistré tout seul ici : appuyez sur « Garder comme brouillon ».",
  scheduledNote: (date) =>
    `Ce texte est programmé pour le ${date}. Enregistrer une modification le retire du programme, et il faudra l’approuver à nouveau. Rien n’est enregistré tout seul ici : appuyez sur « Garder comme brouillon ».`,
  scheduledFixedNote: (date) =>
    `Ce texte est programmé pour le ${date} : seule une personne éditrice peut encore le changer. Dites dans une remarque ce qui devrait changer.`,
  scheduledUnsaved:
    "Pas enregistré : ce brouillon est programmé, et seule une personne éditrice peut le changer. Votre texte n’est que sur cette page : dites dans une remarque ce qui devrait changer.",
  toRemarks: "Vers les remarques",
  changesOnTheWay:
    "Une modification de cette publication est déjà en cours. Poursuivez-la, pour qu’il n’y en ait pas deux :",
  othersWriting: (names) =>
    `${names} avait ce texte sous les yeux dans le dernier quart d’heure. Si vous enregistrez tous les deux, les deux versions sont gardées, et la seconde personne voit la première version.`,
  twoPersonNote:
    "Dans votre collectif, personne n’approuve son propre texte : c’est à une autre personne éditrice de le faire.",

  missing: "Avant de pouvoir publier :",
  people: "Les personnes sur les images",
  peopleOpen: "Personne n’a encore répondu.",
  undescribed: "Sans description.",
  pictureMissing: "Cette image manque sur le serveur.",
  undescribedCount: plural("fr", {
    one: "Une image n’a pas de description. Les personnes aveugles ne sauront pas ce qu’on y voit.",
    other: "{n} images n’ont pas de description. Les personnes aveugles ne sauront pas ce qu’on y voit.",
  }),

  approve: "Approuver",
  return: "Demander des changements",
  remark: "Ce qui devrait changer",
  publishNow: "Publier maintenant",
  saveNow: "Publier la modification maintenant",
  later: "Publier plus tard",
  at: (timeZone) => `Jour et heure (${timeZone})`,
  schedule: "Programmer",
  unschedule: "Retirer du programme",
  together: (title) => `Publier avec : « ${title} »`,
  discard: "Jeter",
  discardTitle: "Jeter ce brouillon ?",
  discardText:
    "Le texte, ses versions précédentes et les remarques sont supprimés, ainsi que les images qui ne sont nulle part ailleurs.",
  discardSubmit: "Oui, le jeter",
  restore: "Revenir à cette version",
  restoreHint: "Elle devient la version la plus récente. Celles d’entre-deux restent.",

  notes: "Remarques",
  notesHint: "Seuls les membres les voient. Elles sont effacées avec le brouillon.",
  comment: "Une remarque",
  addComment: "Ajouter",
  nobody: "Le serveur",
  onVersion: (number) => `version ${number}`,
  acts: {
    comment: "a remarqué",
    review: "a demandé une relecture",
    return: "a demandé des changements",
    approve: "l’a approuvé",
    schedule: "l’a programmé",
    unschedule: "l’a retiré du programme",
    restore: "est revenu·e à une version précédente",
    failed: "n’a pas pu le publier",
    changeApproved: "a changé le texte, ce qui a annulé l’approbation",
    changeScheduled: "a changé le texte, ce qui l’a retiré du programme",
    coverApproved: "a caché quelque chose dans une image, ce qui a annulé l’approbation",
    coverScheduled: "a caché quelque chose dans une image, ce qui l’a retiré du programme",
  },

  translate: "Traduire",
  translateTitle: "Traduire",
  translations: "Dans d’autres langues",
  original: (language) => `L’original (${language})`,
  translationsStand: "Les versions dans les autres langues n’ont pas besoin de changer",
  translationsStandHint: "Sinon, elles sont signalées comme en retard jusqu’à ce que quelqu’un les modifie.",
  behind: "en retard",
  behindTitle: "Traductions en retard",
  behindText: "Ces publications ne disent pas encore ce qui a changé dans une autre langue.",
  behindOther: (language) => `la version en ${language} en dit plus`,
};
