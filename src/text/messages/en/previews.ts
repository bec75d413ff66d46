import type { Loss } from "../../peers.ts";

/** A post as others will see it. */
export const previews = {
  title: "As others will see it",
  jump: "Go to",
  elsewhere: "On other servers, in feeds, as a link",
  servers: {
    site: { title: "Your site", note: "Everything is here, and every other place links to it." },
    mastodon: {
      title: "Mastodon",
      note: "Most of your followers. Long posts fold until somebody presses “Read more”.",
    },
    pleroma: { title: "Pleroma", note: "And Akkoma, as both come: each server may allow more." },
    misskey: { title: "Misskey", note: "And Sharkey. Later changes of a post do not arrive there." },
    feed: {
      title: "Feed reader",
      note: "RSS and Atom. In lists the title stands alone, or the first words.",
    },
    card: { title: "Link card", note: "What a messenger shows under the address, to anybody it is sent to." },
  },
  everything: "Nothing is lost there.",
  lost: "What does not arrive everywhere",
  losses: {
    text: "Only title, teaser and link are shown, not the text.",
    callout: "Date and place are not shown: say them in the title.",
    warning: "The content warning stands there as a line of text.",
    hidden: "Title, date and place are hidden with the text, until somebody opens it.",
    headingsBold: "Headings become bold lines.",
    headingsPlain: "Headings look like the text.",
    tables: "A table becomes lines, with | between its cells.",
    lists: "Lists lose their dots and numbers.",
    footnotes: "Footnotes keep their numbers, but cannot be pressed.",
    pictures: "Only the first 4 pictures are shown. A line says how many more there are.",
  } satisfies Record<Loss, string>,
  open: "Show more",
  pictures: "Pictures",
  undescribed: "No description",
  moreTags: (count: number) => `…and ${count} more`,
  card: (host: string) => `Below stands a box about the first link in the text: ${host}`,
};
