import { printable } from "../../src/cli/output.ts";
import { idOf, urlOf } from "../../src/federation/document.ts";
import { readActor } from "../../src/federation/remote-actors.ts";
import { formatRecord } from "../../src/log.ts";
import { memberPath } from "../../src/routes/kept.ts";
import { parseUrlencoded } from "../../src/routes/urlencoded.ts";
import * as address from "../../src/text/address.ts";
import { neutraliseBidi } from "../../src/text/bidi.ts";
import { readBlockList } from "../../src/text/block-list.ts";
import { averageColour } from "../../src/text/blurhash.ts";
import * as callout from "../../src/text/callout.ts";
import { isColour } from "../../src/text/colour.ts";
import { parseCover, parsePoint } from "../../src/text/cover.ts";
import { difference } from "../../src/text/difference.ts";
import { checkDraft, cleanSource } from "../../src/text/draft.ts";
import { type Enclosed, enclosedText, shortOf } from "../../src/text/enclosed.ts";
import { escapeContent, escapeHtml } from "../../src/text/escape.ts";
import { excerpt } from "../../src/text/excerpt.ts";
import { parseFocus } from "../../src/text/focus.ts";
import { fold, unstroke } from "../../src/text/fold.ts";
import { parseFrontMatter } from "../../src/text/frontmatter.ts";
import * as handle from "../../src/text/handle.ts";
import * as hashtag from "../../src/text/hashtag.ts";
import { highlight } from "../../src/text/highlight.ts";
import { fillTemplate, readVisitor } from "../../src/text/intent.ts";
import * as language from "../../src/text/language.ts";
import { readMailAddress } from "../../src/text/mail-address.ts";
import { renderMarkdown } from "../../src/text/markdown.ts";
import { messageLanguage, messages } from "../../src/text/messages.ts";
import { normal } from "../../src/text/normal.ts";
import * as note from "../../src/text/note.ts";
import { hasLinks, moveToOnion } from "../../src/text/onion.ts";
import * as ownHtml from "../../src/text/own-html.ts";
import { passphraseProblem } from "../../src/text/passphrase.ts";
import { pastedAddress } from "../../src/text/pasted.ts";
import * as peers from "../../src/text/peers.ts";
import { isPeople } from "../../src/text/people.ts";
import { pictureLines } from "../../src/text/picture-lines.ts";
import { plainLine } from "../../src/text/plain-line.ts";
import * as redirect from "../../src/text/redirect.ts";
import { readReminder } from "../../src/text/reminder.ts";
import { balanceRemote, decodeEntities, pictureInWords } from "../../src/text/remote-html.ts";
import { plainHtml, remoteHtml } from "../../src/text/remote-text.ts";
import { renderText } from "../../src/text/render.ts";
import { findWrongLine } from "../../src/text/robots.ts";
import { plainName, plainText, sanitizeOwn, sanitizeRemote } from "../../src/text/sanitize.ts";
import { readQuery, searchConfiguration } from "../../src/text/search.ts";
import { readSecurityContact } from "../../src/text/security-contact.ts";
import { sentHtml } from "../../src/text/sent-html.ts";
import { memberName, skeleton } from "../../src/text/skeleton.ts";
import { isSlug, slugOf } from "../../src/text/slug.ts";
import { isTimeZone, readLocalTime } from "../../src/text/time-zone.ts";
import { inLanguage } from "../../src/text/translation.ts";
import * as typedDraft from "../../src/text/typed-draft.ts";
import { typedLine, typedText, withoutControls } from "../../src/text/typed.ts";
import { keepTogether } from "../../src/text/typography.ts";
import { parseVideo } from "../../src/text/video.ts";
import { opening } from "../../src/views/opening.ts";
import { shownText } from "../../src/views/text.ts";

interface Reader {
  read: (text: string) => unknown;
  /** It hands the text on to others of the list, and adds little. */
  handsOn?: boolean;
}

const origin = "https://union.example";

/** A text as it is kept: of what was typed, no more than signs that HTML writes otherwise. */
const kept = (text: string) => ({ html: ownHtml.unrendered(text), renderer: ownHtml.rendererVersion });

