import type { faces as english } from "../en/faces.ts";

export const faces: typeof english = {
  question: "Peut-on y reconnaître quelqu’un ?",
  answers: {
    none: { label: "Non", hint: "Personne, pas non plus à un tatouage ou à sa propre banderole." },
    agreed: {
      label: "Oui, et tout le monde est d’accord",
      hint: "Pour cette image, sur ce site, en public.",
    },
    covered: {
      label: "Les visages sont cachés",
      hint: "Sous une couleur pleine : ce qui est flouté peut redevenir lisible.",
    },
  },
};
