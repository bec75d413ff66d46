import type { site as english } from "../en/site.ts";
import { plural } from "../plural.ts";

export const site: typeof english = {
  navigation: "Pages",
  home: "Accueil",
  about: "À propos",
  tags: "Mots-clés",
  tagged: (name) => `Mot-clé « ${name} »`,
  followNav: "Nous suivre",
  members: "Espace membres",
  skipToContent: "Aller au contenu",

  pinned: "Épinglé",
  edited: "Modifié le",
  untitled: (date) => `Publication du ${date}`,
  contentWarning: "Avertissement",
  readOn: "Lire la suite",
  inReplyTo: "En réponse à",
  pictureDescription: "Description",
  undescribedPicture: "Image sans description",
  videoOn: (host) => `Vidéo sur ${host}`,
  noOlder: "Il n’y a pas de publication plus ancienne.",
  noPosts: "Rien n’a encore été publié.",
  pages: "Autres publications",
  older: "Publications plus anciennes",
  newest: "Retour aux plus récentes",

  replies: plural("fr", { one: "{n} réponse", other: "{n} réponses" }),
  quotedBy: plural("fr", { one: "{n} citation", other: "{n} citations" }),
  boosts: plural("fr", { one: "{n} partage", other: "{n} partages" }),
  likes: plural("fr", { one: "{n} favori", other: "{n} favoris" }),
  followers: plural("fr", { one: "{n} abonné·e", other: "{n} abonné·es" }),
  posts: plural("fr", { one: "{n} publication", other: "{n} publications" }),
  answer: "Répondre ou faire passer",
  answerHow:
    "Copiez cette adresse dans le champ de recherche de votre propre serveur (Mastodon ou tout autre du fédivers) : la publication s’y ouvre. " +
    "Nous lisons les réponses avant qu’elles ne paraissent sur cette page.",

  followUs: "Nous suivre dans le fédivers :",
  howTo: "Comment faire ?",
  follow: "Comment nous suivre",
  followWithAccount:
    "Avec un compte dans le fédivers : dites où il se trouve, et votre propre serveur fait le reste.",
  followWithout:
    "Sans compte : tout se lit ici, et un lecteur de flux vous signale les nouveautés. Si vous en voulez un, demandez à des personnes de confiance quel serveur elles utilisent.",

  waiting: "Ce serveur attend d’être mis en place.",
  waitingLink:
    "La personne qui s’en occupe trouve le lien nécessaire dans le terminal où il a été lancé. Ce lien sert une seule fois.",
  waitingCommand: "Une commande, tapée au même endroit, fait la même chose :",

  trouble: {
    unexpected: {
      title: "Une erreur s’est produite de notre côté",
      text: "Rassurez-vous : vous n’y êtes pour rien. Réessayez dans une minute. Si cela se reproduit, d’autres pages fonctionnent peut-être encore.",
    },
    unavailable: {
      title: "Le site rencontre un problème en ce moment",
      text: "Rassurez-vous : vous n’y êtes pour rien. Réessayez dans une minute. La page d’accueil, elle, reste souvent lisible.",
    },
  },
  toHome: "Aller à la page d’accueil",
  status: (status) => `Erreur ${status}`,
};
