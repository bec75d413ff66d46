import type { moderation as english } from "../en/moderation.ts";
import { plural } from "../plural.ts";

export const moderation: typeof english = {
  repliesTitle: "Réponses",
  states: {
    pending: "À lire",
    held: "Retenues",
    approved: "Affichées",
    hidden: "Masquées",
    refused: "Refusées",
    mentions: "Mentions",
  },
  repliesHint: "Rien ne s’affiche sur votre site avant que quelqu’un ne l’approuve ici.",
  mentionsHint:
    "Des messages qui vous nomment sans répondre à une de vos publications. Vous seul·es les lisez.",
  heldHint:
    "Mises à part, pour qu’un flot de messages n’enterre pas les autres. Rien ne s’en affiche non plus.",
  heldBecause: {
    "first-contact": "D’un serveur où personne ne vous suit, et où vous ne suivez personne.",
    limited: "Vous avez limité ce compte ou son serveur.",
    mentions: "Il nomme plus de dix comptes.",
  },
  imitates:
    "Le nom de ce compte ressemble au vôtre. Ce n’est pas vous : pensez à ce qu’on veut peut-être faire croire à qui vous lit.",
  release: "Avec les autres",
  noReplies: "Il n’y a rien ici.",
  to: "à",
  quotes: "cite",
  aPost: "une publication",
  direct: "message privé",
  directHint: "Seul votre collectif l’a reçu. Il ne peut jamais s’afficher sur le site.",
  followersOnly: "réservé à ses abonné·es",
  edited: "modifiée par son auteur·ice",
  restored: "Son auteur·ice l’avait supprimée, puis l’a rétablie. Elle était affichée.",
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
  blockMenu: "Signaler, limiter, bloquer…",
  limitActor: (handle) => `Limiter ${handle}`,
  limitHost: (host) => `Limiter tout ${host}`,
  limitHint:
    "Limités : leurs messages sont retenus pour vous, et leurs demandes d’abonnement attendent. Ces personnes n’en sont pas averties.",
  blockActor: (handle) => `Bloquer ${handle}`,
  blockHost: (host) => `Bloquer tout ${host}`,
  blockHint:
    "Bloqués : leurs messages ne s’affichent plus, plus rien n’arrive de là, et rien de vous n’y va. Les abonnements entre vous prennent fin, dans les deux sens ; leur serveur l’apprend, sans rien savoir d’un blocage.",

  followersTitle: "Abonné·es",
  pendingTitle: "En attente",
  followersCount: plural("fr", { one: "{n} compte vous suit.", other: "{n} comptes vous suivent." }),
  noFollowers: "Personne ne vous suit encore. Donnez votre adresse :",
  limitedFollower: "Vous avez limité ce compte ou son serveur.",
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
    refused: "demande envoyée ; leur serveur ne l’a pas prise",
    failed: "introuvable",
    moved: "a déménagé vers un nouveau compte",
    blocked: "vous l’avez bloqué ; vous ne le suivez plus",
  },
  movedTo: "Le nouveau compte :",
  blockLifted: "vous ne le suivez plus, car vous l’aviez bloqué",
  followAgain: "Suivre à nouveau",
  noFollowing: "Vous ne suivez encore personne.",
  stopFollowing: "Ne plus suivre",
  tryAgain: "Réessayer",

  alliesTitle: "Ce que publient les allié·es",
  alliesHint:
    "Ce que publient ou partagent les comptes que vous suivez. Les j’aime et les partages se font au nom de votre collectif.",
  sharedBy: "partagé par",
  noAllies: "Rien n’est encore arrivé.",

  blocksTitle: "Blocages",
  blocksHint:
    "Un compte bloqué ne peut pas vous suivre, et rien de sa part ne vous parvient. Les abonnements prennent fin dans les deux sens, ce que son serveur apprend. Un compte limité peut encore écrire : vous le lisez sous « Retenues ». Personne n’apprend qu’il est bloqué ou limité.",
  blockLabel: "Serveur ou compte",
  blockExample:
    "Un serveur, par exemple serveur.example, ou l’adresse d’un compte : https://serveur.example/users/nom",
  block: "Bloquer",
  limit: "Limiter",
  noBlocks: "Personne n’est limité ni bloqué.",
  kinds: { actor: "compte", host: "serveur" },
  severities: { limit: "limité", block: "bloqué" },
  blockInstead: "Plutôt bloquer",
  limitInstead: "Plutôt limiter",
  unblock: "Lever",
  exportBlocks: "Télécharger la liste des serveurs (CSV)",
  importTitle: "Reprendre une liste",
  importHint:
    "Une liste telle que Mastodon l’exporte (CSV), ou un serveur par ligne. « suspend » bloque, « silence » limite. Elle rend vos décisions plus strictes, jamais moins.",
  importText: "La liste",
  importFile: "Ou un fichier qui la contient",
  importSubmit: "La reprendre",
  imported: ({ listed, changed, obfuscated, ignored }) =>
    `Serveurs dans la liste : ${listed}. Nouveaux, ou traités plus strictement : ${changed}.` +
    (obfuscated > 0 ? ` Laissés de côté, car des * cachent une partie du nom : ${obfuscated}.` : "") +
    (ignored > 0 ? ` Laissés de côté, car la liste ne demande rien (noop) : ${ignored}.` : ""),
  importErrors: {
    host: (line, text) => `Ligne ${line} : « ${text} » n’est pas un serveur du genre serveur.example.`,
    severity: (line, text) => `Ligne ${line} : « ${text} » n’est ni suspend, ni silence, ni noop.`,
    ourselves: (line, text) => `Ligne ${line} : « ${text} » est votre propre serveur.`,
    quote: (line) => `Ligne ${line} : un guillemet n’est pas fermé.`,
    tooLong: () => "La liste est trop longue : au plus 10 000 lignes et 2 Mo.",
  },
  importMore: (count) => `Autres lignes à corriger : ${count}.`,
  importNothing: "Il n’y a aucun serveur dans cette liste.",

  report: "Signaler à son serveur…",
  reportTitle: "Signaler à son serveur",
  reportHint: (host) =>
    `Le signalement va aux personnes qui tiennent ${host}. Elles voient qu’il vient de votre serveur ; aucun membre n’est nommé. N’écrivez rien qui en nomme un : elles peuvent le transmettre à la personne.`,
  reportPosts: "De quelles publications s’agit-il ?",
  reportText: "Qu’est-ce qui ne va pas ? (Vous pouvez laisser ce champ vide.)",
  reportSend: "Envoyer le signalement",
  reportsTitle: "Signalements",
  reportsHint:
    "Sur un autre serveur, quelqu’un a signalé votre compte ou une publication à sa modération, qui vous le transmet. Rien ne se passe tout seul.",
  noReports: "Aucun signalement en attente.",
  reportFrom: (host) => `De ${host}`,
  reportAbout: "À propos de :",
  reportNoText: "Aucune raison n’est donnée.",
  closeReport: "C’est vu, le clore",
  closeReportsFrom: (host: string) => `Clore tous ceux de ${host}`,
};
