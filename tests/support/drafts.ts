import { blankCallout } from "../../src/text/callout.ts";

/** What a member has typed into the form, and nothing beside it. */
export const typed = {
  type: "Note",
  name: "",
  source: "At noon.",
  summary: "",
  teaser: "",
  language: "en",
  tags: "",
  pinned: false,
  historyHidden: false,
  inReplyTo: "",
  callout: blankCallout("UTC"),
  translationOf: "",
  translationAddress: "",
  translationsStand: false,
};
