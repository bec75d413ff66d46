import type { panic as english } from "../en/panic.ts";

export const panic: typeof english = {
  emergency: "En cas d’urgence",
  when: "Un appareil saisi, une phrase de passe connue d’autres, quelqu’un qui écrit en votre nom : fermez tout maintenant, vous en parlerez après.",
  open: "Tout fermer…",
  title: "Tout fermer",
  intro: "Voici ce qui se passe aussitôt :",
  effects: [
    "Tous les membres sont déconnectés partout, vous aussi.",
    "Les invitations ouvertes sont annulées, et ce qui attendait une deuxième personne aussi.",
    "Plus rien ne parle au nom du collectif : rien n’est publié, modifié ni retiré, aucune page ni aucun réglage ne change, on ne suit, ne bloque, ne signale et n’accepte personne, pas même en ligne de commande. Ce qui n’avait pas encore atteint d’autres serveurs reste ici.",
    "Personne ne peut plus voir les brouillons, ni les images qui n’ont pas été publiées.",
  ],
  lifting:
    "Le site reste en ligne, et ce qui a été retiré avant est encore effacé ailleurs. Les membres peuvent se reconnecter. Rouvrir se fait à deux : un·e admin le propose, une autre personne de l’édition ou de l’administration le confirme. Qui reste seul·e attend un jour.",
  submit: "Oui, tout fermer maintenant",
  done: "Tout est fermé, et tout le monde est déconnecté.",
  closedTitle: "La publication est fermée",
  closed:
    "Un membre a tout fermé dans l’urgence. Tant que deux membres n’ont pas rouvert, rien ne parle au nom du collectif : rien n’est publié, modifié ni retiré, et aucune page, aucun réglage, aucun blocage, aucun·e abonné·e ne change.",
  lettingIn:
    "Tout est fermé après une urgence : jusqu’à la réouverture, personne n’entre, et l’administration ne peut ni changer un rôle, ni fixer une phrase de passe pour quelqu’un, ni réinitialiser un second facteur. On peut suspendre et retirer des membres, et chacun·e peut changer sa propre phrase de passe.",
  beforeLifting:
    "Avant de la lever : voyez quel appareil ou quelle phrase de passe est en d’autres mains, suspendez ou retirez ce membre, et relisez les publications. Une nouvelle phrase de passe vient après, avant de lui rendre l’accès.",
  askAdmin: "Parlez-en à un·e admin de votre collectif.",
  lift: "Proposer de rouvrir",
};
