import type { desk as english } from "../en/desk.ts";
import { plural } from "../plural.ts";

export const desk: typeof english = {
  mentions: "Mentions à lire",
  since: (date) => `depuis le ${date} pour le plus ancien`,
  forEditors: "l’édition décide",

  deliveries: "Ce qui n’arrive pas",
  deliveriesText: "Ces serveurs ne prennent pas ce que vous publiez. De nouveaux essais se font tout seuls.",
  allHosts: "Tous les serveurs",

  boosts: "Partagé ces derniers temps",
  boostsHint: "Ces deux dernières semaines. Les groupes que vous suivez viennent d’abord.",
  noBoosts: "Personne n’a partagé de publication ces deux dernières semaines.",
  boostCount: plural("fr", { one: "{n} partage", other: "{n} partages" }),
  allies: "Groupes que vous suivez :",
  others: "Autres :",
  more: plural("fr", { one: "et {n} autre", other: "et {n} autres" }),
};
