import type { AttachedPicture } from "../store/pictures.ts";
import type { Post } from "../store/posts.ts";
import { mediaUrl, postUrl, profileUrl } from "../text/address.ts";
import { jsonLd, type Html } from "./html.ts";
import type { Site } from "./layout.ts";
import { postDescription, postTitle } from "./post.ts";

// schema.org, for search engines. Nobody is named but the collective.

export function newsArticle(site: Site, post: Post): Html {
  const { collective, origin } = site;
  const url = postUrl(origin, post.id);
  const author = {
    "@type": "Organization",
    name: collective.name,
    url: profileUrl(origin, collective.handle),
    ...(collective.icon && { logo: mediaUrl(origin, collective.icon) }),
  };
  const pictures = post.summary ? [] : post.pictures;
  return jsonLd({
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    url,
    mainEntityOfPage: url,
    headline: postTitle(post, collective),
    description: postDescription(post),
    inLanguage: post.language,
    datePublished: post.published.toISOString(),
    dateModified: (post.updated ?? post.published).toISOString(),
    author,
    publisher: author,
    ...(pictures.length > 0 && { image: pictures.map((picture) => imageObject(picture, origin)) }),
  });
}

function imageObject({ full, description, caption }: AttachedPicture, origin: string) {
  return {
    "@type": "ImageObject",
    url: mediaUrl(origin, full.name),
    width: full.width,
    height: full.height,
    ...(description && { description }),
    ...(caption && { caption }),
  };
}
