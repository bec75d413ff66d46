import { plural } from "../plural.ts";

/** Finding again: search, archives, earlier versions, allies, and what to do at an address that is gone. */
export const archive = {
  search: "Search",
  searchLabel: "Search the posts",
  searchHint: "“Words between quotes” are found together; a word with a minus before it is left out.",
  searched: (query: string) => `Search: ${query}`,
  found: plural("en", { one: "{n} post", other: "{n} posts" }),
  foundMany: (n: number) => `The best ${n} posts`,
  foundNone: "No post has all of these words.",
  foundNoneHint:
    "Try fewer words, or another language: each post is searched in the language it is written in.",
  resultsPages: "More results",
  resultsEarlier: "Back",
  resultsMore: "More results",

  archive: "Archive",
  months: (year: string) => `Months of ${year}`,
  postsOf: (period: string) => `Posts of ${period}`,

  seeChanges: "see what changed",
  history: "What changed",
  historyOf: "Versions of:",
  version: (n: number) => `Version ${n}`,
  firstVersion: "First version",
  presentVersion: "shown now",
  comparedWith: (n: number, before: number) => `What version ${n} changed in version ${before}`,
  allVersions: "All versions",
  toPost: "To the post",
  noChange: "Nothing that is shown changed.",
  added: "Added:",
  removed: "Removed:",
  endOfChange: "End of change.",
  leftOut: "(unchanged text left out)",
  tooDifferent:
    "These versions have too little in common to show each word: first the old text, then the new.",
  fields: {
    name: "Title",
    summary: "Content warning",
    teaser: "Teaser",
    source: "Text",
    tags: "Tags",
    language: "Language",
    pictures: "Pictures",
  },

  allies: "Allies",
  alliesIntro: "Groups we work with.",

  updated: (date: string) => `Last changed on ${date}`,

  lost: "Perhaps it is under another address now:",
  browse: "Browse the archive",
  tagsLink: "See all tags",
  feeds: "Or get what is new by feed:",
};
