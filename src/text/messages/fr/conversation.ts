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
};
