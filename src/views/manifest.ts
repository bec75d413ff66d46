import { mediaUrl } from "../text/address.ts";
import { accents } from "../text/colour.ts";
import { direction } from "../text/language.ts";
import type { Site } from "./layout.ts";

/** Beside the sheet's own light `--paper`: a manifest knows no themes. */
const PAPER = "#fcfcfa";

/** W3C Web Application Manifest: what a telephone shows of the site when somebody puts it among its programs. */
export function manifest({ collective }: Site): Record<string, unknown> {
  const { name, language, accent, iconPicture } = collective;
  const icons = iconPicture ? [iconPicture.full, iconPicture.small] : [];
  return {
    id: "/",
    name,
    short_name: name,
    lang: language,
    dir: direction(language),
    start_url: "/",
    scope: "/",
    // The reader keeps seeing where they are.
    display: "minimal-ui",
    background_color: PAPER,
    theme_color: accents(accent).light,
    icons: icons.map(({ name: file, width, height, mediaType }) => ({
      src: mediaUrl("", file),
      sizes: `${width}x${height}`,
      type: mediaType,
    })),
  };
}
