import type { conversation as english } from "../en/conversation.ts";
import { plural } from "../plural.ts";

export const conversation: typeof english = {
  choose: (who) => `Choisir le message de ${who}`,
  chosenTitle: "Les messages choisis",
  chooseAll: "Choisir tous ceux de cette page",
  chooseNone: "N’en choisir aucun",
  nothingChosen: "Rien n’était choisi. Cochez ce que vous voulez, puis appuyez de nouveau.",
  changed: plural("fr", { one: "C’est fait pour {n} message.", other: "C’est fait pour {n} messages." }),
  left: plural("fr", {
    one: "{n} message reste tel quel : il n’était pas écrit pour tout le monde, n’est pas retenu, ou a été retiré par son auteur·ice.",
    other:
      "{n} messages restent tels quels : ils n’étaient pas écrits pour tout le monde, ne sont pas retenus, ou ont été retirés par leurs auteur·ices.",
  }),

  whole: "Toute la conversation",
  title: "Une conversation",
  about: "Tout ce qui vous est parvenu sous",
  hint: "Dans l’ordre, quelle que soit la décision prise, avec vos propres réponses à leur place.",
  nothing: "Personne n’a encore répondu.",
  latestOnly: plural("fr", {
    one: "Seulement la dernière réponse.",
    other: "Seulement les {n} dernières réponses.",
  }),
  answersSomebody: "Cette publication répond elle-même à quelqu’un.",
  ours: "Votre réponse",
  youAnswered: (date) => `Vous avez répondu le ${date} :`,

  answerText: "Votre réponse, que tout le monde pourra lire",
  answerLanguage: "Langue",
  answerSend: "Publier la réponse",
  answerFull: "Le formulaire complet, avec images",

  history: {
    title: "Un compte",
    intro: "Ce que ce compte a fait ici jusqu’à présent. Personne n’est averti que vous regardez.",
    theirPage: (host) => `Ouvrir sa page sur ${host}`,
    theirPageHint: "Les personnes qui tiennent ce serveur voient d’où vous venez.",
    firstSeen: "Vu pour la première fois",
    never: "rien n’en est conservé",
    follows: "Vous suit",
    followed: "Vous le suivez",
    replies: "Réponses et mentions",
    reactions: "J’aime et partages",
    reportsBy: "Signalements de sa part",
    reportsAbout: "Vos signalements à son sujet",
    yes: (date) => `oui, depuis le ${date}`,
    asks: "demande à vous suivre",
    no: "non",
    none: "aucun",
    decisions: "Ce que vous avez décidé",
    decide: "Décider à son sujet",
    neighbours: (host) => `Les autres sur ${host}`,
    noNeighbours: "Vous n’y connaissez personne d’autre.",
    someNeighbours: plural("fr", { one: "Seulement un compte.", other: "Seulement {n} comptes." }),
    neighbourReplies: plural("fr", { one: "{n} réponse", other: "{n} réponses" }),
    neighbourRefused: plural("fr", { one: "{n} refusée", other: "{n} refusées" }),
    neighbourFollows: "vous suit",
    said: "Ce que ce compte vous a écrit",
  },
};
