import type { panic as english } from "../en/panic.ts";

export const panic: typeof english = {
  emergency: "En cas d’urgence",
  when: "Un appareil saisi, une phrase de passe connue d’autres, quelqu’un qui écrit en votre nom : fermez tout maintenant, vous en parlerez après.",
  open: "Tout fermer…",
  title: "Tout fermer",
  intro: "Voici ce qui se passe aussitôt :",
  effects: [
    "Tous les membres sont déconnectés partout, vous aussi.",
    "Les invitations ouvertes sont annulées.",
    "Plus rien ne peut être publié, modifié ni retiré, pas même en ligne de commande.",
    "Personne ne peut plus voir les brouillons, ni les images qui n’ont pas été publiées.",
  ],
  lifting:
    "Le site reste en ligne, et les autres serveurs reçoivent encore ce qui a été publié ou retiré avant. Les membres peuvent se reconnecter ; un·e admin lève la fermeture.",
  submit: "Oui, tout fermer maintenant",
  done: "Tout est fermé, et tout le monde est déconnecté.",
  closedTitle: "La publication est fermée",
  closed:
    "Un membre a tout fermé dans l’urgence. Tant qu’un·e admin n’a pas levé la fermeture, rien n’est publié, modifié ni retiré.",
  lettingIn:
    "Tout est fermé après une urgence : jusqu’à la réouverture, personne n’entre, et l’administration ne peut ni changer un rôle, ni fixer une phrase de passe pour quelqu’un, ni réinitialiser un second facteur. On peut suspendre et retirer des membres, et chacun·e peut changer sa propre phrase de passe.",
  beforeLifting:
    "Avant de la lever : voyez quel appareil ou quelle phrase de passe est en d’autres mains, suspendez ou retirez ce membre, et relisez les publications. Une nouvelle phrase de passe vient après, avant de lui rendre l’accès.",
  askAdmin: "Parlez-en à un·e admin de votre collectif.",
  lift: "Rouvrir",
};
