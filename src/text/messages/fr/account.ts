import { plural } from "../plural.ts";
import type { account as english } from "../en/account.ts";

export const account: typeof english = {
  title: "Votre compte",
  intro: (name, role) => `${name}, ${role}. Seuls les membres de votre collectif connaissent ce nom.`,
  passphrase: "Phrase de passe",

  secondFactor: {
    title: "Second facteur",
    on: (date) =>
      `Actif depuis le ${date} : après votre phrase de passe, il vous est demandé quelque chose que vous seul·e avez.`,
    off: "Inactif. Il suffit d’apprendre votre phrase de passe pour publier en votre nom à toustes.",
    codesLeft: plural("fr", {
      one: "Il reste {n} code de secours. Faites-en faire dix nouveaux.",
      other: "Il reste {n} codes de secours.",
    }),
    setUp: "Le mettre en place",
    change: "Le voir, le compléter ou le désactiver",
    addTitle: "Ajouter un second facteur",
    choose: "Qu’allez-vous utiliser ?",
    kinds: {
      app: {
        label: "Une application qui affiche des codes",
        hint: "Sur votre téléphone ou votre ordinateur, comme Aegis, FreeOTP ou KeePassXC. Elle marche sans réseau, et personne n’apprend que vous l’utilisez.",
      },
      passkey: {
        label: "Une clé d’accès (passkey)",
        hint: "Votre téléphone, votre ordinateur ou une clé de sécurité répond pour vous, et ici seulement : aucune fausse page ne peut rien en tirer. Le navigateur doit exécuter les scripts.",
      },
      key: {
        label: "Une clé qui tape des codes",
        hint: "Une petite clé USB qui tape six ou huit chiffres quand vous la touchez. Elle marche sur tout ordinateur, et sans scripts.",
      },
    },
    replaces: "Elle remplace celle que vous avez.",
    add: "En ajouter un autre",
    drop: "Interrompre la mise en place",
    onlyPasskeys:
      "Une clé d’accès a besoin de scripts, et ne marche qu’à l’adresse où elle a été créée. Partout ailleurs, seuls vos codes de secours vous laissent entrer : ajoutez une application ou une clé qui tape des codes.",
    recovery: "Codes de secours",
    newCodes: "En faire faire dix nouveaux",
    newCodesTitle: "Dix nouveaux codes de secours",
    newCodesText: "Ceux que vous avez maintenant ne vaudront alors plus rien.",
    newCodesSubmit: "Les faire",
    remove: "Retirer",
    removeTitle: (named) => `Retirer « ${named} »`,
    removeSubmit: "Retirer",
    turnOffTitle: "Désactiver le second facteur",
    turnOffLink: "Désactiver le second facteur",
    required:
      "Votre collectif demande un second facteur à chaque membre. Mettez le vôtre en place ; vous pourrez ensuite continuer.",
    requiredKept:
      "Ce que vous veniez d’envoyer n’a pas été exécuté. C’est gardé sur cette page pour que vous puissiez le copier.",
    requiredOff:
      "Votre collectif en demande un à chaque membre : si vous le désactivez, il faudra en mettre un autre en place.",
    what: "Quelque chose que vous avez, en plus de la phrase de passe que vous savez. Apprendre votre phrase de passe ne suffit plus pour entrer.",
    scan: "Visez ceci avec l’application. Si elle est sur le téléphone que vous tenez, appuyez sur le lien ci-dessous.",
    qrAlt: "Code QR du secret ; il figure aussi en lettres ci-dessous",
    openApp: "L’ouvrir dans l’application de cet appareil",
    typeSecret: "Ou tapez-le dans l’application :",
    secretHint: "Ne le montrez à personne. Il ne sera plus affiché.",
    confirm: "Tapez le code que l’application affiche maintenant :",
    code: "Code",
    codeHint: "Six chiffres.",
    anyCodeHint: "Les six chiffres affichés par votre application, ou l’un de vos codes de secours.",
    keyCodeHint:
      "Placez le curseur ici et touchez votre clé : elle tape le code. Ou tapez l’un de vos codes de secours.",
    bothCodeHint:
      "Les six chiffres affichés par votre application ; ou placez le curseur ici et touchez votre clé ; ou l’un de vos codes de secours.",
    recoveryCode: "Code de secours",
    recoveryHint: "L’un de ceux que vous avez notés. Chacun sert une seule fois.",
    confirmSubmit: "L’activer",
    isOn: "Le second facteur est actif. Vos sessions sur d’autres appareils ont pris fin.",
    codesTitle: "Vos codes de secours",
    codesText:
      "Pour le jour où votre appareil sera perdu, cassé ou saisi. Chacun le remplace, une seule fois. Écrivez-les sur papier, et gardez ce papier là où personne ne regarde, loin de votre appareil.",
    codesOnce: "Ils ne sont affichés que maintenant. Les précédents ne valent plus rien.",
    codesKept: "Je les ai notés",
    changeText:
      "Pour montrer que c’est bien vous, tapez votre phrase de passe et un code, ou utilisez une clé d’accès à la place du code.",
    turnOff: "Le désactiver",
    askTitle: "Et maintenant le second facteur",
    lost: "Appareil perdu, et plus de code de secours ? Un·e admin de votre collectif peut réinitialiser votre second facteur.",
    wrong: "Ce code n’est pas le bon. Chaque code sert une seule fois, et pendant une minute environ.",
    wrongKey:
      "Ce code n’est pas le bon. Chaque code sert une seule fois. Si c’est votre clé qui l’a tapé, touchez-la encore une fois : elle a peut-être été touchée souvent ailleurs.",
    tooMany: "Il y a eu beaucoup d’essais. Attendez une minute, puis réessayez.",
    expired: "Cela a pris trop de temps. Merci de recommencer.",
  },

  passkeys: {
    addTitle: "Ajouter une clé d’accès",
    where: (host) => `Elle marchera à ${host} et à aucune autre adresse de ce site.`,
    cannot:
      "Ce navigateur ne peut pas en créer : il n’a pas de clés d’accès, ou n’exécute pas les scripts. Prenez un autre navigateur, ou choisissez des codes.",
    name: "Comment vous l’appelez",
    nameHint:
      "Par exemple « clé bleue ». Votre appareil l’affiche aussi, sous le nom du site : mieux vaut que ce ne soit pas votre nom.",
    alone: "Elle me laisse entrer à elle seule, sans nom ni phrase de passe",
    aloneHint:
      "Rapide, et aussi sûr que le verrou de l’appareil : qui sait le déverrouiller est vous, ici. Sans cela, elle est demandée après la phrase de passe.",
    make: "La créer maintenant",
    opensAlone: "ouvre à elle seule",
    kind: (host) => `Clé d’accès pour ${host}`,
    added: (date) => `ajoutée le ${date}`,
    used: (date) => `utilisée pour la dernière fois le ${date}`,
    unused: "pas encore utilisée",
    instead: "Utiliser plutôt votre clé d’accès",
    signIn: "Se connecter avec une clé d’accès",
    failed: "Le navigateur ne nous l’a pas donnée. Réessayez, ou passez par l’autre chemin.",
    known: "Cet appareil a déjà une clé d’accès de vous pour cette adresse.",
    notMade: "La clé d’accès n’a pas pu être créée, ou cela a pris trop de temps. Merci de recommencer.",
    wrong:
      "Cette clé d’accès n’a pas été acceptée, ou cela a pris trop de temps. Réessayez, ou tapez un code.",
    wrongAlone:
      "Cette clé d’accès n’ouvre pas la porte : elle a peut-être été retirée, ou sert après la phrase de passe, ou cela a pris trop de temps.",
    tooMany: "Il y a eu beaucoup d’essais avec cette clé d’accès. Attendez une minute, puis réessayez.",
    problems: {
      passkeyName: "Un nom a entre 1 et 60 caractères.",
      passkeyKnown: "Cette clé d’accès est déjà là.",
      passkeysFull: "Vous avez autant de clés d’accès qu’il peut y en avoir. Retirez-en une d’abord.",
    },
  },

  typingKey: {
    title: "Une clé qui tape des codes",
    write:
      "Écrivez ce secret dans votre clé, avec le programme de son fabricant. Cela s’y appelle : OATH-HOTP, six ou huit chiffres, en comptant à partir de 0.",
    base32: "En base32 :",
    hex: "Le même en hexadécimal :",
    hasOne: "La clé a déjà un secret",
    secret: "Le secret qui est dans la clé",
    secretHint: "En base32 ou en hexadécimal.",
    secretWrong:
      "Ce n’est pas un tel secret : au moins 26 lettres et chiffres en base32, ou 32 en hexadécimal.",
    useIt: "Utiliser celui-ci",
    confirm: "Touchez la clé deux fois, une fois dans chaque champ :",
    first: "Un code",
    codeHint: "Six ou huit chiffres.",
    next: "Le code suivant",
    nextHint: "Celui que la clé tape juste après.",
    wrong:
      "Ce ne sont pas deux codes de ce secret à la suite. Touchez la clé encore deux fois ; si cela continue, la clé a un autre secret, ou a été touchée plus de 500 fois.",
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
      `Si ${name} a perdu appareil et codes de secours. Clés d’accès, application et clé prennent fin. Assurez-vous de vive voix que la demande vient bien de ${name}. Toutes ses sessions prennent fin ; ensuite, la phrase de passe suffit.`,
    resetSubmit: "Le réinitialiser",
    requiredTitle: "Un second facteur pour toustes",
    required: "Chaque membre doit avoir un second facteur",
    requiredHint: "Qui n’en a pas doit d’abord le mettre en place, vous y compris.",
  },
};
