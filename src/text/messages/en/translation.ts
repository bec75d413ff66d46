/** Posts that say the same in different languages. */
export const translation = {
  /** In front of an address, for those who read this language. */
  here: "In English:",
  languages: "Languages",
  thisPost: "This post in other languages",
  inLanguage: (name: string) => `In ${name}`,

  field: "The same post in another language",
  fieldHint: "Readers can then go from one to the other, and see it once in lists.",
  none: "There is none",
  address: "Or its address on your site",
};
