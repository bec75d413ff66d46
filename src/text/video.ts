export const longestVideo = 2000;

/**
 * The address of a video elsewhere, as it is kept; undefined for what is none. What stands before the host, as in
 * https://known.example@other.example, would make a reader believe in another one.
 */
export function parseVideo(text: string): string | undefined {
  const url = URL.parse(text.trim());
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") return undefined;
  return url.hostname.includes(".") && url.href.length <= longestVideo ? url.href : undefined;
}
