/** The people in pictures: who can be recognised, and how their faces are covered. */
export const faces = {
  question: "Can anybody be recognised in it?",
  answers: {
    none: { label: "No", hint: "Nobody, not by a tattoo or a banner of their own either." },
    agreed: { label: "Yes, and everybody agreed", hint: "To this picture, on this site, in public." },
    covered: { label: "They are covered", hint: "Solidly: what is blurred can be made out again." },
  },
};
