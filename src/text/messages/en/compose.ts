import { plural } from "../plural.ts";

/** Writing, previewing and editing a post. */
export const compose = {
  newTitle: "Write a post",
  editTitle: "Edit the post",
  againTitle: "Publish again",
  againText: "This is the text of the post that was withdrawn. It will be a new post, with a new address.",
  answerTitle: "Write an answer",
  answering: (author: string) =>
    `You answer ${author}. The answer goes to them and to your followers, and stands on your site.`,
  answeringDirect:
    "Their message was private. Your answer is public: do not repeat what they told you in confidence.",

  name: "Title",
  nameHint: "May be left empty for a short post.",
  source: "Text",
  markdown: "How to format the text",
  markdownRows: [
    ["**bold**", "bold"],
    ["*italic*", "italic"],
    ["[the words](https://example.org)", "a link"],
    ["## A heading", "a heading, on a line of its own"],
    ["- one\n- two", "a list"],
    ["> words of others", "a quotation"],
    ["A claim.[^1]\n\n[^1]: Where it is from.", "a footnote"],
    ["#FreedomOfMovement", "a tag in the text"],
    ["@name@server.example", "a mention: the account is looked up when you publish, and told"],
  ],
  language: "Language",
  languageHint: "Of this post. Readers can choose which languages they get from you.",
  tags: "Tags",
  tagsHint: "Separated by commas: housing, freedom of movement",
  more: "Content warning, kind, pin",
  summary: "Content warning",
  summaryHint: "Shown instead of the text until somebody opens it. Leave it empty where none is needed.",
  teaser: "Teaser of an article",
  teaserHint:
    "What Mastodon shows of an article between its title and the link, and what other servers hide its text behind. Empty: its first paragraph, or nothing where there is a content warning, since everybody sees it at once.",
  type: "Kind",
  typeFixed: "The kind of a post cannot change after it is published.",
  types: {
    Note: {
      label: "Post",
      hint: "Everybody gets the whole text in their timeline, behind a content warning if there is one. Right for nearly everything.",
    },
    Article: {
      label: "Article",
      hint: "Needs a title. For long texts that are read on your site: Mastodon shows title, teaser and link, and hides nothing behind a content warning; other servers fold the text.",
    },
  },
  pinned: "Pin it to the top",
  pinnedHint: "It stays above newer posts, and new followers see it first.",

  pictures: "Pictures",
  picturesHint:
    "Up to 8. Place, time and camera are removed from them at once. Faces are not: look who can be recognised. Mastodon shows the first 4. Videos are not taken in: add a still of yours, and say where the video is.",
  choose: "Choose pictures",
  addPictures: "Add the chosen pictures",
  description: (number: number) => `Description of picture ${number}`,
  descriptionHint: "For people who cannot see it: what is there, and what is written on it.",
  sending: "Sending picture {n} of {total}.",
  working: "Working on picture {n} of {total}: place, time and camera are taken out.",
  caption: "Caption",
  captionHint:
    "Stands below the picture for everybody: who took it, where, when, if all of that may be known. Do not repeat the description.",
  video: "It is a still of a video",
  videoAddress: "Address of the video",
  videoHint:
    "On another site that you trust. The picture leads there, and says where to; nothing is loaded from that site before somebody presses on it.",
  leaveOut: "Leave this picture out",
  earlier: "Move earlier",
  couldNotRead: (file: string) => `“${file}”:`,

  preview: "Preview",
  previewTitle: "Preview",
  previewNote: "This is not published yet.",
  goOn: "Go on writing",
  publish: "Publish",
  save: "Save the changes",
  keepHint: "A draft is read by members alone, until it is published.",
  askHint: "A review asks another member to read it first.",
  writerNote: "You can write and preview. Publishing is done by an editor, whom a review asks to read it.",

  undescribedTitle: plural("en", {
    one: "One picture has no description. Publish all the same?",
    other: "{n} pictures have no description. Publish all the same?",
  }),
  undescribedText:
    "Blind people and those whose pictures do not load will not know what is there. One sentence is enough: you find the fields below.",
  describe: "Describe them",
  publishWithout: "Publish without descriptions",
  saveWithout: "Save without descriptions",

  conflictText:
    "Below is your version, which is not saved yet. Here is theirs. Put together what should stay; when you save, your version takes the place of theirs.",
  theirs: "Their version",
  yours: "Your version",
  withdrawnMeanwhile:
    "This post has been withdrawn while you were writing. Your text is here; publishing it makes a new post with a new address.",
};
