import type { translation as english } from "../en/translation.ts";

export const translation: typeof english = {
  here: "En français :",
  languages: "Langues",
  thisPost: "Cette publication dans d’autres langues",
  inLanguage: (name) => `Langue : ${name}`,

  field: "La même publication dans une autre langue",
  fieldHint: "On peut alors passer de l’une à l’autre, et les listes n’en montrent qu’une.",
  none: "Il n’y en a pas",
  address: "Ou son adresse sur votre site",
};
