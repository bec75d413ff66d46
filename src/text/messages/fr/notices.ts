import type { notices as english } from "../en/notices.ts";
import { plural } from "../plural.ts";

export const notices: typeof english = {
  waits: {
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
};
