/** What members decide about pages, allied groups, old addresses and earlier versions. */
export const pages = {
  history: {
    shown: "When this post is changed, readers can see on the site what it said before.",
    hidden: "Readers cannot see what this post said before.",
    hide: "Keep earlier versions from readers",
    show: "Let readers see earlier versions",
  },
};
