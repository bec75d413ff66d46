import type { Post } from "../store/posts.ts";
import { mediaUrl, postUrl, profileUrl } from "../text/address.ts";
import type { Site } from "./layout.ts";
import { postTitle } from "./post.ts";

/** How large a picture may be, in pixels. */
export interface Room {
  width: number;
  height: number;
}

/** A `link`: the other types hold HTML, and other sites would have to trust ours. */
export function oEmbed(site: Site, post: Post, room: Room): Record<string, string | number> {
  const { collective, origin } = site;
  const [picture] = post.summary ? [] : post.pictures;
  const thumbnail = [picture?.full, picture?.small].find(
    (file) => file && file.width <= room.width && file.height <= room.height,
  );
  return {
    version: "1.0",
    type: "link",
    title: postTitle(post, collective),
    author_name: collective.name,
    author_url: profileUrl(origin, collective.handle),
    provider_name: collective.name,
    provider_url: `${origin}/`,
    cache_age: 3600,
    ...(thumbnail && {
      thumbnail_url: mediaUrl(origin, thumbnail.name),
      thumbnail_width: thumbnail.width,
      thumbnail_height: thumbnail.height,
    }),
  };
}

/**
 * Where that is found, for the header `Link`. Not for the page itself: Mastodon reads it only there, and would then leave
 * out what Open Graph says, the description of the picture and whose post it is.
 */
export function oEmbedLink(origin: string, postId: string): string {
  const query = new URLSearchParams({ url: postUrl(origin, postId), format: "json" });
  return `<${origin}/oembed?${query}>; rel="alternate"; type="application/json+oembed"`;
}
