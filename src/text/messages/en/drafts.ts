import { plural } from "../plural.ts";

/** What is written and not yet published, and the way it takes among members. */
export const drafts = {
  title: "Drafts",
  intro: "What is being written. Every member can read, change and discuss it; nobody else knows of it.",
  none: "There is nothing here.",
  all: "All",
  tabs: { draft: "Being written", "in-review": "To review", approved: "Approved", scheduled: "Scheduled" },
  states: {
    draft: "being written",
    "in-review": "to review",
    approved: "approved",
    scheduled: "scheduled",
    published: "published",
    withdrawn: "withdrawn",
  },
  untitled: "Without a title",
  by: (name: string) => `by ${name}`,
  changedBy: (name: string, date: string) => `changed by ${name}, ${date}`,
  changedOn: (date: string) => `changed ${date}`,
  changeOfPost: "a change of a post",
  goesOut: (date: string) => `Goes out on ${date}`,
  wasToGoOut: (date: string) => `Was to go out on ${date}`,
  toPost: "To the post",
  present: "the present one",

  keep: "Save as a draft",
  ask: "Ask for a review",
  savedAt: (time: string) => `Saved at ${time}`,
  changedMeanwhile:
    "Somebody else has changed this draft. Nothing more is saved by itself: press “Save as a draft” to see both versions.",
  discardedMeanwhile:
    "This draft has been thrown away while you were writing. Your text is here; saving it makes a new draft.",
  originalDiscarded:
    "The draft that you translate has been thrown away while you were writing. Your text is here; saved, it stands on its own.",
  discardedUnsaved:
    "This draft has been thrown away meanwhile, and nothing is saved by itself any more. Your text is still on this page: press “Save as a draft” to keep it as a new one.",
  approvedNote:
    "This text is approved. Whoever saves a change takes the approval back. Nothing is saved by itself here: press “Save as a draft”.",
  scheduledNote: (date: string) =>
    `This text is scheduled for ${date}. Whoever saves a change takes it off the schedule, and it has to be approved again. Nothing is saved by itself here: press “Save as a draft”.`,
  scheduledFixedNote: (date: string) =>
    `This text is scheduled for ${date}: only an editor can change it now. Say in a remark what should change.`,
  scheduledUnsaved:
    "Not saved: this draft is scheduled, and only an editor can change it. Your text is on this page alone: say in a remark what should change.",
  toRemarks: "To the remarks",
  changesOnTheWay: "A change of this post is on its way already. Go on with it, so that there are not two:",
  othersWriting: (names: string) =>
    `${names} had this text open in the last quarter of an hour. If you both save, both versions are kept, and the second is shown the first.`,
  twoPersonNote: "In your collective nobody approves their own text: another editor has to.",

  missing: "Before it can be published:",
  people: "The people in the pictures",
  peopleOpen: "Nobody has answered yet.",
  undescribed: "Without a description.",
  pictureMissing: "This picture is missing on the server.",
  undescribedCount: plural("en", {
    one: "One picture has no description. Blind people will not know what is there.",
    other: "{n} pictures have no description. Blind people will not know what is there.",
  }),

  approve: "Approve",
  return: "Ask for changes",
  remark: "What should change",
  publishNow: "Publish now",
  saveNow: "Publish the change now",
  later: "Publish later",
  at: (timeZone: string) => `Day and time (${timeZone})`,
  schedule: "Schedule",
  unschedule: "Take off the schedule",
  together: (title: string) => `Publish with it: “${title}”`,
  discard: "Throw away",
  discardTitle: "Throw this draft away?",
  discardText:
    "The text, its earlier versions and the remarks are deleted, and the pictures that are nowhere else.",
  discardSubmit: "Yes, throw it away",
  restore: "Go back to this version",
  restoreHint: "It becomes the newest version. Those in between stay.",

  notes: "Remarks",
  notesHint: "Only members see them. They are erased with the draft.",
  comment: "A remark",
  addComment: "Add",
  nobody: "The server",
  onVersion: (number: number) => `version ${number}`,
  acts: {
    comment: "remarked",
    review: "asked for a review",
    return: "asked for changes",
    approve: "approved it",
    schedule: "scheduled it",
    unschedule: "took it off the schedule",
    restore: "went back to an earlier version",
    failed: "could not publish it",
    changeApproved: "changed the text, which took the approval back",
    changeScheduled: "changed the text, which took it off the schedule",
    coverApproved: "covered a picture, which took the approval back",
    coverScheduled: "covered a picture, which took it off the schedule",
  },

  translate: "Translate",
  translateTitle: "Translate",
  translations: "In other languages",
  original: (language: string) => `The original (${language})`,
  translationsStand: "The versions in other languages need no change",
  translationsStandHint: "Otherwise they are listed as behind until somebody edits them.",
  behind: "behind",
  behindTitle: "Translations that are behind",
  behindText: "These posts do not say yet what was changed in another language.",
  behindOther: (language: string) => `the version in ${language} says more`,
};
