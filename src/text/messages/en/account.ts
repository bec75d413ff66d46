import { plural } from "../plural.ts";

/** What a member has of their own here: passphrase, second factor, sessions. */
export const account = {
  title: "Your account",
  intro: (name: string, role: string) =>
    `${name}, ${role}. Only the members of your collective know this name.`,
  passphrase: "Passphrase",

  secondFactor: {
    title: "Second factor",
    on: (date: string) =>
      `On since ${date}: after your passphrase you are asked for a code from your device.`,
    off: "Off. Whoever learns your passphrase can publish in the name of all of you.",
    codesLeft: plural("en", {
      one: "{n} recovery code is left. Renew the second factor to get ten new ones.",
      other: "{n} recovery codes are left.",
    }),
    setUp: "Set it up",
    change: "Renew it or turn it off",
    required: "Your collective asks everybody for a second factor. Set yours up; then you can go on.",
    requiredKept: "What you had sent was not carried out. It is kept on this page, so that you can copy it.",
    requiredOff: "Your collective asks everybody for one: if you turn it off, you have to set it up anew.",
    what: "A code of six digits, made anew every half minute on your telephone or computer. Whoever has learned your passphrase still cannot get in without it.",
    need: "You need an app for such codes, such as Aegis, FreeOTP or KeePassXC. It works without a network, and nobody learns that you use it.",
    scan: "Scan this with the app. If the app is on the telephone that you hold, press on the link below.",
    qrAlt: "QR code of the secret; it stands below in letters, too",
    openApp: "Open it in the app on this device",
    typeSecret: "Or type it into the app:",
    secretHint: "Show it to nobody. It is not shown again.",
    confirm: "Type the code that the app shows now:",
    code: "Code",
    codeHint: "Six digits.",
    anyCodeHint: "The six digits that your app shows, or one of your recovery codes.",
    confirmSubmit: "Turn it on",
    isOn: "The second factor is on. Your sessions on other devices have ended.",
    codesTitle: "Your recovery codes",
    codesText:
      "For the day your device is lost, broken or taken. Each replaces a code once. Write them on paper and keep it where nobody looks, apart from your device.",
    codesOnce: "They are shown only now.",
    codesKept: "I have written them down",
    changeText: "To show that it is you, type your passphrase and a code.",
    renew: "Renew it on another device",
    turnOff: "Turn it off",
    askTitle: "And now the code",
    lost: "Device lost, and no recovery code? An admin of your collective can reset your second factor.",
    wrong: "This code is not right. Each code works once, and only for about a minute.",
    tooMany: "There were many tries. Wait a minute, then try again.",
    expired: "That took too long. Please begin again.",
  },

  sessions: {
    title: "Where you are signed in",
    intro: "Nothing is kept about the devices, or where they are. If you do not know a session, end it.",
    begun: (date: string) => `Begun on ${date}`,
    used: (date: string) => `Last used on ${date}`,
    thisOne: "this one",
    end: "End it",
    endOthers: "End all others",
  },

  /** What admins may do about it, on the page of the members. */
  others: {
    withFactor: "second factor",
    withoutFactor: "no second factor",
    endSessions: "End all sessions…",
    endText: (name: string) => `${name} is signed out everywhere at once, and can sign in again.`,
    endSubmit: "End them",
    reset: "Reset the second factor…",
    resetText: (name: string) =>
      `For when ${name} has lost device and recovery codes. Make sure, in person, that it is really ${name} who asks. They are signed out everywhere, and then sign in with the passphrase alone.`,
    resetSubmit: "Reset it",
    requiredTitle: "Second factor for everybody",
    required: "Everybody has to have a second factor",
    requiredHint: "Who has none is led to set it up before anything else, yourself included.",
  },
};
