import type { decisions as english } from "../en/decisions.ts";

export const decisions: typeof english = {
  title: "Une décision à deux",
  waiting: "En attente d’une deuxième personne",
  kinds: {
    liftPanic: "Rouvrir après l’urgence",
    makeAdmin: "Donner l’administration à un membre",
    inviteAdmin: "Inviter une nouvelle personne à l’administration",
    loosenRules: "Assouplir les règles entre vous",
    savePage: "Publier une page",
    removePage: "Retirer une page",
    movePage: "Changer l’ordre des pages",
  },
  what: {
    makeAdmin: (name) => `${name} entre dans l’administration.`,
    inviteAdmin: "Qui confirme voit le lien, une seule fois, et le transmet.",
    twoPerson: "Dès lors, les membres peuvent approuver et publier leurs propres textes.",
    retention: (days) =>
      days === 0
        ? "Qui a fait quoi est effacé dans l’heure."
        : days === 1
          ? "Qui a fait quoi n’est gardé qu’un jour."
          : `Qui a fait quoi n’est gardé que ${days} jours.`,
    page: (slug, language) => `La page /pages/${slug} en ${language}.`,
    inMenu: "Elle est dans le menu.",
    notInMenu: "Elle n’est pas dans le menu.",
    present: "Ce qui s’y trouve maintenant",
    movePage: (slug, to) =>
      to === "up" ? `/pages/${slug} monte d’une place.` : `/pages/${slug} descend d’une place.`,
  },
  by: (name, date) => `Proposé par ${name}, ${date}.`,
  until: (date) => `Caduc après le ${date}.`,
  confirmHint:
    "Demandez à qui l’a proposé, de vive voix ou par un canal sûr, si cela vient bien de cette personne.",
  confirm: "Confirmer, et le faire maintenant",
  refuse: "Refuser",
  takeBack: "Y renoncer",
  proposer:
    "Quelqu’un d’autre de l’édition ou de l’administration doit le confirmer, et le trouve sur sa vue d’ensemble.",
  fresh:
    "Il y a moins de trois jours, quelqu’un d’autre vous a fait entrer, a changé votre rôle ou votre phrase de passe, ou réinitialisé votre second facteur. D’ici là, c’est à une autre personne de confirmer.",
  freshProposer: (name) =>
    `Il y a moins de trois jours, quelqu’un d’autre a fait entrer ${name}, ou changé son rôle ou sa phrase de passe, ou réinitialisé son second facteur. On pourra le confirmer après.`,
  alone: "Il n’y a personne à côté de vous qui puisse le confirmer. Montrez que c’est bien vous.",
  aloneLater: (date) =>
    `Il n’y a personne à côté de vous qui puisse le confirmer. À partir du ${date}, vous pouvez le faire seul·e, avec votre phrase de passe et un code de votre second facteur.`,
  submitAlone: "Le faire seul·e",
  factorFirst: "Vous n’avez pas encore de second facteur. Mettez-le d’abord en place, sous votre nom.",
};
