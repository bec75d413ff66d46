/** The settings for crawlers and for those who look for holes. */
export const machines = {
  title: "For machines",
  link: "robots.txt and security.txt",
  intro: "Two files that programs ask for, at addresses that are the same on every site.",
  robots: "robots.txt",
  robotsHint:
    "What crawlers may fetch. Honest ones obey it; it hides nothing from the others. Leave it empty, and they are kept from your side alone and shown the list of your posts.",
  robotsNow: "This is what they are told while it is empty:",
  securityContact: "Contact for security.txt",
  securityContactHint:
    "Where somebody who finds a hole in your server can tell you: an address of mail, an https address or a telephone number. It is public. While it is empty there is no such file.",
  save: "Save",
  errors: {
    robotsLine: (line: number) =>
      `Line ${line} of robots.txt is none that crawlers know: User-agent, Allow, Disallow, Crawl-delay, Sitemap, or # for a remark.`,
    robotsTooLong: "robots.txt is too long: at most 10,000 characters.",
    securityContact:
      "The contact is an address of mail, an https address, or a telephone number that begins with +.",
  },
};
