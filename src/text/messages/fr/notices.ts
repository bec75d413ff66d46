import type { notices as english } from "../en/notices.ts";
import { plural } from "../plural.ts";

export const notices: typeof english = {
  waits: {
    overdue: plural("fr", { one: "{n} envoi n’est pas parti", other: "{n} envois ne sont pas partis" }),
    drafts: plural("fr", {
      one: "Un brouillon attend une relecture",
      other: "{n} brouillons attendent une relecture",
    }),
    replies: plural("fr", {
      one: "{n} réponse attend d’être lue",
      other: "{n} réponses attendent d’être lues",
    }),
    mentions: plural("fr", {
      one: "{n} mention attend d’être lue",
      other: "{n} mentions attendent d’être lues",
    }),
    held: plural("fr", { one: "{n} réponse est retenue", other: "{n} réponses sont retenues" }),
    followers: plural("fr", {
      one: "{n} compte demande à vous suivre",
      other: "{n} comptes demandent à vous suivre",
    }),
    reports: plural("fr", { one: "{n} signalement attend", other: "{n} signalements attendent" }),
    moved: plural("fr", {
      one: "{n} compte que vous suiviez a déménagé",
      other: "{n} comptes que vous suiviez ont déménagé",
    }),
  },

  title: "Savoir que quelque chose attend",
  intro:
    "On vous dit combien de choses attendent, et rien d’autre : ni nom, ni texte. Qui le voit apprend que vous êtes membre ici.",
  feed: "Par un flux",
  feedText:
    "Un lecteur de flux interroge une adresse secrète, sans que vous soyez connecté·e. Qui a l’adresse peut le faire aussi : gardez-la pour vous, et pour un lecteur de confiance.",
  feedOn: "Vous avez une adresse secrète. Elle ne peut plus être affichée.",
  feedMake: "Créer une adresse secrète",
  feedRenew: "En créer une nouvelle",
  feedRenewHint: "L’ancienne ne mènera plus nulle part.",
  feedRemove: "La supprimer",
  feedMade: "Votre adresse secrète",
  feedMadeText: "Copiez-la maintenant dans votre lecteur de flux. Elle ne sera plus affichée.",
  feedTitle: (host) => `Ce qui attend sur ${host}`,

  mail: "Par e-mail",
  mailText:
    "Un court texte qui dit combien de choses attendent, au plus aussi souvent que vous le choisissez. Qui transporte vos e-mails voit que ce serveur vous écrit, et quand. L’adresse est conservée chiffrée.",
  mailOff: "La personne qui tient ce serveur n’a pas configuré d’e-mail.",
  mailAddress: "Votre adresse",
  mailAddressHint: "Laissez vide, et elle est oubliée.",
  mailAddressWrong: "Ce n’est pas une adresse e-mail du genre nom@serveur.example.",
  mailAddressMissing: "Dites où écrire, ou choisissez « jamais ».",
  digest: "À quelle fréquence",
  digests: { off: "Jamais", hourly: "Au plus une fois par heure", daily: "Au plus une fois par jour" },
  mailFailed: (date) => `L’e-mail du ${date} n’a pas pu être envoyé :`,
  mailFailures: {
    unreachable: "le serveur de messagerie est injoignable.",
    unencrypted:
      "aucune connexion chiffrée avec le serveur de messagerie n’a abouti, ou son certificat n’est pas valable ; rien n’a donc été envoyé.",
    signIn: "le serveur de messagerie n’accepte pas l’identification de celui-ci.",
    refused: "le serveur de messagerie ne prend pas de message pour cette adresse.",
    other: "le serveur de messagerie a donné une réponse inattendue.",
  },
  subject: "Quelque chose vous attend",
  footer:
    "Vous avez demandé à être averti·e, sous « Votre compte ». C’est là aussi que vous pouvez y mettre fin.",
};
