import { plural } from "../plural.ts";
import type { account as english } from "../en/account.ts";

export const account: typeof english = {
  title: "Votre compte",
  intro: (name, role) => `${name}, ${role}. Seuls les membres de votre collectif connaissent ce nom.`,
  passphrase: "Phrase de passe",

  secondFactor: {
    title: "Second facteur",
    on: (date) =>
      `Actif depuis le ${date} : après votre phrase de passe, un code de votre appareil vous est demandé.`,
    off: "Inactif. Il suffit d’apprendre votre phrase de passe pour publier en votre nom à toustes.",
    codesLeft: plural("fr", {
      one: "Il reste {n} code de secours. Renouvelez le second facteur pour en recevoir dix.",
      other: "Il reste {n} codes de secours.",
    }),
    setUp: "Le mettre en place",
    change: "Le renouveler ou le désactiver",
    required:
      "Votre collectif demande un second facteur à chaque membre. Mettez le vôtre en place ; vous pourrez ensuite continuer.",
    requiredKept:
      "Ce que vous veniez d’envoyer n’a pas été exécuté. C’est gardé sur cette page pour que vous puissiez le copier.",
    requiredOff:
      "Votre collectif en demande un à chaque membre : si vous le désactivez, il faudra en mettre un autre en place.",
    what: "Un code de six chiffres, renouvelé toutes les trente secondes sur votre téléphone ou votre ordinateur. Apprendre votre phrase de passe ne suffit plus pour entrer.",
    need: "Il vous faut une application pour ces codes, comme Aegis, FreeOTP ou KeePassXC. Elle marche sans réseau, et personne n’apprend que vous l’utilisez.",
    scan: "Visez ceci avec l’application. Si elle est sur le téléphone que vous tenez, appuyez sur le lien ci-dessous.",
    qrAlt: "Code QR du secret ; il figure aussi en lettres ci-dessous",
    openApp: "L’ouvrir dans l’application de cet appareil",
    typeSecret: "Ou tapez-le dans l’application :",
    secretHint: "Ne le montrez à personne. Il ne sera plus affiché.",
    confirm: "Tapez le code que l’application affiche maintenant :",
    code: "Code",
    codeHint: "Six chiffres.",
    anyCodeHint: "Les six chiffres affichés par votre application, ou l’un de vos codes de secours.",
    confirmSubmit: "L’activer",
    isOn: "Le second facteur est actif. Vos sessions sur d’autres appareils ont pris fin.",
    codesTitle: "Vos codes de secours",
    codesText:
      "Pour le jour où votre appareil sera perdu, cassé ou saisi. Chacun remplace un code, une seule fois. Écrivez-les sur papier, et gardez ce papier là où personne ne regarde, loin de votre appareil.",
    codesOnce: "Ils ne sont affichés que maintenant.",
    codesKept: "Je les ai notés",
    changeText: "Pour montrer que c’est bien vous, tapez votre phrase de passe et un code.",
    renew: "Le renouveler sur un autre appareil",
    turnOff: "Le désactiver",
    askTitle: "Et maintenant le code",
    lost: "Appareil perdu, et plus de code de secours ? Un·e admin de votre collectif peut réinitialiser votre second facteur.",
    wrong: "Ce code n’est pas le bon. Chaque code sert une seule fois, et pendant une minute environ.",
    tooMany: "Il y a eu beaucoup d’essais. Attendez une minute, puis réessayez.",
    expired: "Cela a pris trop de temps. Merci de recommencer.",
  },

  sessions: {
    title: "Où vous êtes connecté·e",
    intro:
      "Rien n’est gardé sur les appareils, ni sur l’endroit où ils se trouvent. Si une session ne vous dit rien, mettez-y fin.",
    begun: (date) => `Commencée le ${date}`,
    used: (date) => `Utilisée pour la dernière fois le ${date}`,
    thisOne: "celle-ci",
    end: "Y mettre fin",
    endOthers: "Mettre fin à toutes les autres",
  },

  others: {
    withFactor: "second facteur",
    withoutFactor: "sans second facteur",
    endSessions: "Mettre fin aux sessions…",
    endText: (name) => `${name} est aussitôt déconnecté·e partout, et peut se reconnecter.`,
    endSubmit: "Y mettre fin",
    reset: "Réinitialiser le second facteur…",
    resetText: (name) =>
      `Si ${name} a perdu appareil et codes de secours. Assurez-vous de vive voix que la demande vient bien de ${name}. Toutes ses sessions prennent fin ; ensuite, la phrase de passe suffit.`,
    resetSubmit: "Le réinitialiser",
    requiredTitle: "Un second facteur pour toustes",
    required: "Chaque membre doit avoir un second facteur",
    requiredHint: "Qui n’en a pas doit d’abord le mettre en place, vous y compris.",
  },
};
