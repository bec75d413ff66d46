import type { follow as english } from "../en/follow.ts";

export const follow: typeof english = {
  titles: {
    follow: "Nous suivre",
    reply: "Répondre depuis votre compte",
    boost: "Partager depuis votre compte",
    like: "Mettre en favori depuis votre compte",
  },
  fromYours: "Depuis votre propre compte :",
  links: { reply: "Répondre", boost: "Partager", like: "Mettre en favori" },
  post: "La publication :",
  intro:
    "Indiquez où se trouve votre compte. Votre propre serveur prend la suite, et vous demande votre accord avant de faire quoi que ce soit.",
  account: "Votre adresse dans le fédivers, ou votre serveur",
  accountHint: "Par exemple @nom@serveur.example",
  remember: "Retenir mon serveur dans ce navigateur",
  rememberHint:
    "Son nom seulement, pour un an, et pour ce seul formulaire. Ne cochez pas cette case sur un appareil que d’autres consultent.",
  submit: "Trouver mon serveur",
  kept: "Nous demandons une fois à votre serveur où cela se passe. Nous n’en gardons rien, pas même la trace de votre visite.",
  byHand: "À la main",
  byHandFollow:
    "Copiez cette adresse dans le champ de recherche de votre serveur (Mastodon, GoToSocial, Misskey ou un autre), ouvrez-y notre page et appuyez sur « Suivre ».",
  byHandPost:
    "Copiez cette adresse dans le champ de recherche de votre serveur (Mastodon ou tout autre du fédivers) : la publication s’y ouvre.",
  qr: "Depuis un autre appareil",
  qrHow: "Visez ce carré avec son appareil photo : il mène à notre page.",
  qrAlt: (address) => `Code QR de ${address}`,
  without: "Sans compte",
  withoutHow:
    "Tout se lit ici sans compte, et peut aussi venir à vous par un flux. Votre nom ne figure sur aucune liste.",
  feeds: "Nos flux",
  goOn: (host) => `Continuer vers ${host}`,
  goOnHow:
    "Ce lien vous emmène ailleurs, sur le serveur que vous avez indiqué. Avant de vous y connecter, vérifiez que c’est bien le vôtre.",
  problems: {
    invalid: () => "Ce n’est ni une adresse comme @nom@serveur.example, ni un serveur.",
    busy: () =>
      "Cette demande vient d’être faite de très nombreuses fois. Réessayez dans une minute, ou faites-le à la main, comme ci-dessous.",
    unknown: (host) =>
      `${host} ne connaît pas ce compte. Vérifiez l’orthographe ; si vous n’avez indiqué que le serveur, donnez votre adresse entière.`,
    unreachable: (host) =>
      `${host} n’a pas répondu. Vérifiez l’orthographe, ou faites-le à la main, comme ci-dessous.`,
    noWay: (host) => `${host} ne dit pas où cela se passe. Faites-le à la main, comme ci-dessous.`,
  },
};
