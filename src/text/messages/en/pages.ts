import { plural } from "../plural.ts";

/** What members decide about pages, allied groups, old addresses and earlier versions. */
export const pages = {
  title: "Pages",
  intro:
    "What stays: who you are, questions often asked, how to reach you, how to give. Pages are on your site alone; nothing is sent.",
  none: "There are no pages yet.",
  newTitle: "New page",
  editTitle: "Edit the page",
  addLanguage: "Add a language",
  notInMenu: "not in the menu",
  moveUp: "Move up",
  moveDown: "Move down",
  name: "Title",
  sourceHint: "Markdown, as in a post.",
  slug: "Address",
  slugHint:
    "Small letters, digits and hyphens, such as how-to-give; from the title if you leave it empty. The same in every language.",
  addressFixed: (path: string) => `The address stays ${path}: others may link to it.`,
  inMenu: "Show it in the menu of the site",
  inMenuHint: "Menus are for a handful of pages. Others can be linked from posts and pages.",
  previewNote: "Nothing is saved yet.",
  remove: "Remove…",
  removeText: (name: string) => `“${name}” goes from the site in this language, and cannot be brought back.`,
  removeSubmit: "Yes, remove it",

  alliesTitle: "Allied groups",
  alliesIntro:
    "The groups that the page “Allies” of your site names, in this order. Nobody is asked or told: name whom it does not endanger.",
  seePage: "See the page",
  noAllies: "No group is named yet. The page appears with the first.",
  allyNew: "Name a group",
  allyEdit: "Edit the group",
  allyName: "Name",
  allyDescription: "What they do",
  allyHandle: "Address in the fediverse",
  allyHandleHint: "Such as @name@server.example. It may stay empty.",
  allyLink: "Website",
  allyLinkHint: "Such as https://group.example. It may stay empty.",

  redirectsTitle: "Old addresses",
  redirectsIntro:
    "Where addresses lead that your site had before, so that old links go on working. They count only where there is nothing else.",
  noRedirects: "No old address is known.",
  redirectPath: "Old address",
  redirectPathHint: "From the first slash on: /2014/05/day-fifty/ or /?p=41",
  redirectTarget: "Leads to",
  redirectTargetHint: "A path of this site, such as /p/abc…, or a whole https address.",
  listTitle: "Paste a list",
  listLabel: "List",
  listHint: "On each line an old address, a comma, and where it leads. What is known already is replaced.",
  listSubmit: "Take it over",
  listTaken: plural("en", {
    one: "{n} address is new or changed.",
    other: "{n} addresses are new or changed.",
  }),
  listEmpty: "There is no address in this list.",
  listProblems: {
    path: (line: number, text: string) => `Line ${line}: this is no old address: ${text}`,
    target: (line: number, text: string) => `Line ${line}: this leads nowhere it may lead: ${text}`,
    same: (line: number, text: string) => `Line ${line}: this leads to itself: ${text}`,
    tooMany: (line: number, _text: string) => `From line ${line} on there are more than fit at once.`,
  },
  listMore: plural("en", {
    one: "And {n} more line is not right.",
    other: "And {n} more lines are not right.",
  }),

  history: {
    editing: "Keep from readers what it said before",
    editingHint: "Otherwise they can see what you change: a name that you take out would still stand there.",
    shown: "When this post is changed, readers can see on the site what it said before.",
    hidden: "Readers cannot see what this post said before.",
    hide: "Keep earlier versions from readers",
    show: "Let readers see earlier versions",
  },
};
