import type { pages as english } from "../en/pages.ts";

export const pages: typeof english = {
  history: {
    shown:
      "Quand cette publication est modifiée, tout le monde peut voir sur le site ce qu’elle disait avant.",
    hidden: "Personne ne voit sur le site ce que cette publication disait avant.",
    hide: "Cacher les versions précédentes",
    show: "Montrer les versions précédentes",
  },
};
