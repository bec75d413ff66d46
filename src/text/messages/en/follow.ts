export const follow = {
  titles: {
    follow: "Follow us",
    reply: "Reply from your own account",
    boost: "Boost from your own account",
    like: "Like from your own account",
  },
  fromYours: "From your own account:",
  links: { reply: "Reply", boost: "Boost", like: "Like" },
  post: "The post:",
  intro:
    "Type where your account is. Your own server takes it from there, and asks you before anything is done.",
  account: "Your address in the fediverse, or your server",
  accountHint: "Such as @name@server.example",
  remember: "Remember my server in this browser",
  rememberHint:
    "Its name alone, for a year, and only for this form. Leave it unticked on a device that others look into.",
  submit: "Find my server",
  kept: "We ask your server once where this goes. We keep nothing of it, and no note that you were here.",
  byHand: "By hand",
  byHandFollow:
    "Copy this address into the search field of your server (Mastodon, GoToSocial, Misskey or another), open our page there and press “Follow”.",
  byHandPost:
    "Copy this address into the search field of your server (Mastodon or any other in the fediverse), and the post opens there.",
  qr: "From another device",
  qrHow: "Point its camera here. It leads to our page.",
  qrAlt: (address: string) => `QR code of ${address}`,
  without: "Without an account",
  withoutHow:
    "You can read everything here without one, or have it come to you by a feed. On no list is your name.",
  feeds: "Our feeds",
  goOn: (host: string) => `Go on to ${host}`,
  goOnHow:
    "This link leads away from here, to the server you named. Before you sign in, check that it is really yours.",
  problems: {
    invalid: () => "This is neither an address like @name@server.example nor a server.",
    busy: () => "This has been done very often just now. Try again in a minute, or do it by hand, as below.",
    unknown: (host: string) =>
      `${host} does not know this account. Check the spelling; if you typed the server alone, type your whole address.`,
    unreachable: (host: string) => `${host} did not answer. Check the spelling, or do it by hand, as below.`,
    noWay: (host: string) => `${host} does not say where it takes this. Do it by hand, as below.`,
  },
};
