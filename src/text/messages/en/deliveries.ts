import { plural } from "../plural.ts";

const number = new Intl.NumberFormat("en");

/** Where a post has arrived, and how the servers are that it goes to. */
export const deliveries = {
  title: "Where it went",
  none: "It was not sent anywhere: nobody followed when it was published.",
  note: "“Arrived” means that the other server took it. What it shows is its own matter.",
  activities: {
    Create: "The post",
    Update: "A change",
    Delete: "The withdrawal",
    Add: "The pin",
    Remove: "The end of the pin",
    Announce: "A reminder",
    Undo: "The end of the reminder before",
  },
  forCalendars: (what: string) => `${what}, for calendars`,
  arrivedOf: (arrived: number, all: number) => `${number.format(arrived)} of ${number.format(all)} arrived`,
  followers: plural("en", { one: "{n} follower reached", other: "{n} followers reached" }),
  refresh: "See how it stands now",
  counts: {
    waiting: plural("en", { one: "{n} on its way", other: "{n} on their way" }),
    held: plural("en", {
      one: "{n} held until its server answers",
      other: "{n} held until their server answers",
    }),
    delivered: plural("en", { other: "{n} arrived" }),
    failed: plural("en", { other: "{n} failed" }),
    cancelled: plural("en", { other: "{n} not sent any more" }),
  },
  states: {
    waiting: "on its way",
    held: "held until the server answers",
    delivered: "arrived",
    failed: "failed",
    cancelled: "not sent any more",
  },

  servers: "Server by server",
  followersThere: plural("en", { one: "{n} follower", other: "{n} followers" }),
  attempts: plural("en", { one: "{n} try", other: "{n} tries" }),
  nextAttempt: (date: string) => `next try: ${date}`,
  answers: (status: number) => {
    const meaning: Record<number, string> = {
      400: "it does not understand the post",
      401: "it does not accept our signature",
      403: "it does not accept us; your collective may be blocked there",
      404: "it does not know the address",
      410: "the account is gone",
      413: "the post is too large for it",
      429: "it asks us to slow down",
      503: "it is closed for the moment",
    };
    const moved = status >= 300 && status < 400 ? "its address has moved" : "it does not take the post";
    const other = status >= 500 ? "it has a fault" : moved;
    return `${meaning[status] ?? other} (${status})`;
  },
  ours: {
    "given up by a member": "given up by one of you",
    "the host has not answered for a week": "it has not answered for a week",
    moved: "moved to another account",
  },
  retry: "Try again now",
  retryAt: (host: string) => `Try again now at ${host}`,
  giveUp: "Give up",
  giveUpAt: (host: string) => `Give up at ${host}`,
  wholeTitle: "All servers that it has not reached",

  hostsTitle: "Servers",
  hostsIntro:
    "The servers that your posts go to. One that fails again and again is left alone for a while: what is meant for it is held, and a single delivery knocks from time to time. When it is back, everything goes out in order.",
  noHosts: "Nothing has been sent to another server yet.",
  runs: (software: string) => `runs ${software}`,
  hostStates: { well: "well", trouble: "in trouble", unknown: "not reached yet" },
  leftAlone: (date: string) => `left alone since ${date}`,
  lastSuccess: (date: string) => `last arrival: ${date}`,
  neverReached: "nothing has arrived there yet",
  lastFailure: (date: string, reason: string) => `last failure: ${date}, ${reason}`,
  waitingThere: plural("en", { one: "{n} delivery waits", other: "{n} deliveries wait" }),

  departuresTitle: "Who has left",
  departuresHint:
    "Their server says that the account is gone or has moved, so they are no longer counted. Who has moved may follow again from the new account. The list goes back 90 days.",
  departure: (reason: string, date: string) => `${reason}, ${date}`,
};
