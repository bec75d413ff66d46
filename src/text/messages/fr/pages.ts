import type { pages as english } from "../en/pages.ts";
import { plural } from "../plural.ts";

export const pages: typeof english = {
  title: "Pages",
  intro:
    "Ce qui reste : qui vous êtes, les questions fréquentes, comment vous joindre, comment donner. Les pages ne sont que sur votre site ; rien n’est envoyé.",
  none: "Il n’y a pas encore de page.",
  newTitle: "Nouvelle page",
  editTitle: "Modifier la page",
  addLanguage: "Ajouter une langue",
  notInMenu: "hors du menu",
  moveUp: "Monter",
  moveDown: "Descendre",
  name: "Titre",
  sourceHint: "Markdown, comme dans une publication.",
  slug: "Adresse",
  slugHint:
    "Minuscules, chiffres et traits d’union, par exemple comment-donner ; tirée du titre si vous la laissez vide. La même dans toutes les langues.",
  addressFixed: (path) => `L’adresse reste ${path} : des liens peuvent y mener.`,
  inMenu: "La montrer dans le menu du site",
  inMenuHint: "Un menu tient quelques pages. Les autres se lient depuis les publications et les pages.",
  previewNote: "Rien n’est encore enregistré.",
  remove: "Retirer…",
  removeText: (name) => `« ${name} » disparaît du site dans cette langue, sans retour possible.`,
  removeSubmit: "Oui, la retirer",

  alliesTitle: "Groupes alliés",
  alliesIntro:
    "Les groupes que nomme la page « Groupes alliés » de votre site, dans cet ordre. On ne leur demande et ne leur dit rien : ne nommez que ceux que cela ne met pas en danger.",
  seePage: "Voir la page",
  noAllies: "Aucun groupe n’est encore nommé. La page paraît avec le premier.",
  allyNew: "Nommer un groupe",
  allyEdit: "Modifier le groupe",
  allyName: "Nom",
  allyDescription: "Ce qu’il fait",
  allyHandle: "Adresse dans le fédivers",
  allyHandleHint: "Par exemple @nom@serveur.example. Peut rester vide.",
  allyLink: "Site",
  allyLinkHint: "Par exemple https://groupe.example. Peut rester vide.",

  redirectsTitle: "Anciennes adresses",
  redirectsIntro:
    "Où mènent les adresses que votre site avait avant, pour que les vieux liens marchent encore. Elles ne comptent que là où il n’y a rien d’autre.",
  noRedirects: "Aucune ancienne adresse n’est connue.",
  redirectPath: "Ancienne adresse",
  redirectPathHint: "À partir de la première barre oblique : /2014/05/cinquantieme-jour/ ou /?p=41",
  redirectTarget: "Mène à",
  redirectTargetHint: "Un chemin de ce site, par exemple /p/abc…, ou une adresse https entière.",
  listTitle: "Coller une liste",
  listLabel: "Liste",
  listHint:
    "À chaque ligne une ancienne adresse, une virgule, et où elle mène. Ce qui est déjà connu est remplacé.",
  listSubmit: "La reprendre",
  listTaken: plural("fr", {
    one: "{n} adresse nouvelle ou modifiée.",
    other: "{n} adresses nouvelles ou modifiées.",
  }),
  listEmpty: "Il n’y a aucune adresse dans cette liste.",
  listProblems: {
    path: (line, text) => `Ligne ${line} : ce n’est pas une ancienne adresse : ${text}`,
    target: (line, text) => `Ligne ${line} : ceci ne mène nulle part où c’est permis : ${text}`,
    same: (line, text) => `Ligne ${line} : ceci mène à soi-même : ${text}`,
    tooMany: (line) => `À partir de la ligne ${line}, il y en a plus qu’on ne peut en reprendre à la fois.`,
  },
  listMore: plural("fr", { one: "Et {n} autre ligne à revoir.", other: "Et {n} autres lignes à revoir." }),

  history: {
    editing: "Cacher ce qu’elle disait avant",
    editingHint: "Sinon on peut voir ce que vous changez : un nom que vous retirez s’y lirait encore.",
    shown:
      "Quand cette publication est modifiée, tout le monde peut voir sur le site ce qu’elle disait avant.",
    hidden: "Personne ne voit sur le site ce que cette publication disait avant.",
    hide: "Cacher les versions précédentes",
    show: "Montrer les versions précédentes",
  },
};
