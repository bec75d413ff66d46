import type { invitations as english } from "../en/invitations.ts";

export const invitations: typeof english = {
  title: "Faire entrer quelqu’un",
  intro:
    "Un lien qui sert une seule fois, pendant trois jours. La première personne qui l’ouvre choisit un nom et une phrase de passe, et devient membre : donnez-le de vive voix, ou par un canal de confiance.",
  open: "Invitation ouverte",
  until: (date) => `jusqu’au ${date}`,
  revoke: "La révoquer",
  submit: "Créer une invitation",
  issuedTitle: "Une invitation",
  issued: (role, date) => `Rôle : ${role}. Elle sert une seule fois, jusqu’au ${date}.`,
  issuedOnce: "Elle n’est affichée que maintenant. Si elle s’est égarée, révoquez-la et créez-en une autre.",
  welcome: (collective) => `Bienvenue dans ${collective}`,
  welcomeText: "Vous entrez comme membre. Choisissez comment vous vous connecterez désormais.",
  nameHint:
    "Seuls les membres le voient, et rien de ce qui est publié ne dit qui l’a écrit. Ce n’est pas forcément le vôtre.",
  join: "Entrer",
  spentTitle: "Cette invitation n’est pas valable",
  spent:
    "Une invitation sert une seule fois, pendant trois jours, et peut être révoquée. Demandez-en une autre à qui vous l’a donnée.",
  spentSignIn: "Vous êtes déjà membre ?",
};
