import type { overdue as english } from "../en/overdue.ts";

export const overdue: typeof english = {
  title: "N’est pas parti",
  text: "Le serveur ne tournait pas à ce moment-là, ou il a été rétabli depuis une sauvegarde. C’est peut-être déjà parti, et le lectorat le recevrait alors une seconde fois. Regardez le site et demandez-vous entre vous ; puis publiez, ou gardez.",
  reminder: (date) => `Un rappel devait partir le ${date}.`,
  keep: "Garder, sans publier",
  remindNow: "Envoyer le rappel maintenant",
};
