import { html } from "hono/html";
import type { Collective } from "../store/collective.ts";
import type { Post } from "../store/posts.ts";
import { groupId, mediaUrl, postUrl, profileUrl } from "../text/address.ts";
import { aboutInShort } from "./about.ts";
import { eventData } from "./event.ts";
import type { Html } from "./html.ts";
import { newsArticle } from "./json-ld.ts";
import { address, type Site } from "./layout.ts";
import { postDescription, postTitle, type ShownPost } from "./post.ts";
import { languageLinks } from "./translation.ts";

// What a page says of itself to other servers, messengers and search engines. Nothing that stands behind a content
// warning is in it.

/** By Open Graph, which Mastodon and messengers read for the box under a link. */
export interface Preview {
  type: "article" | "profile" | "website";
  url: string;
  title: string;
  description: string;
  language: string;
  picture?: { url: string; size: { width: number; height: number }; description: string } | undefined;
}

function openGraph(site: Site, { type, url, title, description, language, picture }: Preview): Html {
  return html`<meta name="description" content="${description}" />
    <meta property="og:type" content="${type}" />
    <meta property="og:site_name" content="${site.collective.name}" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:url" content="${url}" />
    <meta property="og:locale" content="${language.replaceAll("-", "_")}" />
    <meta name="fediverse:creator" content="${address(site)}" />
    ${
      picture &&
      html`<meta property="og:image" content="${picture.url}" />
        <meta property="og:image:width" content="${picture.size.width}" />
        <meta property="og:image:height" content="${picture.size.height}" />
        <meta property="og:image:alt" content="${picture.description}" /> `
    }`;
}

/** One address for what can be had under several. */
function canonical(url: string): Html {
  return html`<link rel="canonical" href="${url}" /> `;
}

/** The same as ActivityPub, at the address of its id. */
function asActivity(id: string): Html {
  return html`<link rel="alternate" type="application/activity+json" href="${id}" /> `;
}

/** What the box under a link to this post says. */
export function postPreview(
  { origin, collective }: Pick<Site, "origin" | "collective">,
  post: ShownPost,
): Preview {
  const picture = post.summary ? undefined : post.pictures[0];
  return {
    type: "article",
    url: postUrl(origin, post.id),
    title: postTitle(post, collective),
    description: postDescription(post),
    language: post.language,
    picture: picture && {
      url: mediaUrl(origin, picture.full.name),
      size: picture.full,
      description: picture.description,
    },
  };
}

export function postHead(site: Site, post: Post): Html {
  const url = postUrl(site.origin, post.id);
  return html`${canonical(url)}${asActivity(url)} ${openGraph(site, postPreview(site, post))}
    <meta name="author" content="${site.collective.name}" />
    <meta property="article:published_time" content="${post.published.toISOString()}" />
    ${post.updated && html`<meta property="article:modified_time" content="${post.updated.toISOString()}" /> `}
    ${newsArticle(site, post)}${languageLinks(site.origin, post)} ${eventData(site, post)}`;
}

/** Of the home page; those that follow it have no address of their own to give. */
export function homeHead(site: Site, first: boolean): Html {
  const { collective } = site;
  return html`${asActivity(groupId(site.origin))}${pageHead(site, { path: "/", title: collective.name, first })}${identities(collective)}`;
}

export function profileHead(site: Site): Html {
  const { collective, origin } = site;
  const page = { path: profileUrl("", collective.handle), title: collective.name, type: "profile" } as const;
  return html`${asActivity(groupId(origin))}${pageHead(site, page)}${identities(collective)}`;
}

export interface PageHead {
  path: string;
  title: string;
  /** What the collective says of itself, where the page has nothing of its own to say. */
  description?: string | undefined;
  type?: Preview["type"];
  language?: string;
  /** Whether this is where a list begins: what follows has no lasting address. */
  first?: boolean;
}

/** Of a page that is no post. */
export function pageHead(site: Site, page: PageHead): Html {
  const { collective, origin } = site;
  const { path, title, description, type = "website", language = collective.language, first = true } = page;
  const url = origin + path;
  return html`${first && canonical(url)}${openGraph(site, {
    type,
    url,
    title,
    description: description ?? aboutInShort(collective),
    language,
    picture: picture(site),
  })}`;
}

function picture({ collective, origin }: Site): Preview["picture"] {
  const { headerPicture, headerDescription, iconPicture, iconDescription, name } = collective;
  const { full } = headerPicture ?? iconPicture ?? {};
  const description = (headerPicture ? headerDescription : iconDescription) || name;
  return full && { url: mediaUrl(origin, full.name), size: full, description };
}

/** Where else the collective is at home: what it links to so, and what links back, confirm each other (rel=me). */
function identities({ fields }: Collective): Html {
  const values = fields.map(({ value }) => value);
  const urls = values.filter((value) => /^https?:\/\/\S+$/i.test(value) && URL.canParse(value));
  return html`${urls.map((url) => html`<link rel="me" href="${url}" /> `)}`;
}
