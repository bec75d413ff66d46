import type { deliveries as english } from "../en/deliveries.ts";
import { plural } from "../plural.ts";

const number = new Intl.NumberFormat("fr");

export const deliveries: typeof english = {
  title: "Où elle est arrivée",
  none: "Elle n’a été envoyée nulle part : personne ne suivait le compte à ce moment-là.",
  note: "« Arrivé » veut dire que l’autre serveur l’a acceptée. Ce qu’il en montre, c’est lui qui en décide.",
  activities: {
    Create: "La publication",
    Update: "Une modification",
    Delete: "Le retrait",
    Add: "L’épinglage",
    Remove: "La fin de l’épinglage",
    Announce: "Un rappel",
    Undo: "La fin du rappel précédent",
  },
  forCalendars: (what) => `${what}, pour les agendas`,
  arrivedOf: (arrived, all) =>
    `${number.format(arrived)} ${arrived < 2 ? "envoi arrivé" : "envois arrivés"} sur ${number.format(all)}`,
  followers: plural("fr", { one: "{n} abonné·e atteint·e", other: "{n} abonné·es atteint·es" }),
  refresh: "Voir où cela en est",
  counts: {
    waiting: plural("fr", { other: "{n} en route" }),
    held: plural("fr", { other: "{n} en attente d’un signe du serveur" }),
    delivered: plural("fr", { one: "{n} arrivé", other: "{n} arrivés" }),
    failed: plural("fr", { one: "{n} échec", other: "{n} échecs" }),
    cancelled: plural("fr", { one: "{n} annulé", other: "{n} annulés" }),
  },
  states: {
    waiting: "en route",
    held: "en attente d’un signe du serveur",
    delivered: "arrivé",
    failed: "échec",
    cancelled: "annulé",
  },

  servers: "Serveur par serveur",
  followersThere: plural("fr", { one: "{n} abonné·e", other: "{n} abonné·es" }),
  attempts: plural("fr", { one: "{n} essai", other: "{n} essais" }),
  nextAttempt: (date) => `prochain essai : ${date}`,
  answers: (status) => {
    const meaning: Record<number, string> = {
      400: "il ne comprend pas la publication",
      401: "il n’accepte pas notre signature",
      403: "il ne nous accepte pas ; votre collectif y est peut-être bloqué",
      404: "il ne connaît pas cette adresse",
      410: "le compte n’existe plus",
      413: "la publication est trop grande pour lui",
      429: "il nous demande de ralentir",
      503: "il est fermé pour le moment",
    };
    const moved = status >= 300 && status < 400 ? "son adresse a changé" : "il ne prend pas la publication";
    const other = status >= 500 ? "il est en panne" : moved;
    return `${meaning[status] ?? other} (${status})`;
  },
  ours: {
    "given up by a member": "abandonné par l’un·e d’entre vous",
    "the host has not answered for a week": "il n’a pas répondu depuis une semaine",
    moved: "a déménagé vers un autre compte",
  },
  retry: "Réessayer maintenant",
  retryAt: (host) => `Réessayer maintenant pour ${host}`,
  giveUp: "Abandonner",
  giveUpAt: (host) => `Abandonner pour ${host}`,
  wholeTitle: "Tous les serveurs où elle n’est pas arrivée",

  hostsTitle: "Serveurs",
  hostsIntro:
    "Les serveurs où vont vos publications. Celui qui échoue encore et encore est laissé tranquille un moment : ce qui lui est destiné est retenu, et un seul envoi frappe à la porte de temps en temps. Dès son retour, tout part dans l’ordre.",
  noHosts: "Rien n’a encore été envoyé à un autre serveur.",
  runs: (software) => `logiciel : ${software}`,
  hostStates: { well: "en forme", trouble: "en difficulté", unknown: "pas encore joint" },
  leftAlone: (date) => `laissé tranquille depuis le ${date}`,
  lastSuccess: (date) => `dernière arrivée : ${date}`,
  neverReached: "rien n’y est encore arrivé",
  lastFailure: (date, reason) => `dernier échec : ${date}, ${reason}`,
  waitingThere: plural("fr", { one: "{n} envoi en attente", other: "{n} envois en attente" }),

  departuresTitle: "Qui est parti",
  departuresHint:
    "Leur serveur dit que le compte n’existe plus ou a déménagé : ces comptes ne sont plus comptés. Qui a déménagé peut vous suivre à nouveau depuis le nouveau compte. La liste remonte à 90 jours.",
  departure: (reason, date) => `${reason}, le ${date}`,
};