const sent: note.SentPost & { teaser: string } = {
  id: "abcdefghijklmnop",
  name: "Breakfast",
  teaser: "",
  html: ownHtml.unrendered("At the gate."),
  mentions: [],
  language: "fr",
  tags: ["solidarity"],
  callout: null,
  translations: [],
  pictures: [],
};
const everywhere = (text: string): typeof sent => ({
  ...sent,
  name: text,
  teaser: text,
  html: ownHtml.unrendered(text),
  tags: [text],
  pictures: [{ caption: text, video: null }],
});
const object = (content: string): peers.SentObject => ({
  type: "Note",
  name: "",
  summary: "",
  sensitive: false,
  hasTable: true,
  content,
  url: `${origin}/p/abcdefghijklmnop`,
  pictures: 0,
  isCallout: true,
});
const draft = {
  type: "Note",
  name: "Breakfast",
  source: "At the gate.",
  summary: "",
  teaser: "",
  language: "fr",
  tags: "",
  pinned: false,
  historyHidden: false,
  inReplyTo: "",
  translationOf: "",
  translationAddress: "",
  translationsStand: false,
  callout: callout.blankCallout("Europe/Paris"),
};
const picture = { id: "a", focus: null, people: null, painted: false, leftOut: false };
const pictured = (text: string) => [{ ...picture, description: text, caption: text, video: text }];
const calling = (text: string): callout.TypedCallout => ({
  date: text,
  start: text,
  end: text,
  timeZone: "Europe/Paris",
  placeName: text,
  placeAddress: text,
  coordinates: `1${text}`,
  openUntil: text,
  status: text,
});
const standing: callout.Callout = {
  startsAt: new Date(0),
  endsAt: null,
  timeZone: "Europe/Paris",
  placeName: "",
  placeAddress: "",
  latitude: null,
  longitude: null,
  openUntil: new Date(0),
  status: "moved",
};
const placed = (text: string): callout.Callout => ({ ...standing, placeName: text, placeAddress: text });
/** HTML as the functions get it that take only what was made or cleaned here. */
const clean = (text: string) => sanitizeOwn(text.slice(0, 20_000)) as ownHtml.OwnHtml;
const found = (text: string) => [{ handle: "@ada@a.b", id: text, url: `https://a.b/${text}` }];
const brought = (text: string): Enclosed => ({
  media: [{ kind: "link", description: text, href: text }],
  more: 1,
  sensitive: false,
  poll: { options: [text, text], several: false, endsAt: null },
  event: null,
});

/**
 * Every function that reads text of strangers or of members, each text field filled: in `src/text/` all that are exported,
 * elsewhere those that look into a text by themselves.
 */
