import { html } from "hono/html";
import type { Picture } from "../../store/pictures.ts";
import type { Html } from "../html.ts";
import { hidden } from "./field.ts";

// Where the picture is pressed comes in pixels as shown, so that it is shown in widths we know: on a phone, and on more.
export const pressWidths = [320, 640] as const;

/** A picture that sends its form when it is pressed, and says where. `src` is what is shown of it. */
export function pressedPicture(
  { width, height }: Pick<Picture, "width" | "height">,
  { src, label }: { src: string; label: string },
): Html {
  return html`<div class="pressed-picture">
    ${pressWidths.map((wide) => {
      const high = Math.max(Math.round((wide * height) / width), 1);
      return html`${hidden(`height-${wide}`, String(high))}<input
          type="image"
          class="press-${wide}"
          name="at-${wide}"
          src="${src}"
          width="${wide}"
          height="${high}"
          alt="${label}"
        />`;
    })}
  </div>`;
}
