import type { moderation as english } from "../en/moderation.ts";
import { plural } from "../plural.ts";

export const moderation: typeof english = {
  repliesTitle: "Réponses",
  states: {
    pending: "À lire",
    approved: "Affichées",
    hidden: "Masquées",
    refused: "Refusées",
    mentions: "Mentions",
  },
  repliesHint: "Rien ne s’affiche sur votre site avant que quelqu’un ne l’approuve ici.",
  mentionsHint:
    "Des messages qui vous nomment sans répondre à une de vos publications. Vous seul·es les lisez.",
  noReplies: "Il n’y a rien ici.",
  to: "à",
  aPost: "une publication",
  direct: "message privé",
  directHint: "Seul votre collectif l’a reçu. Il ne peut jamais s’afficher sur le site.",
  followersOnly: "réservé à ses abonné·es",
  edited: "modifiée par son auteur·ice",
  contentWarning: (text) => `Avertissement de contenu : ${text}`,
  original: "Ouvrir l’original",
  approve: "Afficher",
  hide: "Masquer",
  refuse: "Refuser",
  putAway: "Mettre de côté",
  answer: "Répondre",
  like: "Aimer",
  unlike: "Ne plus aimer",
  boost: "Partager",
  unboost: "Annuler le partage",
  blockMenu: "Bloquer…",
  blockActor: (handle) => `Bloquer ${handle}`,
  blockHost: (host) => `Bloquer tout ${host}`,
  blockHint:
    "Ces personnes n’en sont pas averties. Leurs messages ne s’affichent plus, et plus rien n’arrive de là.",

  followersTitle: "Abonné·es",
  pendingTitle: "En attente",
  followersCount: plural("fr", { one: "{n} compte vous suit.", other: "{n} comptes vous suivent." }),
  noFollowers: "Personne ne vous suit encore. Donnez votre adresse :",
  since: (date) => `depuis le ${date}`,
  accept: "Accepter",
  reject: "Refuser",
  removeFollower: "Enlever",

  followingTitle: "Abonnements",
  followingHint:
    "Suivez les groupes dont vous êtes proches : vous pourrez lire, partager et commenter ce qu’ils publient.",
  followLabel: "Adresse du compte",
  followExample: "Par exemple @nom@serveur.example, ou l’adresse de sa page.",
  follow: "Suivre",
  followingStates: {
    "looking-up": "recherche en cours",
    requested: "demande envoyée, pas encore acceptée",
    accepted: "vous suivez ce compte",
    rejected: "demande refusée",
    failed: "introuvable",
  },
  noFollowing: "Vous ne suivez encore personne.",
  stopFollowing: "Ne plus suivre",
  tryAgain: "Réessayer",

  alliesTitle: "Allié·es",
  alliesHint:
    "Ce que publient les comptes que vous suivez. Les j’aime et les partages se font au nom de votre collectif.",
  noAllies: "Rien n’est encore arrivé.",

  blocksTitle: "Blocages",
  blocksHint:
    "Un compte bloqué ne peut pas vous suivre, et rien de sa part ne vous parvient. Il n’en est pas averti.",
  blockLabel: "Serveur ou compte",
  blockExample:
    "Un serveur, par exemple serveur.example, ou l’adresse d’un compte : https://serveur.example/users/nom",
  block: "Bloquer",
  noBlocks: "Personne n’est bloqué.",
  kinds: { actor: "compte", host: "serveur" },
  unblock: "Lever",

  reportsTitle: "Signalements",
  reportsHint:
    "Sur un autre serveur, quelqu’un a signalé votre compte ou une publication à sa modération, qui vous le transmet. Rien ne se passe tout seul.",
  noReports: "Aucun signalement en attente.",
  reportFrom: (host) => `De ${host}`,
  reportAbout: "À propos de :",
  reportNoText: "Aucune raison n’est donnée.",
  closeReport: "C’est vu, le clore",
};
