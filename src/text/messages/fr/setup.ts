import type { setup as english } from "../en/setup.ts";

export const setup: typeof english = {
  title: "Préparer le compte de votre collectif",
  intro: "Un seul compte pour vous toustes. Sur les autres serveurs, on le trouvera par son adresse.",
  collective: "Le collectif",
  name: "Nom",
  nameHint: "Celui sous lequel on vous connaît.",
  handle: "Identifiant",
  handleHint: (host) =>
    `Votre adresse sera @identifiant@${host}. Seulement des minuscules sans accent, des chiffres et _. Il ne peut plus changer dès que quelqu’un vous suit.`,
  description: "Description",
  descriptionHint: "Qui vous êtes, en quelques phrases. Vous pourrez la changer plus tard.",
  language: "Langue dans laquelle vous écrivez le plus",
  type: "Type de compte",
  types: {
    Organization: { label: "Organisation", hint: "Convient à la plupart des collectifs." },
    Group: { label: "Groupe", hint: "Certains serveurs affichent un badge, et Lemmy y voit un forum." },
    Service: { label: "Service", hint: "Mastodon l’affiche comme un robot." },
    Person: { label: "Personne", hint: "S’affiche comme un individu." },
  },
  firstMember: "Premier membre : vous",
  firstMemberHint: "Votre nom ne sert qu’aux autres membres du collectif. Il n’est jamais publié.",
  memberName: "Votre nom",
  passphrase: "Phrase de passe",
  passphraseHint: "Au moins 12 caractères. Quatre ou cinq mots sans rapport entre eux conviennent bien.",
  passphraseAgain: "La même phrase de passe, encore une fois",
  typeAgain: "Saisissez à nouveau la phrase de passe : elle n’est pas gardée.",
  submit: "Préparer le compte",
  spentTitle: "Ce lien n’est pas valable",
  spent:
    "Un lien de préparation ne sert qu’une fois, et seul le dernier est valable. Tant que le compte n’est pas prêt, le serveur affiche le lien dans son terminal au démarrage.",
  spentSignIn: "Tout est déjà prêt ? Alors connectez-vous.",
};
