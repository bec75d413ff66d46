import type { feeds as english } from "../en/feeds.ts";

export const feeds: typeof english = {
  title: "Flux",
  intro:
    "Un lecteur de flux va chercher ce qui paraît ici et vous le garde. Il ne demande aucun compte, et personne ne tient la liste de qui s’en sert. " +
    "Donnez-lui une de ces adresses. Si vous ne savez pas laquelle des trois choisir, prenez Atom : presque tous les lecteurs le connaissent, et la plupart connaissent les trois.",
  all: "Tout ce que nous publions",
  byLanguage: "Une langue",
  byTag: "Un mot-clé",
  allTags: "Tous les mots-clés",
  ofReplies: "Les réponses à une publication",
  ofRepliesHow: "Ajoutez ceci à la fin de l’adresse de la publication :",
  replies: (title) => `Réponses à « ${title} »`,
  replyFrom: (handle) => `Réponse de ${handle}`,
};
