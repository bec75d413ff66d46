import { html } from "hono/html";
import type { Html } from "../html.ts";

/** What lists know of an actor of another server. */
export interface ListedActor {
  handle: string;
  host: string;
  name: string;
  url: string;
}

/** Name and handle in one line of text. */
export function actorName({ name, handle }: ListedActor): string {
  return name ? `${name} (${handle})` : handle;
}

/** Name and handle, leading to the actor's own page. The handle is always seen: names can be made to deceive. */
export function actorLink({ name, handle, url }: ListedActor): Html {
  return html`<a class="actor" href="${httpOnly(url)}" rel="nofollow noopener noreferrer"
    >${name && html`<bdi class="actor-name">${name}</bdi> `}<bdi class="actor-handle">${handle}</bdi></a
  >`;
}

/** An address from another server; anything but http leads nowhere. */
export function httpOnly(address: string): string {
  return /^https?:\/\//i.test(address) ? address : "#";
}
