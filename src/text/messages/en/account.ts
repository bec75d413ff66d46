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
      `On since ${date}: after your passphrase you are asked for something that only you have.`,
    off: "Off. Whoever learns your passphrase can publish in the name of all of you.",
    codesLeft: plural("en", {
      one: "{n} recovery code is left. Have ten new ones made.",
      other: "{n} recovery codes are left.",
    }),
    setUp: "Set it up",
    change: "See it, add to it or turn it off",
    addTitle: "Add a second factor",
    choose: "What will you use?",
    kinds: {
      app: {
        label: "An app that shows codes",
        hint: "On your telephone or computer, such as Aegis, FreeOTP or KeePassXC. It works without a network, and nobody learns that you use it.",
      },
      passkey: {
        label: "A passkey",
        hint: "Your telephone, your computer or a security key answers for you, and only here: no false page can get anything out of it. The browser has to run scripts.",
      },
      key: {
        label: "A key that types codes",
        hint: "A small USB key that types six or eight digits when you touch it. It works on any computer, and without scripts.",
      },
    },
    replaces: "It takes the place of the one you have.",
    add: "Add another",
    drop: "Stop setting it up",
    onlyPasskeys:
      "A passkey needs scripts, and works at the address where it was made. Anywhere else only your recovery codes let you in: add an app or a key that types codes.",
    recovery: "Recovery codes",
    newCodes: "Have ten new ones made",
    newCodesTitle: "Ten new recovery codes",
    newCodesText: "Those that you have now are void then.",
    newCodesSubmit: "Make them",
    remove: "Remove",
    removeTitle: (named: string) => `Remove “${named}”`,
    removeSubmit: "Remove it",
    turnOffTitle: "Turn the second factor off",
    turnOffLink: "Turn the second factor off",
    required: "Your collective asks everybody for a second factor. Set yours up; then you can go on.",
    requiredKept: "What you had sent was not carried out. It is kept on this page, so that you can copy it.",
    requiredOff: "Your collective asks everybody for one: if you turn it off, you have to set it up anew.",
    what: "Something that you have, beside the passphrase that you know. Whoever has learned your passphrase still cannot get in without it.",
    scan: "Scan this with the app. If the app is on the telephone that you hold, press on the link below.",
    qrAlt: "QR code of the secret; it stands below in letters, too",
    openApp: "Open it in the app on this device",
    typeSecret: "Or type it into the app:",
    secretHint: "Show it to nobody. It is not shown again.",
    confirm: "Type the code that the app shows now:",
    code: "Code",
    codeHint: "Six digits.",
    anyCodeHint: "The six digits that your app shows, or one of your recovery codes.",
    keyCodeHint:
      "Put the cursor here and touch your key: it types the code. Or type one of your recovery codes.",
    bothCodeHint:
      "The six digits that your app shows; or put the cursor here and touch your key; or one of your recovery codes.",
    recoveryCode: "Recovery code",
    recoveryHint: "One of those that you wrote down. Each works once.",
    confirmSubmit: "Turn it on",
    isOn: "The second factor is on. Your sessions on other devices have ended.",
    codesTitle: "Your recovery codes",
    codesText:
      "For the day your device is lost, broken or taken. Each replaces it once. Write them on paper and keep it where nobody looks, apart from your device.",
    codesOnce: "They are shown only now. Earlier ones are void.",
    codesKept: "I have written them down",
    changeText: "To show that it is you, type your passphrase and a code, or use a passkey for the code.",
    turnOff: "Turn it off",
    askTitle: "And now the second factor",
    lost: "Device lost, and no recovery code? An admin of your collective can reset your second factor.",
    wrong: "This code is not right. Each code works once, and only for about a minute.",
    wrongKey:
      "This code is not right. Each code works once. If your key has typed it, touch the key once more: it may have been touched many times elsewhere.",
    tooMany: "There were many tries. Wait a minute, then try again.",
    expired: "That took too long. Please begin again.",
  },

  passkeys: {
    addTitle: "Add a passkey",
    where: (host: string) => `It will work at ${host}, and at no other address of this site.`,
    cannot:
      "This browser cannot make one: it has no passkeys, or runs no scripts. Use another browser, or choose codes.",
    name: "What you call it",
    nameHint:
      "Such as “blue key”. Your device shows it, too, under the name of the site: better if it is not your name.",
    alone: "It lets me in by itself, without name and passphrase",
    aloneHint:
      "Quick, and as safe as the lock of the device: whoever can unlock it is you here. Without this, it is asked for after the passphrase.",
    make: "Make it now",
    opensAlone: "opens by itself",
    kind: (host: string) => `Passkey for ${host}`,
    added: (date: string) => `added on ${date}`,
    used: (date: string) => `last used on ${date}`,
    unused: "not used yet",
    instead: "Use your passkey instead",
    signIn: "Sign in with a passkey",
    failed: "The browser has not let us have it. Try again, or go the other way.",
    known: "This device has a passkey of yours for this address already.",
    notMade: "The passkey could not be made, or that took too long. Please begin again.",
    wrong: "This passkey was not accepted, or that took too long. Try again, or type a code.",
    wrongAlone:
      "This passkey does not open the door: it may have been removed, or be one for after the passphrase, or that took too long.",
    tooMany: "There were many tries with this passkey. Wait a minute, then try again.",
    problems: {
      passkeyName: "A name has between 1 and 60 characters.",
      passkeyKnown: "This passkey is there already.",
      passkeysFull: "You have as many passkeys as there can be. Remove one first.",
    },
  },

  typingKey: {
    title: "A key that types codes",
    write:
      "Write this secret into your key, with the program of its maker. What it is called there: OATH-HOTP, six or eight digits, counting from 0.",
    base32: "In base32:",
    hex: "The same in hex:",
    hasOne: "The key has a secret already",
    secret: "The secret that is in the key",
    secretHint: "In base32 or in hex.",
    secretWrong: "This is no such secret: at least 26 letters and digits in base32, or 32 in hex.",
    useIt: "Use this one",
    confirm: "Touch the key twice, once in each field:",
    first: "A code",
    codeHint: "Six or eight digits.",
    next: "The next code",
    nextHint: "The one that the key types right after it.",
    wrong:
      "These are not two codes in a row of this secret. Touch the key twice more; if it goes on, the key has another secret, or was touched more than 500 times.",
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
      `For when ${name} has lost device and recovery codes. Passkeys, app and key end. Make sure, in person, that it is really ${name} who asks. They are signed out everywhere, and then sign in with the passphrase alone.`,
    resetSubmit: "Reset it",
    requiredTitle: "Second factor for everybody",
    required: "Everybody has to have a second factor",
    requiredHint: "Who has none is led to set it up before anything else, yourself included.",
  },
};