export const readers: Readonly<Record<string, Reader>> = {
  "address.tagUrl": { read: (text) => address.tagUrl(origin, text) },
  "address.languageUrl": { read: (text) => address.languageUrl(origin, text) },
  "address.pageUrl": { read: (text) => address.pageUrl(origin, text, text) },
  "address.profileUrl": { read: (text) => address.profileUrl(origin, text) },
  "address.postIdOf": { read: (text) => address.postIdOf(origin, `${origin}/p/${text}`) },
  "address.activityIdOf": { read: (text) => address.activityIdOf(origin, `${origin}/activities/${text}`) },
  "address.hostOf": { read: (text) => [address.hostOf(text), address.hostOf(`https://${text}`)] },
  "address.domainOf": { read: (text) => address.domainOf(text) },
  "address.coversHost": { read: (text) => address.coversHost("a.b", text) },
  "address.readHost": { read: (text) => [address.readHost(text), address.readHost(`a.${text}`)] },
  "bidi.neutraliseBidi": { read: neutraliseBidi },
  "block-list.readBlockList": { read: (text) => readBlockList(text, "union.example") },
  "blurhash.averageColour": { read: averageColour },
  "callout.isCallout": { read: (text) => callout.isCallout(calling(text)) },
  "callout.checkCallout": { read: (text) => callout.checkCallout(calling(text)) },
  "callout.calloutPlace": { read: (text) => callout.calloutPlace(placed(text), "fr"), handsOn: true },
  "callout.calloutLines": { read: (text) => callout.calloutLines(placed(text), "fr"), handsOn: true },
  "callout.statusFirst": { read: (text) => callout.statusFirst("moved", text, "fr"), handsOn: true },
  "colour.isColour": { read: isColour },
  "cover.parsePoint": { read: parsePoint },
  "cover.parseCover": { read: parseCover },
  "difference.difference": { read: (text) => [difference(text, `a${text} b`), difference("one two", text)] },
  "draft.checkDraft": {
    read: (text) =>
      checkDraft(
        { ...draft, name: text, source: text, summary: text, teaser: text, tags: text, language: text },
        kept(text),
      ),
    handsOn: true,
  },
  "draft.cleanSource": { read: cleanSource },
  "enclosed.enclosedText": { read: (text) => enclosedText(brought(text), "fr") },
  "enclosed.shortOf": {
    read: (text) => shortOf({ summary: text, name: text, content: text, enclosed: brought(text) }, "fr", 300),
  },
  "escape.escapeHtml": { read: escapeHtml },
  "escape.escapeContent": { read: escapeContent },
  "excerpt.excerpt": { read: (text) => excerpt(text, 400) },
  "focus.parseFocus": { read: parseFocus },
  "fold.fold": { read: fold },
  "fold.unstroke": { read: unstroke },
  "frontmatter.parseFrontMatter": {
    read: (text) => [parseFrontMatter(`---\n${text}\n---\ntext`), parseFrontMatter(`---\nname: ${text}`)],
  },
  "handle.parseHandle": {
    read: (text) => [handle.parseHandle(`@ada@${text}`), handle.parseHandle(`@${text}@a.b`)],
  },
  "handle.readHandle": { read: handle.readHandle },
  "handle.readAccount": { read: (text) => [handle.readAccount(text), handle.readAccount(`https://${text}`)] },
  "handle.readOwnHandle": { read: handle.readOwnHandle },
  "handle.isOwnHandle": { read: handle.isOwnHandle },
  "hashtag.hashtagName": { read: hashtag.hashtagName },
  "hashtag.hashtagSlug": { read: hashtag.hashtagSlug },
  "hashtag.isTag": { read: hashtag.isTag },
  "hashtag.parseTags": { read: hashtag.parseTags },
  "highlight.highlight": { read: (text) => highlight(text, ["a", "an", "gate", text.slice(0, 200)]) },
  "intent.readVisitor": { read: (text) => [readVisitor(text), readVisitor(`@ada@${text}`)] },
  "intent.fillTemplate": { read: (text) => fillTemplate(text, { uri: origin }) },
  "language.isLanguage": { read: (text) => [language.isLanguage(text), language.isLanguage(`fr-${text}`)] },
  "language.languageName": { read: (text) => language.languageName(text, text) },
  "language.direction": { read: language.direction },
  "mail-address.readMailAddress": { read: (text) => [readMailAddress(text), readMailAddress(`a@${text}`)] },
  "markdown.renderMarkdown": {
    read: (text) =>
      renderMarkdown(text, {
        hashtagUrl: (slug) => address.tagUrl(origin, slug),
        idPrefix: sent.id,
        language: "fr",
      }),
  },
  "messages.messages": { read: (text) => messages(text).site, handsOn: true },
  "messages.messageLanguage": { read: messageLanguage, handsOn: true },
  "note.noteContent": {
    read: (text) => note.noteContent(origin, everywhere(text), { handle: text, url: text }),
    handsOn: true,
  },
  "note.articleContent": { read: (text) => note.articleContent(origin, everywhere(text)), handsOn: true },
  "note.articleTeaser": { read: (text) => note.articleTeaser(origin, everywhere(text)), handsOn: true },
  "note.articleSummary": {
    read: (text) => note.articleSummary({ ...everywhere(text), summary: text }),
    handsOn: true,
  },
  "note.hashtagLinks": { read: (text) => note.hashtagLinks(origin, [text]), handsOn: true },
  "note.body": { read: (text) => note.body(origin, everywhere(text)), handsOn: true },
  "note.opening": { read: (text) => note.opening({ ...sent, callout: placed(text) }), handsOn: true },
  "normal.normal": {
    read: (text) => (["NFC", "NFD", "NFKC", "NFKD"] as const).map((form) => normal(text, form)),
  },
  "onion.hasLinks": { read: hasLinks, handsOn: true },
  "onion.moveToOnion": {
    read: (text) =>
      ["text/html", "application/rss+xml", "application/feed+json", "text/calendar", "text/plain"].map(
        (type) => moveToOnion(text, type, { from: origin, to: "http://a.onion" }),
      ),
  },
  "own-html.placed": {
    read: (text) => ownHtml.placed(clean(text), { id: "abcdefghijklmnop", origin, mentions: found(text) }),
  },
  "own-html.mentionLink": {
    read: (text) => [ownHtml.mentionLink(text, text), ownHtml.mentionLink("", `@a@${text}`)],
  },
  "own-html.mentionsIn": { read: (text) => ownHtml.mentionsIn(clean(text)) },
  "own-html.hashtagsIn": { read: (text) => ownHtml.hashtagsIn(clean(text)) },
  "own-html.firstWords": { read: (text) => ownHtml.firstWords(clean(text), 400) },
  "own-html.firstParagraph": { read: (text) => ownHtml.firstParagraph(clean(text)) },
  "own-html.unrendered": { read: ownHtml.unrendered },
  "passphrase.passphraseProblem": { read: (text) => passphraseProblem(text, [text.slice(0, 100)]) },
  "peers.onMastodon": { read: (text) => peers.onMastodon(object(clean(text))), handsOn: true },
  "peers.onPleroma": { read: (text) => peers.onPleroma(object(clean(text))), handsOn: true },
  "peers.onMisskey": { read: (text) => peers.onMisskey(object(clean(text))), handsOn: true },
  "peers.inFeedReader": { read: (text) => peers.inFeedReader(clean(text), origin), handsOn: true },
  "peers.cardLink": { read: peers.cardLink },
  "pasted.pastedAddress": {
    read: (text) => [pastedAddress(text), pastedAddress(`a@b${text}`), pastedAddress(`a (${text})`)],
  },
  "people.isPeople": { read: isPeople },
  "picture-lines.pictureLines": {
    read: (text) => pictureLines([{ caption: text, video: text }], "fr"),
    handsOn: true,
  },
  "plain-line.plainLine": { read: (text) => [plainLine(text, 100), plainLine(text, 100_000)] },
  "redirect.readOldPath": { read: (text) => redirect.readOldPath(`/${text}`) },
  "redirect.readTarget": {
    read: (text) => [redirect.readTarget(`/${text}`, origin), redirect.readTarget(`https://${text}`, origin)],
  },
  "redirect.candidatesFor": { read: redirect.candidatesFor },
  "redirect.readRedirects": { read: (text) => redirect.readRedirects(text, origin) },
  "reminder.readReminder": { read: (text) => readReminder({ date: text, time: text }, "Europe/Paris") },
  "remote-html.balanceRemote": { read: (text) => balanceRemote(clean(text)) },
  "remote-html.decodeEntities": { read: decodeEntities },
  "remote-html.pictureInWords": { read: (text) => pictureInWords(`<img alt="${text}" />`) },
  "remote-text.remoteHtml": {
    read: (text) => ["text/html", "text/markdown", "text/plain"].map((type) => remoteHtml(text, type)),
    handsOn: true,
  },
  "remote-text.plainHtml": { read: plainHtml },
  "render.renderText": { read: (source) => renderText({ source, language: "fr" }), handsOn: true },
  "robots.findWrongLine": { read: (text) => [findWrongLine(text), findWrongLine(`allow${text}`)] },
  "sanitize.sanitizeRemote": { read: sanitizeRemote },
  // No text of ours has so many elements within each other.
  "sanitize.sanitizeOwn": { read: (text) => sanitizeOwn(text.split("<", 10_000).join("<")) },
  "sanitize.plainText": { read: plainText },
  "sanitize.plainName": { read: plainName },
  "search.readQuery": { read: readQuery },
  "search.searchConfiguration": { read: searchConfiguration },
  "security-contact.readSecurityContact": {
    read: (text) => [readSecurityContact(text), readSecurityContact(`https://${text}`)],
  },
  "sent-html.sentHtml": { read: (text) => sentHtml(clean(text), origin, found(text)) },
  "skeleton.memberName": { read: memberName },
  "skeleton.skeleton": { read: skeleton },
  "slug.slugOf": { read: slugOf },
  "slug.isSlug": { read: isSlug },
  "time-zone.isTimeZone": { read: isTimeZone },
  "time-zone.readLocalTime": { read: (text) => readLocalTime(text, "Europe/Paris") },
  "translation.inLanguage": { read: inLanguage, handsOn: true },
  "typed.withoutControls": { read: withoutControls },
  "typed.typedText": { read: typedText },
  "typed.typedLine": { read: typedLine },
  "typed-draft.checkTyped": {
    read: (text) => typedDraft.checkTyped({ ...draft, source: text }, kept(text), pictured(text), origin),
    handsOn: true,
  },
  "typed-draft.tooMuch": {
    read: (text) => typedDraft.tooMuch({ ...draft, tags: text }, kept(text), pictured(text)),
    handsOn: true,
  },
  "typed-draft.isBlank": { read: (text) => typedDraft.isBlank({ ...draft, name: text, source: text }, []) },
  "typed-draft.takenPictures": { read: (text) => typedDraft.takenPictures(pictured(text)), handsOn: true },
  "typed-draft.unansweredPeople": {
    read: (text) => typedDraft.unansweredPeople(pictured(text).map((each) => ({ ...each, painted: false }))),
    handsOn: true,
  },
  "typography.keepTogether": { read: (text) => keepTogether(text, "fr") },
  "video.parseVideo": { read: (text) => [parseVideo(text), parseVideo(`https://${text}`)] },

  "cli/output.printable": { read: printable },
  "federation/document.idOf": { read: (text) => idOf(`https://${text}`) },
  "federation/document.urlOf": { read: (text) => urlOf([`https://${text}`]) },
  "federation/remote-actors.readActor": {
    read: (text) =>
      readActor({
        id: "https://a.b/c",
        type: "Person",
        inbox: "https://a.b/d",
        preferredUsername: text,
        name: text,
        icon: text,
        alsoKnownAs: [text],
        publicKey: { id: "https://a.b/c#k", publicKeyPem: text },
      }),
  },
  "log.ts/formatRecord": {
    read: (text) =>
      formatRecord({
        category: ["tocsin"],
        level: "info",
        message: [text],
        rawMessage: text,
        timestamp: 0,
        properties: {},
      }),
  },
  "routes/kept.memberPath": { read: (text) => memberPath(`/admin${text}`) },
  "routes/urlencoded.parseUrlencoded": {
    read: (text) => parseUrlencoded(new TextEncoder().encode(text), 2000),
  },
  "views/opening.opening": { read: (text) => opening(clean(text), 300) },
  "views/text.shownText": { read: (text) => String(shownText(clean(text))) },
};

/** Exported from `src/text/`, and given nothing that anybody typed but what one of `readers` has passed. */
export const readNothing: ReadonlySet<string> = new Set(
  `
  address.groupId address.instanceId address.followersId address.featuredId address.postUrl address.eventUrl address.historyUrl
  address.activityUrl address.quoteAuthorizationUrl address.mediaUrl address.endsInDot
  block-list.countHosts block-list.writeBlockList callout.blankCallout callout.typeCallout callout.calloutDate colour.accents colour.contrast
  cover.formatPoint cover.formatCover cover.coverBetween
  date.dateFormat date.writeDate date.formatDate date.formatDateTime date.formatTime date.formatMonth date.isoDate
  focus.focusAt focus.pointOf focus.cropAround focus.formatFocus markdown-limits.limitMarkup markdown-limits.charged markdown-notes.gatherNotes mention.mention note.translations parting.createParting people.peopleProblem
  reminder.isToCome reminder.usualReminder robots.defaultRobots time-zone.toLocalTime time-zone.isoWithOffset
  typed-draft.calloutFieldName typed-draft.peopleField typed-draft.descriptionField typed-draft.captionField typed-draft.videoField
  `
    .trim()
    .split(/\s+/),
);
