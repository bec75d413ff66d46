/** Calling people to come: on the pages, in what goes out, and in the form. */
export const callout = {
  title: "Call-outs",
  none: "Nothing is planned at the moment.",
  upcoming: "Call-outs to come",
  past: "Past call-outs",
  nonePast: "There is none yet.",
  all: "All call-outs",
  earlier: "Earlier ones",
  latest: "Back to the latest",
  pages: "More call-outs",
  when: "When",
  where: "Where",
  timeLater: "The time will be announced",
  placeLater: "The place will be announced",
  statuses: {
    confirmed: "Takes place",
    postponed: "Postponed",
    moved: "New time or place",
    cancelled: "Cancelled",
  },
  titled: (status: string, title: string) => `${status}: ${title}`,
  addToCalendar: "Add to your calendar",
  subscribe: "All call-outs for your calendar",
  map: "Open in your map",

  form: "Call people to come",
  formHint:
    "Date and place then stand first, on your site and wherever the post goes. Leave out what you will announce later. An end before the beginning is on the following day.",
  fields: {
    date: "Date",
    start: "Begins at",
    end: "Ends at",
    timeZone: "Time zone",
    placeName: "Place",
    placeAddress: "Address",
    coordinates: "Coordinates",
    openUntil: "Stays on top until",
    status: "Status",
  },
  hints: {
    timeZone: "A city of the zone, such as Europe/Paris.",
    placeAddress: "How to find it, and whether there are steps.",
    coordinates: "Latitude and longitude, such as 50.9581, 1.8517. People can open them in their own map.",
    openUntil: "Empty: until the end, or three hours after the beginning. Needed where no date is known yet.",
    status:
      "Change it here when plans change. If it is postponed, empty the date until you know the new one.",
  },
};
