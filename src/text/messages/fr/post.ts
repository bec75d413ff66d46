import type { post as english } from "../en/post.ts";
import { plural } from "../plural.ts";

export const post: typeof english = {
  title: "Publications",
  none: "Rien n’a encore été publié.",
  withdrawn: "retirée",
  pinned: "épinglée",
  published: (date) => `Publiée le ${date}`,
  withdrawnOn: (date) => `Retirée le ${date}`,
  edited: (date) => `modifiée le ${date}`,
  see: "Voir sur le site",
  edit: "Modifier",
  withdraw: "Retirer",
  publishAgain: "Publier à nouveau, comme nouvelle publication",
  delivered: plural("fr", { one: "arrivée sur {n} serveur", other: "arrivée sur {n} serveurs" }),
  waiting: plural("fr", { one: "{n} envoi en cours", other: "{n} envois en cours" }),
  failed: plural("fr", { one: "{n} serveur injoignable", other: "{n} serveurs injoignables" }),
  notSent: "Personne ne suivait encore le compte : elle n’a été envoyée nulle part.",
  answers: "En réponse à",
  unfound:
    "Ces comptes sont introuvables : ils restent du simple texte et ne sont pas prévenus. Enregistrez de nouveau la publication pour qu’on les cherche encore :",

  revisions: "Versions",
  present: "ce que tout le monde voit maintenant",
  untitled: "sans titre",
  version: (number, date) => `Version ${number}, ${date}`,

  withdrawTitle: "Retirer cette publication ?",
  withdrawText: [
    "Elle disparaît du site et des flux. À son adresse, on lira qu’elle a été retirée.",
    "Les autres serveurs sont priés de l’effacer. La plupart le font en quelques minutes, mais personne ne peut les y forcer, et quelqu’un a pu garder une copie.",
    "Le texte vous reste ici et vous pouvez le publier à nouveau. Ce sera alors une nouvelle publication, avec une nouvelle adresse, sans les réponses, les j’aime et les partages de celle-ci.",
  ],
  withdrawSubmit: "Oui, la retirer",
};
