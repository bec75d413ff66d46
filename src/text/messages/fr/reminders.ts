import type { reminders as english } from "../en/reminders.ts";

export const reminders: typeof english = {
  title: "Rappel aux abonné·es",
  hint: "À ce moment-là, votre propre publication est partagée, et réapparaît là où vos abonné·es lisent. Cela n’arrive qu’une fois, et n’arrive pas si d’ici là l’appel est annulé, retiré, passé, ou reporté sans nouvelle date.",
  date: "Le",
  time: (zone) => `À (${zone})`,
  plan: "Envoyer le rappel à ce moment",
  planned: (date) => `Vos abonné·es recevront un rappel le ${date}.`,
  cancel: "Ne pas envoyer de rappel",
};
